/** `ackproof check`: runs scenarios one after the other and says how each compares with what was expected of it. */

import { counterexamplesOf, writeDiagrams } from '../node/diagrams.ts'
import { loadSpecFile } from '../node/load-spec.ts'
import { prepareDiagramFolder, prepareReportFile, writeReport } from '../node/write-files.ts'
import { buildReport } from '../reporters/json/check-report.ts'
import type { RunLimits } from '../reporters/verdict-text.ts'
import { exitCodeOf } from '../runs/exit-code.ts'
import { type FinishedScenario, finish } from '../runs/finished-scenario.ts'
import { nothingKnown, partialResult } from '../runs/partial-result.ts'
import { suiteFindings } from '../runs/suite-findings.ts'
import { builtInSuites } from './catalog.ts'
import { CheckPrinter } from './check-printer.ts'
import { jobOf } from './job.ts'
import type { Output } from './output.ts'
import { type Ended, runEach } from './run-each.ts'
import { type SelectedScenario, selectScenarios } from './select-scenarios.ts'
import { selectSuites } from './select-suites.ts'

export interface CheckSettings {
  readonly specs: readonly string[]
  readonly scenarios: readonly string[]
  readonly limits: RunLimits
  /** Where the JSON report goes; `-` = stdout, null = nowhere. */
  readonly reportFile: string | null
  readonly diagramFolder: string | null
  readonly isQuiet: boolean
  /** Findings that a suite does not accept count as failures. */
  readonly isStrict: boolean
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
  const findings = [...new Set(selected.map(({ suite }) => suite))]
    .map((suite) => suiteFindings(suite, finished, settings.isStrict))
    .filter((found) => found !== null)
  const outcomes = finished.map(({ outcome }) => outcome)
  const hasFailingFindings = settings.isStrict && findings.some((each) => each.findings.length > 0)
  const exitCode = exitCodeOf(hasFailingFindings ? [...outcomes, 'unmet'] : outcomes, signal)
  printer.totals(finished, findings, seconds)
  // The report first: drawing takes a while, and may be interrupted.
  if (settings.reportFile !== null) {
    const report = buildReport(finished, { exitCode, interrupted: signal, seconds, limits: settings.limits }, findings)
    writeReport(settings.reportFile, report)
    printer.report(settings.reportFile)
  }
  if (settings.diagramFolder !== null) {
    const stories = finished.flatMap(counterexamplesOf)
    const written = await writeDiagrams(settings.diagramFolder, stories, settings.isQuiet)
    printer.diagrams(settings.diagramFolder, written)
  }
  printer.reproduce(finished)
  return exitCode
}

async function runAll(
  selected: readonly SelectedScenario[],
  settings: CheckSettings,
  printer: CheckPrinter,
): Promise<Ended<FinishedScenario>> {
  const done: FinishedScenario[] = []
  return runEach(selected, settings, (text) => printer.note(text), {
    run: async (each, { runner, onProgress }) => {
      const run = await runner.run(jobOf(each, settings.limits), each.scenario.definition, onProgress)
      return finish(each, run)
    },
    skip: notRun,
    done: (finished) => {
      done.push(finished)
      printer.scenario(finished)
      const { suite } = finished.selected
      if (suite !== selected[done.length]?.suite) printer.findings(suiteFindings(suite, done, settings.isStrict))
    },
  })
}

function notRun(selected: SelectedScenario): FinishedScenario {
  const result = partialResult(selected.scenario.definition, 'stopped', nothingKnown)
  return finish(selected, { result, stories: {}, failure: null }, false)
}
