/** `ackproof check`: runs scenarios and says how each compares with what was expected of it. */
import pc from 'picocolors'
import { count, plural } from '../counterexamples/print/wording.ts'
import { type StoryToDraw, storiesOfCheck, storiesOfSearch, writeDiagrams } from '../node/diagrams.ts'
import { ownVersion } from '../node/own-version.ts'
import type { SelectedSpec } from '../node/select-specs.ts'
import type { TypeCheck } from '../node/types/check-types.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareDiagramFolder } from '../node/write-files.ts'
import { jsonOf } from '../reporters/json/json.ts'
import { type ShardData, wholeRun } from '../reporters/json/shard-data.ts'
import { CheckText } from '../reporters/text/check-text.ts'
import { FaultText } from '../reporters/text/fault-text.ts'
import { leftOutLines, scenarioNames } from '../reporters/text/left-out.ts'
import type { TextOptions } from '../reporters/text/options.ts'
import { textOf } from '../reporters/text/text.ts'
import { createChecker } from '../runs/checker.ts'
import type { FaultReport } from '../runs/faults/search-scenarios.ts'
import { faultPlanOf } from '../runs/faults/search-scenarios.ts'
import type { RunLimits } from '../runs/port/limits.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'
import { type Shard, shareOf } from '../runs/port/shard.ts'
import type { CheckReport } from '../runs/scenarios/check-scenarios.ts'
import { exitCodeOf } from '../runs/session/exit-code.ts'
import type { ProgressEvent, RunningScenario } from '../runs/session/progress.ts'
import { prepareCoverage, requireFiles, writeCoverageOf } from './coverage.ts'
import type { Output } from './output.ts'
import { Printer } from './printer.ts'
import { reportingFailure, reportLines, writeReports } from './report-file.ts'
import { hasTextOnStdout, type Reports } from './reports.ts'
import { type Running, withEngine } from './running.ts'
import { selectBySize } from './select-by-size.ts'
import { selectProperties } from './select-properties.ts'
import { selectScenarios } from './select-scenarios.ts'
import { loadSuites, selectedSpecs } from './select-suites.ts'
import type { Position } from './status-line.ts'
import { startTypeCheck, withTypes } from './type-check.ts'

export interface CheckSettings {
  readonly specs: readonly string[]
  /** All built-in suites as well. */
  readonly isBuiltIn: boolean
  readonly scenarios: readonly string[]
  readonly properties: readonly string[]
  /** Scenarios that pin more states are left out; null = none is. */
  readonly upToStates: number | null
  readonly limits: RunLimits
  readonly reports: Reports
  readonly diagramFolder: string | null
  /** Where coverage goes; null = nowhere. */
  readonly coverageFile: string | null
  /** Which part of the scenarios is run; null = all of them. */
  readonly shard: Shard | null
  /** How many threads explore side by side. */
  readonly workers: number
  readonly isQuiet: boolean
  /** Findings that a suite does not accept count as failures. */
  readonly isStrict: boolean
  readonly hasStatistics: boolean
  /** With stack traces of errors. */
  readonly isDebug: boolean
  /** Search for the fewest faults that break each promise. */
  readonly isFaultSearch: boolean
  /** Have the user's compiler look at the specifications as well. */
  readonly isTypeChecked: boolean
}

/** Returns the exit code. Throws UsageError before anything is run; a report says so too. */
export async function check(settings: CheckSettings, output: Output): Promise<number> {
  const { reports, diagramFolder, limits, workers, isQuiet } = settings
  const printer = new Printer(output, !hasTextOnStdout(reports), isQuiet)
  const { memoryLimitBytes, timeLimitSeconds } = limits
  const kind = settings.isFaultSearch ? 'faults' : 'check'
  return reportingFailure({ reports, kind, inputs: settings.specs, shard: shardOf(settings) }, async () => {
    requireWholeSuites(settings)
    if (diagramFolder !== null) prepareDiagramFolder(diagramFolder, reports.files)
    prepareCoverage(settings)
    const specs = await selectedSpecs(settings, printer.note)
    requireFiles(settings, specs)
    return withEngine({ memoryLimitBytes, timeLimitSeconds, workers, isQuiet }, printer.note, async (running) => {
      const checking = settings.isTypeChecked ? startTypeCheck(specs) : null
      try {
        return await checkSpecs(specs, checking, settings, running, output, printer)
      } finally {
        checking?.stop()
      }
    })
  })
}

