/** `reproduce ROW|TRACE [--rocketmq VERSION] [--runs N] [--seed N] [--json FILE]`. */
import { closeSync, existsSync, openSync, statSync, writeFileSync } from 'node:fs'
import { UsageError } from '../../node/usage-error.ts'
import { classPath, whyNoBroker } from '../classpath/class-path.ts'
import type { Version } from '../classpath/versions.ts'
import { Missing } from '../machine/missing.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { toldAtTheEnd } from './interrupted.ts'
import { optionsIn, versionIn, wholeNumber } from './options.ts'
import { reproduceData } from './report-data.ts'
import { Reproduction, type Wanted } from './reproduce.ts'
import { predictedFor, rowsNamed, versionFor } from './row.ts'
import { exitCodeOf } from './tally.ts'
import { counterexamplesIn } from './trace-file.ts'

export const reproduceUsage = 'reproduce ROW|TRACE [--rocketmq VERSION] [--runs N] [--seed N] [--json FILE]'

/** Long enough for a fault and for what follows it, short enough for a run of seconds. */
export const walkSteps = 12

export type Say = (line: string) => void

/** Gives the exit code. */
export async function reproduceCommand(
  args: readonly string[],
  suites: readonly AnyLiveSuite[],
  say: Say,
): Promise<0 | 1 | 3> {
  const { values, positionals } = optionsIn(args, ['rocketmq', 'runs', 'seed', 'json'], reproduceUsage)
  const [what = '', ...others] = positionals
  if (what.trim() === '' || others.length > 0) throw new UsageError(`usage: npm run live -- ${reproduceUsage}`)
  const runs = wholeNumber('--runs', values.runs ?? '1', 1)
  const seed = wholeNumber('--seed', values.seed ?? '1', 0)
  const version = versionIn(values.rocketmq)
  const { json } = values
  const wanted = isFile(what) ? fromFile(what, suites) : fromRow(what, suites, version, say)
  requireBrokers(wanted.map(({ row }) => versionFor(row, version)))
  if (json !== undefined) expectWritable(json)
  const reproduction = new Reproduction(say)
  const tell = (signal: string | null): void => {
    for (const line of reproduction.sum()) say(line)
    if (json !== undefined)
      writeFileSync(json, `${JSON.stringify(reproduceData(reproduction.done, signal), null, 2)}\n`)
  }
  await toldAtTheEnd(() => reproduction.run(wanted, { version, runs, seed, walkSteps }), tell)
  return exitCodeOf(reproduction.done.map(({ outcome }) => outcome))
}

function isFile(what: string): boolean {
  return what.endsWith('.json') || (existsSync(what) && statSync(what).isFile())
}

function fromFile(path: string, suites: readonly AnyLiveSuite[]): readonly Wanted[] {
  const counterexamples = counterexamplesIn(path, suites)
  const scenarios = [...new Set(counterexamples.map(({ row }) => row.scenario))]
  return scenarios.map((scenario) => {
    const its = counterexamples.filter(({ row }) => row.scenario === scenario)
    return { row: (its[0] as (typeof its)[number]).row, counterexamples: its }
  })
}

/** Of a whole suite, rows that no version is expected to show are left out, and said so. */
function fromRow(what: string, suites: readonly AnyLiveSuite[], version: Version | null, say: Say): readonly Wanted[] {
  const rows = rowsNamed(suites, what)
  if (rows.length === 1) return rows.map((row) => ({ row, counterexamples: null }))
  return rows.flatMap((row) => {
    const { versions, because } = predictedFor(row)
    if (version === null ? versions.length > 0 : versions.includes(version)) return [{ row, counterexamples: null }]
    say(
      `left out: ${row.scenario.name} is not expected of ${version ?? 'any version'}${because === null ? '' : `: ${because}`}`,
    )
    return []
  })
}

/** Fetches what is not there yet. Throws `Missing`. */
export function requireBrokers(versions: readonly Version[]): void {
  for (const version of new Set(versions)) {
    const why = whyNoBroker(version)
    if (why !== null) throw new Missing(why)
    classPath(version)
  }
}

/** What stands in it stays, until there is something else to write. Throws UsageError. */
function expectWritable(path: string): void {
  try {
    closeSync(openSync(path, 'a'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`cannot write "${path}": ${code}; expected a file, as in --json run.json`, { cause: error })
  }
}
