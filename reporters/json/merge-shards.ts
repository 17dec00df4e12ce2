/**
 * Merges the reports of all shards of a run into the report that one run would have given: equal but for `seconds` and
 * `engine`. A shard that failed or was interrupted makes the whole not ok.
 */
import { failing } from '../../checker/trust/findings.ts'
import { findingsOfRuns } from '../../runs/scenarios/suite-findings.ts'
import { ExitCode, exitCodeOf, type Outcome } from '../../runs/session/exit-code.ts'
import type { CheckData, DataHead, ScenarioData, SuiteData } from './check-report.ts'
import type { FaultData } from './fault-report.ts'
import type { ShardData, WholeRun } from './shard-data.ts'

/** What a shard reports. */
export type ShardReport = (CheckData | FaultData) & { readonly shard: ShardData }

/** A report as it was read. */
export interface NamedReport {
  /** The file. */
  readonly name: string
  readonly report: ShardReport
}

/** Reports that are not the shards of one run: one line that says which, and why. */
export class MergeError extends Error {
  override readonly name = 'MergeError'
}

/** Throws MergeError. */
export function mergeShards(reports: readonly NamedReport[]): CheckData | FaultData {
  const inOrder = inOrderOfShards(reports)
  const begun = inOrder.flatMap(({ report }) => (report.shard.whole === null ? [] : [report]))
  const failed = inOrder.find(({ report }) => report.error !== null)
  const [base = inOrder[0]?.report] = begun
  if (base === undefined) throw new MergeError('there is no report to merge')
  const whole = begun[0]?.shard.whole ?? null
  const head = headOfAll(inOrder, failed)
  if (base.kind === 'faults') {
    const faults = shared(whole, base.shard.of, begun, (report) => (report as FaultData).faults)
    const outcomes = faults.map(({ outcome }) => outcome)
    return {
      ...withoutShard(base),
      ...head,
      ...endOf(head, outcomes, faults.length === sizeOf(whole), inOrder),
      faults,
    }
  }
  const results = shared(whole, base.shard.of, begun, (report) => (report as CheckData).results)
  const suites = whole === null ? [] : suitesOf(whole, begun, base.shard.asked.strict)
  const hasFindings = base.shard.asked.strict && suites.some(({ findings }) => failing(findings).length > 0)
  const outcomes: readonly Outcome[] = results.map(({ outcome }) => outcome)
  const end = endOf(head, outcomes, results.length === sizeOf(whole), inOrder, hasFindings)
  return { ...withoutShard(base), ...head, ...end, results, suites }
}

function withoutShard<Data extends CheckData | FaultData>({ shard: _, ...data }: Data): Omit<Data, 'shard'> {
  return data
}

function sizeOf(whole: WholeRun | null): number {
  return whole?.scenarios.length ?? 0
}

/** Every shard once, the first one first. */
function inOrderOfShards(reports: readonly NamedReport[]): readonly NamedReport[] {
  const [first] = reports
  if (first === undefined) throw new MergeError('there is no report to merge')
  // What is to be run is known only to shards that could begin.
  const known = reports.find(({ report }) => report.shard.whole !== null)
  for (const each of reports) {
    requireSameRun(first, each)
    if (known !== undefined) requireSameSpecifications(known, each)
  }
  const { of } = first.report.shard
  const byIndex = new Map<number, NamedReport>()
  for (const each of reports) {
    const { index } = each.report.shard
    const other = byIndex.get(index)
    if (other !== undefined) throw new MergeError(`"${other.name}" and "${each.name}" are both shard ${index} of ${of}`)
    byIndex.set(index, each)
  }
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !byIndex.has(index))
  if (missing.length > 0) {
    const named = missing.slice(0, 10).join(', ')
    const noun = missing.length === 1 ? 'shard' : 'shards'
    throw new MergeError(
      `${noun} ${named}${missing.length > 10 ? ' and more' : ''} of ${of} missing: merge takes the reports of all`,
    )
  }
  return [...byIndex].sort(([one], [other]) => one - other).map(([, each]) => each)
}

function requireSameRun(first: NamedReport, each: NamedReport): void {
  const refuse = (what: string, one: unknown, other: unknown): never => {
    throw new MergeError(
      `"${first.name}" and "${each.name}" are not of one run: their ${what} differ (${shown(one)} and ${shown(other)})`,
    )
  }
  const [one, other] = [first.report, each.report]
  if (one.kind !== other.kind) refuse('kinds', one.kind, other.kind)
  if (one.shard.ackproof !== other.shard.ackproof)
    refuse('versions of ackproof', one.shard.ackproof, other.shard.ackproof)
  if (one.shard.of !== other.shard.of) refuse('numbers of shards', one.shard.of, other.shard.of)
  for (const key of ['specs', 'builtIn', 'scenarios', 'properties', 'upToStates', 'strict', 'limits'] as const) {
    const [mine, theirs] = [one.shard.asked[key], other.shard.asked[key]]
    if (!isEqual(mine, theirs)) refuse(askedWords[key], mine, theirs)
  }
}