async function checkSpecs(
  specs: readonly SelectedSpec[],
  checking: TypeCheck | null,
  settings: CheckSettings,
  running: Running,
  output: Output,
  printer: Printer,
): Promise<number> {
  const { reports, diagramFolder, coverageFile, isQuiet, isFaultSearch } = settings
  const suites = await loadSuites(specs, running.engine, settings.isStrict || coverageFile !== null)
  const named = selectScenarios(suites, settings.scenarios)
  const { planned: selected, larger } = selectBySize(named, settings.upToStates)
  const { planned: all, withoutThem } = selectProperties(selected, settings.properties)
  const run = isFaultSearch ? searchFaults : checkScenarios
  const { report: explored, closing, stories, whole, planned } = await run(all, settings, running, output, printer)
  const shard = shardOf(settings)
  printer.printTotals([
    ...leftOutLines(larger, `above ${count(settings.upToStates ?? 0)} states`),
    ...leftOutLines(withoutThem, 'no such property'),
    ...shardLines(shard, planned, whole),
  ])
  const report = await withTypes(explored, checking, running, printer, output)
  // The report first: drawing takes a while, and may be interrupted.
  const plain = textOptions(settings, { ...output, colors: pc.createColors(false) }, isChosen(settings))
  const data = { ...jsonOf(report, process.cwd()), ...partOf(shard, whole, report) }
  writeReports(reports, { data, text: () => textOf(report, plain) })
  if (!isQuiet) printer.print(reportLines(reports))
  if (coverageFile !== null && report.kind === 'check') {
    const lines = writeCoverageOf(report, coverageFile)
    if (!isQuiet) printer.print(lines)
  }
  if (diagramFolder !== null) {
    const progress = (text: string): void => running.status?.say(() => text, performance.now())
    const isEnded = (): boolean => running.endedBy() !== null
    const written = await writeDiagrams(diagramFolder, stories, planned, progress, isEnded)
    running.status?.clear()
    for (const problem of written.problems) output.note(`ackproof: ${problem}`)
    if (!isQuiet) printer.print([written.text])
  }
  printer.print(closing)
  const signal = running.endedBy()
  return signal === null ? report.exitCode : exitCodeOf([], signal)
}

function requireWholeSuites({ isStrict, scenarios, properties, upToStates, isFaultSearch }: CheckSettings): void {
  const others = [
    ...(isFaultSearch ? ['faults'] : []),
    ...(scenarios.length > 0 ? ['scenario'] : []),
    ...(properties.length > 0 ? ['property'] : []),
    ...(upToStates === null ? [] : ['up-to-states']),
  ]
  const [other] = others
  if (!isStrict || other === undefined) return
  throw new UsageError(`--strict judges whole suites, so it does not go with --${other}; leave out one of them`)
}

/** What was asked for, where it is a shard of it that is run. */
function shardOf({
  shard,
  specs,
  isBuiltIn: builtIn,
  scenarios,
  properties,
  upToStates,
  ...settings
}: CheckSettings): ShardData | null {
  if (shard === null) return null
  const { memoryLimitBytes: _, ...limits } = settings.limits
  const size = upToStates === null ? {} : { upToStates }
  const asked = { specs, builtIn, scenarios, properties, ...size, strict: settings.isStrict, limits }
  return { ...shard, ackproof: ownVersion(), asked, whole: null }
}

function partOf(
  shard: ShardData | null,
  planned: readonly PlannedScenario[],
  report: CheckReport | FaultReport,
): { readonly shard?: ShardData } {
  if (shard === null) return {}
  const whole = wholeRun(planned, report.kind === 'check' ? report.scenarios : [], process.cwd())
  return { shard: { ...shard, whole } }
}

