/** `ackproof mutate`: what mistakes would no property of a suite notice? */

import { loadSpecFile } from '../node/load-spec.ts'
import {
  differences,
  readSurvivors,
  type SurvivorDifferences,
  updatedSurvivors,
  writeSurvivors,
} from '../node/survivors-file.ts'
import { prepareFile, prepareReportFile, writeReport } from '../node/write-files.ts'
import { mutationData } from '../reporters/json/mutation-report.ts'
import { differenceLines, suiteLines, totalsText } from '../reporters/text/mutation-lines.ts'
import { exitCodeOf, type Outcome } from '../runs/exit-code.ts'
import { reproduceCommand } from '../runs/finished-scenario.ts'
import { type AllSuites, having, type SuiteMutants, UnmetBaseline } from '../runs/mutate/mutant.ts'
import { runMutants, type Session } from '../runs/mutate/run-mutants.ts'
import { builtInSuites } from './catalog.ts'
import type { Output } from './output.ts'
import { type SelectedScenario, selectScenarios } from './select-scenarios.ts'
import { selectSuites } from './select-suites.ts'
import { UsageError } from './usage-error.ts'
import { type Running, withRunner } from './with-runner.ts'

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
  if (survivorsFile !== null && isUpdate) prepareFile(survivorsFile, 'the survivors', 'a file')

  // With the report on stdout, nothing else goes there.
  const line = reportFile === '-' ? output.note : output.line
  const { value: all, signal } = await withRunner(
    { memoryLimitBytes: settings.memoryLimitBytes, isQuiet: false },
    output.note,
    (running) => runAll(bySuite(selected), settings, running, output, line),
  )
  const seconds = (performance.now() - startMs) / 1000
  line(totalsText(all.ended, all.notRun, seconds))

  const isWhole = all.unmet.length === 0 && all.notRun.length === 0 && all.ended.every(isRunToItsEnd)
  const found = survivorsFile === null || isUpdate ? null : differences(all.ended, known)
  if (survivorsFile !== null && found !== null) for (const text of differenceLines(found, survivorsFile)) line(text)
  if (survivorsFile !== null && isUpdate) {
    if (isWhole) writeSurvivors(survivorsFile, updatedSurvivors(all.ended, known))
    output.note(isWhole ? `${survivorsFile} is up to date` : `${survivorsFile} is left as it is: the run is not whole`)
  }
  const exitCode = exitCodeOf(outcomesOf(all, found), signal)
  if (reportFile !== null) {
    writeReport(reportFile, mutationData({ ...all, exitCode, interrupted: signal, seconds, differences: found }))
    if (reportFile !== '-') line(`report: ${reportFile}`)
  }
  return exitCode
}

/** Survivors are no failure by themselves. */
function outcomesOf({ ended, unmet, notRun }: AllSuites, found: SurvivorDifferences | null): readonly Outcome[] {
  return [
    ...unmet.map(({ isSpecError }): Outcome => (isSpecError ? 'error' : 'unmet')),
    found !== null && Object.values(found).some((names) => names.length > 0) ? 'unmet' : 'met',
    ...ended.map((suite): Outcome => (isRunToItsEnd(suite) ? 'met' : 'undecided')),
    notRun.length > 0 ? 'undecided' : 'met',
  ]
}

/** A suite of which no scenario is small enough gives no answer either. */
function isRunToItsEnd({ baselines, leftOut, mutants }: SuiteMutants): boolean {
  const isForTime = leftOut.some((each) => each.isForTime)
  return baselines.length > 0 && !isForTime && having(mutants, 'not run').length === 0
}

async function runAll(
  suites: readonly (readonly SelectedScenario[])[],
  settings: MutateSettings,
  { runner, status, signal }: Running,
  output: Output,
  line: (text: string) => void,
): Promise<AllSuites> {
  const deadlineMs = performance.now() + 1000 * (settings.timeLimitSeconds ?? Number.POSITIVE_INFINITY)
  const session: Session = {
    run: (job, { scenario }) => runner.run(job, scenario.definition, () => {}),
    secondsLeft: () => (signal() === null ? (deadlineMs - performance.now()) / 1000 : 0),
    memoryLimitBytes: settings.memoryLimitBytes,
    maxStates: settings.maxStates,
    onProgress: (text) => status?.say(text, performance.now()),
  }
  const ended: SuiteMutants[] = []
  const unmet: UnmetBaseline[] = []
  const notRun: string[] = []
  for (const scenarios of suites) {
    if (session.secondsLeft() <= 0) {
      notRun.push(scenarios[0]?.suite.name ?? '')
      continue
    }
    const done = await runMutants(scenarios, session).catch((error: unknown) => {
      if (error instanceof UnmetBaseline) return error
      throw error
    })
    status?.clear()
    const isUnmet = done instanceof UnmetBaseline
    if (isUnmet) unmet.push(done)
    else ended.push(done)
    for (const text of [...(isUnmet ? unmetLines(done, output) : suiteLines(done, output.colors)), '']) line(text)
  }
  return { ended, unmet, notRun }
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
