/** Counterexamples from a file: a report of `ackproof check --json`, or one trace with what it is a trace of. */
import { readFileSync } from 'node:fs'
import { UsageError } from '../../node/usage-error.ts'
import { onceRound } from '../../runs/conform/once-round.ts'
import type { Trace } from '../../spec/language/index.ts'
import { suggest } from '../../spec/language/suggest.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import type { Counterexample } from './counterexample.ts'
import { type LiveRow, rowsOf } from './row.ts'

const howTo =
  'expected a report of `ackproof check --json FILE`, or { "spec", "scenario", "promise", "trace" } with one of its traces'

type Fields = Readonly<Record<string, unknown>>

/** One trace of a file: what it claims to be. */
interface Claimed {
  readonly spec: unknown
  readonly scenario: unknown
  readonly promise: unknown
  readonly part: unknown
  readonly trace: unknown
}

/**
 * The counterexamples in it, each with the row that it is one of. Throws UsageError where the file has none, or one that is
 * none of the specification as it is now.
 */
export function counterexamplesIn(path: string, suites: readonly AnyLiveSuite[]): readonly Counterexample[] {
  const content = readJson(path)
  if (!isObject(content)) throw new UsageError(`"${path}" has no trace; ${howTo}`)
  const claimed = claimedIn(path, content)
  if (claimed.length === 0) throw new UsageError(`"${path}" has no trace of a broken promise; ${howTo}`)
  return claimed.map((each) => counterexample(path, each, suites))
}

function claimedIn(path: string, content: Fields): readonly Claimed[] {
  const { spec, scenario, promise, part = null, trace } = content
  if (trace !== undefined) return [{ spec, scenario, promise, part, trace }]
  if (content.kind !== 'check' || !Array.isArray(content.results))
    throw new UsageError(`"${path}" has no trace; ${howTo}`)
  if (content.version !== 1) {
    throw new UsageError(`"${path}" is a report of version ${String(content.version)}; expected version 1`)
  }
  return content.results.filter(isObject).flatMap((result) => {
    const properties = Array.isArray(result.properties) ? result.properties.filter(isObject) : []
    return properties
      .filter(({ verdict, trace }) => verdict === 'violated' && trace !== null)
      .map((each) => ({
        spec: result.spec,
        scenario: result.scenario,
        promise: each.name,
        part: each.part,
        trace: each.trace,
      }))
  })
}

function counterexample(path: string, claimed: Claimed, suites: readonly AnyLiveSuite[]): Counterexample {
  const row = rowOf(path, claimed, suites)
  const { definition, name } = row.scenario
  const names = definition.properties.map((property) => property.name)
  const promise = String(claimed.promise)
  if (!names.includes(promise)) {
    throw new UsageError(`"${path}": "${name}" has no promise "${promise}"${suggest(promise, names)}`)
  }
  const trace = claimed.trace as Trace
  const part = typeof claimed.part === 'string' ? claimed.part : null
  try {
    return { row, promise, part, trace, path: onceRound(definition, trace) }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`"${path}": ${error.message}; was it made with another version?`, { cause: error })
  }
}

function rowOf(path: string, { spec, scenario }: Claimed, suites: readonly AnyLiveSuite[]): LiveRow {
  const names = suites.map(({ suite }) => suite.name)
  if (typeof spec !== 'string' || !names.includes(spec)) {
    throw new UsageError(
      `"${path}" has a trace of ${spec === undefined ? 'no suite that it names' : `"${String(spec)}"`}; real brokers carry out ${names.join(', ')}`,
    )
  }
  const rows = rowsOf(suites).filter(({ live }) => live.suite.name === spec)
  const row = rows.find((each) => each.scenario.name === scenario || each.scenario.id === scenario)
  if (row !== undefined) return row
  const known = rows.map((each) => each.scenario.name)
  throw new UsageError(`"${path}": "${spec}" has no scenario "${String(scenario)}"${suggest(String(scenario), known)}`)
}

function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(code === 'ENOENT' ? `no such file: "${path}"` : `cannot read "${path}": ${code}`, {
      cause: error,
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`"${path}" is no JSON; ${howTo}`, { cause: error })
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
