/** `ackproof check --faults`: for each scenario that declares fault budgets, the fewest faults that break each promise. */
import { oneLine } from '../../counterexamples/plain-text.ts'
import { type StoryToDraw, type WrittenDiagrams, writeDiagrams } from '../../node/diagrams.ts'
import { loadSpecFile } from '../../node/load-spec.ts'
import { prepareDiagramFolder, prepareReportFile, writeReport } from '../../node/write-files.ts'
import { buildFaultReport } from '../../reporters/json/fault-report.ts'
import { searchHeaderLine, searchLines, statesOf } from '../../reporters/text/search-lines.ts'
import { againLines, outcomesText } from '../../reporters/text/totals.ts'
import { exitCodeOf } from '../../runs/exit-code.ts'
import { type FinishedSearch, finishSearch, searchCommand } from '../../runs/faults/finished-search.ts'
import { budgetText } from '../../runs/faults/frontier-sentence.ts'
import { runSearch, type SearchedScenario, searchOf } from '../../runs/faults/run-search.ts'
import { count, plural, secondsText } from '../../runs/wording.ts'
import { builtInSuites } from '../catalog.ts'
import type { CheckSettings } from '../check.ts'
import type { Output } from '../output.ts'
import { ResultPrinter } from '../result-printer.ts'
import { runEach } from '../run-each.ts'
import { type SelectedScenario, selectScenarios } from '../select-scenarios.ts'
import { selectSuites } from '../select-suites.ts'
import { UsageError } from '../usage-error.ts'

/** Returns the exit code. Throws UsageError before anything is run. */
export async function checkFaults(settings: CheckSettings, output: Output): Promise<number> {
  const startMs = performance.now()
  const suites = await selectSuites(settings.specs, builtInSuites, loadSpecFile)
  const selected = selectScenarios(suites, settings.scenarios)
  const searched = selected.flatMap((each) => {
    const { faults } = each.scenario
    return faults === null ? [] : [{ ...each, kinds: faults.kinds }]
  })
  const leftOut = selected.filter(({ scenario }) => scenario.faults === null)
  if (searched.length === 0) throw new UsageError(nothingToSearch(leftOut))
  if (settings.reportFile !== null) prepareReportFile(settings.reportFile)
  if (settings.diagramFolder !== null) prepareDiagramFolder(settings.diagramFolder)

  const printer = new SearchPrinter(output, searched, settings)
  const { finished, signal } = await runEach(searched, settings, (text) => printer.note(text), {
    run: async (each, context) => finishSearch(each, await runSearch(each, settings.limits, context)),
    skip: notRun,
    done: (search) => printer.search(search),
  })
  const seconds = (performance.now() - startMs) / 1000
  const exitCode = exitCodeOf(
    finished.map(({ outcome }) => outcome),
    signal,
  )
  printer.totals(finished, leftOut, seconds)
  // The report first: drawing takes a while, and may be interrupted.
  if (settings.reportFile !== null) {
    const summary = { exitCode, interrupted: signal, seconds, limits: settings.limits }
    writeReport(settings.reportFile, buildFaultReport(finished, leftOut, summary))
    printer.report(settings.reportFile)
  }
  if (settings.diagramFolder !== null) {
    const written = await writeDiagrams(settings.diagramFolder, finished.flatMap(counterexamplesOf), settings.isQuiet)
    printer.diagrams(settings.diagramFolder, written)
  }
  printer.reproduce(finished)
  return exitCode
}

const mostNamesListed = 4

function nothingToSearch(leftOut: readonly SelectedScenario[]): string {
  const howTo = "add faults: { powerCut: upTo(2, 'power cut') } to a scenario"
  return `no selected scenario declares faults, so there is nothing to search: ${namesOf(leftOut)}; ${howTo}`
}

function namesOf(scenarios: readonly SelectedScenario[]): string {
  const names = scenarios
    .slice(0, mostNamesListed)
    .map(({ suite, scenario }) => `${suite.name} "${oneLine(scenario.name)}"`)
  const rest = scenarios.length - names.length
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')
}

function notRun(searched: SearchedScenario): FinishedSearch {
  return finishSearch(searched, { search: searchOf(searched), runs: new Map(), failure: null, seconds: 0 }, false)
}

function counterexamplesOf({ searched, properties }: FinishedSearch): readonly StoryToDraw[] {
  const { suite, name } = searched.scenario
  return properties
    .filter(({ kind }) => !kind.startsWith('reachable'))
    .flatMap(({ name: property, stories }) =>
      stories.flatMap(({ budget, story }) => {
        const title = `${name}, with ${budgetText(searched.kinds, budget)}`
        return story === null ? [] : [{ suite, title, property, story }]
      }),
    )
}

const numbersWidth = 57

class SearchPrinter {
  readonly #output: Output
  readonly #settings: CheckSettings
  readonly #printer: ResultPrinter

  constructor(output: Output, searched: readonly SearchedScenario[], settings: CheckSettings) {
    this.#output = output
    this.#settings = settings
    this.#printer = new ResultPrinter(output, searched, settings, numbersWidth)
  }

  note(text: string): void {
    this.#printer.note(text)
  }

  search(finished: FinishedSearch): void {
    const { scenarios, hasStatistics } = this.#settings
    const options = { ...this.#printer.options, isFull: scenarios.length > 0, hasBudgets: hasStatistics }
    const { run, searched, outcome } = finished
    this.#printer.stack(run.failure?.failure.stack)
    if (this.#settings.isQuiet && outcome === 'met') return
    this.#printer.block(searched.suite, (name) => searchHeaderLine(name, options), searchLines(finished, options))
  }

  totals(finished: readonly FinishedSearch[], leftOut: readonly SelectedScenario[], seconds: number): void {
    const { colors } = this.#output
    const budgets = finished.reduce((sum, { run }) => sum + run.search.budgets.length, 0)
    const explored = finished.reduce((sum, { run }) => sum + run.runs.size, 0)
    const states = finished.reduce((sum, each) => sum + statesOf(each), 0)
    const effort = `${plural(budgets, 'fault budget')}, ${count(explored)} explored, ${plural(states, 'state')} in ${secondsText(seconds)} s`
    this.#printer.totals([
      `${plural(finished.length, 'scenario')}: ${outcomesText(finished, colors)}; ${effort}`,
      ...(leftOut.length === 0
        ? []
        : [`${plural(leftOut.length, 'scenario')} left out, no faults declared: ${namesOf(leftOut)}`]),
    ])
  }

  diagrams(folder: string, written: WrittenDiagrams): void {
    this.#printer.diagrams(folder, written)
  }

  report(path: string): void {
    this.#printer.report(path)
  }

  reproduce(finished: readonly FinishedSearch[]): void {
    const amiss = finished.filter(({ outcome }) => outcome === 'unmet' || outcome === 'error')
    this.#printer.print(againLines(amiss.map(({ searched }) => searchCommand(searched, this.#output.program))))
  }
}
