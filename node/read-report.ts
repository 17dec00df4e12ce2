/** Reads reports that were written with `--json`. */
import { readFileSync, statSync } from 'node:fs'
import type { NamedReport, ShardReport } from '../reporters/json/merge-shards.ts'
import { messageOf } from '../runs/port/failure.ts'
import { otherVersion } from './saved-version.ts'
import { UsageError } from './usage-error.ts'

const howTo = 'expected a report that `ackproof check --shard i/n --json FILE` wrote'

/** The report of a shard of `check`. Throws UsageError where the file is none, or of another version. */
export function readShardReport(path: string): NamedReport {
  const content = readJson(path)
  const problem = otherVersion(path, content, 1)
  if (problem !== null) throw new UsageError(problem)
  if (!isObject(content) || typeof content.version !== 'number' || typeof content.ok !== 'boolean') {
    throw new UsageError(`"${path}" is no report; ${howTo}`)
  }
  const { kind, shard } = content
  if (kind !== 'check' && kind !== 'faults') {
    throw new UsageError(`"${path}" is a report of the kind "${String(kind)}", which has no shards; ${howTo}`)
  }
  if (shard === undefined) throw new UsageError(`"${path}" is the report of a whole run, and no shard; ${howTo}`)
  if (!isShardReport(content)) throw new UsageError(`the report "${path}" is damaged; ${howTo}`)
  return { name: path, report: content as unknown as ShardReport }
}

function readJson(path: string): unknown {
  let text: string
  try {
    if (!statSync(path).isFile()) throw new Error('it is no regular file')
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const message = isMissing ? `no such file: "${path}"` : `cannot read "${path}": ${messageOf(error)}`
    throw new UsageError(`${message}; ${howTo}`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`"${path}" is no JSON, and so no report; ${howTo}`, { cause: error })
  }
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it has what merging looks at. */
function isShardReport({ shard, results, faults, kind, seconds, exitCode, error }: Fields): boolean {
  if (!isObject(shard) || !isObject(shard.asked) || typeof shard.ackproof !== 'string') return false
  const { index, of, whole } = shard
  if (
    !Number.isSafeInteger(index) ||
    !Number.isSafeInteger(of) ||
    (index as number) < 1 ||
    (index as number) > (of as number)
  ) {
    return false
  }
  if (typeof seconds !== 'number' || typeof exitCode !== 'number' || (error !== null && !isObject(error))) return false
  const items = kind === 'faults' ? faults : results
  if (!isListOf(items, ({ outcome, properties }) => typeof outcome === 'string' && isListOf(properties))) return false
  return whole === null || (isObject(whole) && isWhole(whole, kind === 'check' ? items.length : 0))
}

function isWhole({ scenarios, suites, suspicions, ran }: Fields, checked: number): boolean {
  return (
    isListOf(scenarios, ({ scenario }) => typeof scenario === 'string') &&
    isListOf(suites, ({ spec, accepted }) => typeof spec === 'string' && isListOf(accepted)) &&
    Array.isArray(ran) &&
    ran.every((each) => each === null || isRan(each)) &&
    Array.isArray(suspicions) &&
    suspicions.length === checked &&
    suspicions.every((each) => isListOf(each))
  )
}

function isRan(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.loading) && Array.isArray(value.exploring)
}

function isListOf(value: unknown, isRight: (each: Fields) => boolean = () => true): value is readonly Fields[] {
  return Array.isArray(value) && value.every((each) => isObject(each) && isRight(each))
}
