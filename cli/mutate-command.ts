/** `ackproof mutate`: what mistakes would no property of a suite notice? */
import { builtInSuites } from './catalog.ts'
import { type EndingSignal, exitCodeOf, type Outcome } from './exit-code.ts'
import { reproduceCommand } from './finished-scenario.ts'
import { loadSpecFile } from './load-spec.ts'
import { having, type SuiteMutants } from './mutate/mutant.ts'
import { mutationData } from './mutate/report-data.ts'
import { differenceLines, suiteLines, totalsText } from './mutate/report-text.ts'
import { runMutants, type Session, UnmetBaseline } from './mutate/run-mutants.ts'
import { differences, readSurvivors, updatedSurvivors, writeSurvivors } from './mutate/survivors-file.ts'
import type { Output } from './output.ts'
import { prepareReportFile, writeReport } from './report-targets.ts'
import { ScenarioRunner } from './scenario-runner.ts'
import { type SelectedScenario, selectScenarios } from './select-scenarios.ts'
import { selectSuites } from './select-suites.ts'
import { StatusLine } from './status-line.ts'
import { UsageError } from './usage-error.ts'

export interface MutateSettings {
  readonly specs: readonly string[]
  readonly scenarios: readonly string[]
  /** For everything together; null = no limit. */
  readonly timeLimitSeconds: number | null
  readonly memoryLimitBytes: number
  /** Scenarios with more states are left out. */
  readonly maxStates: number
  /** Where the JSON report goes; `-` = stdout, null = nowhere. */
  readonly reportFile: string | null
  /** The survivors that are known, or null. */
  readonly survivorsFile: string | null
  /** Write the survivors to that file. */
  readonly isUpdate: boolean
}

/** Returns the exit code. Throws UsageError before anything is run. */
export async function mutate(settings: MutateSettings, output: Output): Promise<number> {
  const startMs = performance.now()
  const { survivorsFile, isUpdate, reportFile } = settings
  if (isUpdate && survivorsFile === null) throw new UsageError('--update needs --survivors FILE')
  const known = survivorsFile === null ? {} : readSurvivors(survivorsFile, isUpdate)
  const suites = await selectSuites(settings.specs, builtInSuites, loadSpecFile)
  const selected = selectScenarios(suites, settings.scenarios)
  if (reportFile !== null) prepareReportFile(reportFile)

  const line = reportFile === '-' ? output.note : output.line
  const { ended, unmet, signal } = await runAll(bySuite(selected), settings, output, line)
  const seconds = (performance.now() - startMs) / 1000
  const isWhole = ended.every(isRunToItsEnd)
  const found = survivorsFile === null ? null : differences(ended, known)
  const isDifferent = found !== null && found.unknown.length + found.gone.length > 0

  line(totalsText(ended, seconds))
  if (survivorsFile !== null && isUpdate) {
    if (isWhole && unmet.length === 0) writeSurvivors(survivorsFile, updatedSurvivors(ended, known))
    output.note(
      isWhole && unmet.length === 0
        ? `${survivorsFile} is up to date`
        : `${survivorsFile} is left as it is: the run is not whole`,
    )
  } else if (survivorsFile !== null && found !== null) {
    for (const text of differenceLines(found, survivorsFile)) line(text)
  }
  const outcomes: Outcome[] = [
    ...unmet.map(({ isSpecError }) => (isSpecError ? 'error' : 'unmet') as Outcome),
    ...(isDifferent && !isUpdate ? (['unmet'] as const) : []),
    ...(isWhole ? [] : (['undecided'] as const)),
  ]
  const exitCode = exitCodeOf(outcomes, signal)
  if (reportFile !== null) {
    const problems = unmet.map(({ selected: { suite, scenario }, message }) => ({
      suite: suite.name,
      scenario: scenario.name,
      problem: message,
    }))
    writeReport(
      reportFile,
      mutationData(ended, { exitCode, interrupted: signal, seconds, differences: found, unmet: problems }),
    )
    if (reportFile !== '-') line(`report: ${reportFile}`)
  }
  return exitCode
}

/** A suite of which no scenario is small enough gives no answer either. */
function isRunToItsEnd({ baselines, leftOut, mutants }: SuiteMutants): boolean {
  const isForTime = leftOut.some((each) => each.isForTime)
  return baselines.length > 0 && !isForTime && having(mutants, 'not run').length === 0
}

interface AllSuites {
  readonly ended: readonly SuiteMutants[]
  readonly unmet: readonly UnmetBaseline[]
  readonly signal: EndingSignal | null
}

async function runAll(
  suites: readonly (readonly SelectedScenario[])[],
  settings: MutateSettings,
  output: Output,
  line: (text: string) => void,
): Promise<AllSuites> {
  const runner = new ScenarioRunner(settings.memoryLimitBytes)
  const status = new StatusLine(process.stderr, performance.now())
  const deadlineMs = performance.now() + 1000 * (settings.timeLimitSeconds ?? Number.POSITIVE_INFINITY)
  const ended: SuiteMutants[] = []
  const unmet: UnmetBaseline[] = []
  let signal: EndingSignal | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    status.clear()
    if (signal === null) output.note('ending the run; once more to end it at once')
    signal ??= name as EndingSignal
    runner.stop()
  }
  const session: Session = {
    run: (job, { scenario }) => runner.run(job, scenario.definition, () => {}),
    secondsLeft: () => (signal === null ? (deadlineMs - performance.now()) / 1000 : 0),
    memoryLimitBytes: settings.memoryLimitBytes,
    maxStates: settings.maxStates,
    onProgress: (text) => status.say(text, performance.now()),
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    for (const scenarios of suites) {
      const lines = await runMutants(scenarios, session).then(
        (suite) => {
          ended.push(suite)
          return suiteLines(suite, output.colors)
        },
        (error: unknown) => {
          if (!(error instanceof UnmetBaseline)) throw error
          unmet.push(error)
          return unmetLines(error, output)
        },
      )
      status.clear()
      for (const text of [...lines, '']) line(text)
    }
  } finally {
    status.clear()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await runner.close()
  }
  return { ended, unmet, signal }
}

function unmetLines({ selected, message }: UnmetBaseline, { colors, program }: Output): readonly string[] {
  return [
    `${colors.bold(selected.suite.name)}  ${colors.red('not mutated')}: it is not as it expects to be in the first place`,
    `  ${selected.scenario.name}: ${message}`,
    `  ${reproduceCommand(selected, program)}`,
  ]
}

function bySuite(selected: readonly SelectedScenario[]): readonly (readonly SelectedScenario[])[] {
  const suites = new Set(selected.map(({ suite }) => suite))
  return [...suites].map((suite) => selected.filter((each) => each.suite === suite))
}