function requireSameSpecifications(first: NamedReport, each: NamedReport): void {
  const [wholeOne, wholeOther] = [first.report.shard.whole, each.report.shard.whole]
  if (wholeOne === null || wholeOther === null) return
  const changed = wholeOne.suites.find(({ spec, sources }, at) => {
    const there = wholeOther.suites[at]
    return there?.spec === spec && there.sources !== sources
  })
  if (changed !== undefined) {
    throw new MergeError(
      `"${first.name}" and "${each.name}" are not of one run: the sources of "${changed.spec}" have changed between them`,
    )
  }
  if (!isEqual([wholeOne.scenarios, wholeOne.suites], [wholeOther.scenarios, wholeOther.suites])) {
    throw new MergeError(
      `"${first.name}" and "${each.name}" are not of one run: the specifications have changed between them (other scenarios)`,
    )
  }
}

const askedWords = {
  specs: 'specifications',
  builtIn: '--built-in',
  scenarios: 'values of --scenario',
  properties: 'values of --property',
  upToStates: 'values of --up-to-states',
  strict: '--strict',
  limits: 'limits',
} as const

function shown(value: unknown): string {
  if (value === undefined) return 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What the shards share out, put together again; what a shard that could not begin should have run is missing. */
function shared<Item extends { readonly scenario: string }>(
  whole: WholeRun | null,
  of: number,
  begun: readonly ShardReport[],
  itemsOf: (report: ShardReport) => readonly Item[],
): readonly Item[] {
  const byIndex = new Map(begun.map((report) => [report.shard.index, itemsOf(report)]))
  return (whole?.scenarios ?? []).flatMap(({ scenario }, at) => {
    const items = byIndex.get((at % of) + 1)
    if (items === undefined) return []
    const item = items[Math.floor(at / of)]
    if (item?.scenario !== scenario) throw new MergeError(`the report of shard ${(at % of) + 1} lacks "${scenario}"`)
    return [item]
  })
}

type Head = Pick<DataHead, 'interrupted' | 'seconds' | 'error' | 'typeErrors'>

function headOfAll(inOrder: readonly NamedReport[], failed: NamedReport | undefined): Head {
  const reports = inOrder.map(({ report }) => report)
  const error = failed?.report.error ?? null
  const { index, of } = failed?.report.shard ?? { index: 0, of: 0 }
  // What no shard could begin with, the one run could not either.
  const isOfAll = reports.every((report) => report.error?.message === error?.message)
  const types = new Map(
    reports.flatMap(({ typeErrors = [] }) => typeErrors).map((each) => [JSON.stringify(each), each]),
  )
  return {
    interrupted: reports.find(({ interrupted }) => interrupted !== null)?.interrupted ?? null,
    seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
    error: error === null || isOfAll ? error : { ...error, message: `shard ${index} of ${of}: ${error.message}` },
    ...(reports.some(({ typeErrors }) => typeErrors !== undefined) && { typeErrors: [...types.values()] }),
  }
}

function endOf(
  { interrupted, error, typeErrors = [] }: Head,
  outcomes: readonly Outcome[],
  isAllThere: boolean,
  inOrder: readonly NamedReport[],
  hasFindings = false,
): Pick<DataHead, 'ok' | 'exitCode'> {
  const isRun = error === null && interrupted === null && typeErrors.length === 0
  const ok = isRun && isAllThere && outcomes.every((outcome) => outcome === 'met')
  if (interrupted !== null) return { ok, exitCode: exitCodeOf([], interrupted) }
  const codes = inOrder.map(({ report }) => report.exitCode)
  // What could not be run at all, or does not compile, beats every verdict.
  const broken = codes.find((code) => code === ExitCode.Internal || code === ExitCode.Usage)
  return { ok, exitCode: broken ?? exitCodeOf(hasFindings ? [...outcomes, 'unmet'] : outcomes) }
}

function suitesOf(whole: WholeRun, begun: readonly ShardReport[], isStrict: boolean): readonly SuiteData[] {
  const byIndex = new Map(begun.map((report) => [report.shard.index, report]))
  const runs = whole.scenarios.map(({ suite }, at) => {
    const report = byIndex.get((at % (begun[0]?.shard.of ?? 1)) + 1)
    const place = Math.floor(at / (begun[0]?.shard.of ?? 1))
    const result: ScenarioData | undefined = report?.results[place]
    const suspicions = report?.shard.whole?.suspicions[place] ?? []
    const ran = report?.shard.whole?.ran[place] ?? undefined
    const slow = report?.shard.whole?.slow?.[place] ?? []
    return { suite, result, suspicions, slow, ran }
  })
  return whole.suites.flatMap(({ spec, location, accepted, isWhole, files }, suite) => {
    const own = runs.filter((run) => run.suite === suite)
    const told = own.flatMap(({ result, suspicions, slow, ran: places }) => {
      if (result === undefined) return []
      const { completeness, complete, outcome, ran, error } = result
      const isWhole = ran && error === null
      return [{ completeness, suspicions, slow, outcome, isWhole, isComplete: complete, ran: places }]
    })
    if (!isWhole || told.length < own.length) return []
    const found = findingsOfRuns({ name: spec, accepted, files }, told, isStrict)
    return found === null ? [] : [{ spec, location, ...found }]
  })
}