function shardLines(
  shard: Shard | null,
  planned: readonly PlannedScenario[],
  whole: readonly PlannedScenario[],
): readonly string[] {
  if (shard === null) return []
  const few = planned.length === 0 ? 'none' : String(planned.length)
  return [`shard ${shard.index} of ${shard.of}: ${few} of ${plural(whole.length, 'scenario')}`]
}

interface Ended {
  readonly report: CheckReport | FaultReport
  /** Lines at the very end. */
  readonly closing: readonly string[]
  readonly stories: readonly StoryToDraw[]
  /** All scenarios, and those of them that this shard runs. */
  readonly whole: readonly PlannedScenario[]
  readonly planned: readonly PlannedScenario[]
}

async function checkScenarios(
  whole: readonly PlannedScenario[],
  settings: CheckSettings,
  { engine, status, follow }: Running,
  output: Output,
  printer: Printer,
): Promise<Ended> {
  const scenarios = settings.shard === null ? whole : shareOf(whole, settings.shard)
  const isFull = whole.length === 1 || isChosen(settings)
  const text = new CheckText(scenarios, textOptions(settings, output, isFull), settings.isStrict)
  const { limits, isStrict } = settings
  const report = await follow(createChecker(engine).check({ scenarios, limits, isStrict }), (event) => {
    if (isShownAsProgress(status, event)) return
    if (event.kind === 'scenario') printer.stack(settings.isDebug, event.finished.run.failure)
    printer.print(text.onOutcome(event))
  })
  printer.print(text.lateStories())
  printer.printTotals(text.totals(report))
  const stories = report.scenarios.flatMap(storiesOfCheck)
  return { report, closing: text.closing(report), stories, whole, planned: scenarios }
}

async function searchFaults(
  scenarios: readonly PlannedScenario[],
  settings: CheckSettings,
  { engine, status, follow }: Running,
  output: Output,
  printer: Printer,
): Promise<Ended> {
  const plan = faultPlanOf(scenarios, settings.limits)
  const whole = plan.searched
  if (plan.searched.length === 0) {
    const howTo = "add faults: { powerCut: upTo(2, 'power cut') } to a scenario"
    throw new UsageError(
      `no selected scenario declares faults, so there is nothing to search: ${scenarioNames(plan.leftOut)}; ${howTo}`,
    )
  }
  const searched = settings.shard === null ? whole : shareOf(whole, settings.shard)
  const text = new FaultText(searched, textOptions(settings, output, isChosen(settings)))
  const report = await follow(createChecker(engine).searchFaults({ ...plan, searched }), (event) => {
    if (isShownAsProgress(status, event)) return
    printer.stack(settings.isDebug, event.finished.run.failure?.failure ?? null)
    printer.print(text.onOutcome(event))
  })
  printer.print(text.lateStories())
  printer.printTotals(text.totals(report))
  const stories = report.searches.flatMap(storiesOfSearch)
  return { report, closing: text.closing(report), stories, whole, planned: searched }
}

/** Whoever names what is to be run wants to read all of it. */
function isChosen({ scenarios, properties }: CheckSettings): boolean {
  return scenarios.length > 0 || properties.length > 0
}

function textOptions(
  { isQuiet, hasStatistics, limits }: CheckSettings,
  { colors, width, program }: Output,
  isFull: boolean,
): TextOptions {
  return { colors, width, program, isFull, isQuiet, hasStatistics, limits }
}

/** Shows progress on the status line; clears the line for any other event, which is to be printed. */
function isShownAsProgress(
  status: Running['status'],
  event: ProgressEvent | { readonly kind: 'scenario' | 'suite' | 'search' },
): event is ProgressEvent {
  if (event.kind !== 'progress') {
    status?.clear()
    return false
  }
  status?.update(positionOf(event), performance.now())
  return true
}

function positionOf({ total, beside, ...first }: ProgressEvent): Position {
  const nameOf = ({ planned, doing }: RunningScenario): string =>
    `${planned.suite.name} ${planned.scenario.name}${doing}`
  return {
    scenario: nameOf(first),
    index: first.index,
    total,
    counters: first.counters,
    beside: beside.map((each) => ({ scenario: nameOf(each), index: each.index, counters: each.counters })),
  }
}
