/** `ackproof check`: runs scenarios one after the other and says how each compares with what was expected of it. */
import { builtInSuites } from './catalog.ts'
import { CheckPrinter } from './check-printer.ts'
import { writeDiagrams } from './diagrams.ts'
import { type EndingSignal, exitCodeOf } from './exit-code.ts'
import { type FinishedScenario, finish } from './finished-scenario.ts'
import { loadSpecFile } from './load-spec.ts'
import type { Output } from './output.ts'
import { nothingKnown, partialResult } from './partial-result.ts'
import { buildReport } from './report.ts'
import { prepareDiagramFolder, prepareReportFile, writeReport } from './report-targets.ts'
import type { Job } from './run-protocol.ts'
import { ScenarioRunner } from './scenario-runner.ts'
import { type SelectedScenario, selectScenarios } from './select-scenarios.ts'
import { selectSuites } from './select-suites.ts'
import { StatusLine } from './status-line.ts'
import type { RunLimits } from './verdict-text.ts'

export interface CheckSettings {
  readonly specs: readonly string[]
  readonly scenarios: readonly string[]
  readonly limits: RunLimits
  /** Where the JSON report goes; `-` = stdout, null = nowhere. */
  readonly reportFile: string | null
  readonly diagramFolder: string | null
  readonly isQuiet: boolean
  readonly hasStatistics: boolean
  /** With stack traces of errors. */
  readonly isDebug: boolean
}

/** Returns the exit code. Throws UsageError before anything is run. */
export async function check(settings: CheckSettings, output: Output): Promise<number> {
  const startMs = performance.now()
  const suites = await selectSuites(settings.specs, builtInSuites, loadSpecFile)
  const selected = selectScenarios(suites, settings.scenarios)
  if (settings.reportFile !== null) prepareReportFile(settings.reportFile)
  if (settings.diagramFolder !== null) prepareDiagramFolder(settings.diagramFolder)

  const printer = new CheckPrinter(output, selected, settings)
  const { finished, signal } = await runAll(selected, settings, printer)
  const seconds = (performance.now() - startMs) / 1000
  const exitCode = exitCodeOf(
    finished.map(({ outcome }) => outcome),
    signal,
  )
  printer.totals(finished, seconds)
  // The report first: drawing takes a while, and may be interrupted.
  if (settings.reportFile !== null) {
    const report = buildReport(finished, { exitCode, interrupted: signal, seconds, limits: settings.limits })
    writeReport(settings.reportFile, report)
    printer.report(settings.reportFile)
  }
  if (settings.diagramFolder !== null) {
    const status = settings.isQuiet ? null : new StatusLine(process.stderr, performance.now())
    const written = await writeDiagrams(settings.diagramFolder, finished, (number, total) =>
      status?.say(() => `drawing counterexample ${number} of ${total}`, performance.now()),
    )
    status?.clear()
    printer.diagrams(settings.diagramFolder, written)
  }
  printer.reproduce(finished)
  return exitCode
}

interface AllRuns {
  readonly finished: readonly FinishedScenario[]
  readonly signal: EndingSignal | null
}

async function runAll(
  selected: readonly SelectedScenario[],
  settings: CheckSettings,
  printer: CheckPrinter,
): Promise<AllRuns> {
  const runner = new ScenarioRunner(settings.limits.memoryLimitBytes)
  const status = settings.isQuiet ? null : new StatusLine(process.stderr, performance.now())
  const finished: FinishedScenario[] = []
  let signal: EndingSignal | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    status?.clear()
    if (signal === null) printer.note('ending the run; once more to end it at once')
    signal ??= name as EndingSignal
    runner.stop()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    for (const [index, each] of selected.entries()) {
      if (signal !== null) {
        finished.push(notRun(each))
        continue
      }
      const position = {
        scenario: `${each.suite.name} ${each.scenario.name}`,
        index: index + 1,
        total: selected.length,
      }
      const run = await runner.run(jobOf(each, settings.limits), each.scenario.definition, (counters) =>
        status?.update(position, counters, performance.now()),
      )
      status?.clear()
      const result = finish(each, run)
      finished.push(result)
      printer.scenario(result)
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await runner.close()
  }
  return { finished, signal }
}

function notRun(selected: SelectedScenario): FinishedScenario {
  const result = partialResult(selected.scenario.definition, 'stopped', nothingKnown)
  return finish(selected, { result, stories: {}, failure: null }, false)
}

function jobOf({ source, suite, scenario }: SelectedScenario, limits: RunLimits): Job {
  const depths = [scenario.maxDepth, limits.maxDepth].filter((depth) => depth !== null)
  return {
    source,
    suite: suite.name,
    scenario: scenario.name,
    options: {
      ...(depths.length > 0 && { maxDepth: Math.min(...depths) }),
      ...(limits.maxStates !== null && { maxStates: limits.maxStates }),
      ...(limits.timeLimitSeconds !== null && { timeLimitSeconds: limits.timeLimitSeconds }),
      memoryLimitBytes: limits.memoryLimitBytes,
      stopFirst: limits.stopFirst,
      // Pinned counts are those of the full graph, also where every property is decided early.
      exhaust: scenario.counts !== null && !limits.stopFirst,
    },
  }
}
