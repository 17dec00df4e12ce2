/** Reads reports that were written with `--json`. */
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CheckData } from '../reporters/json/check-report.ts'
import type { NamedReport, ShardReport } from '../reporters/json/merge-shards.ts'
import { messageOf } from '../runs/port/failure.ts'
import { fitsSchema, type Schema } from './fits-schema.ts'
import { otherVersion } from './saved-version.ts'
import { UsageError } from './usage-error.ts'

const howTo = 'expected a report that `ackproof check --shard i/n --json FILE` wrote'

/** A report of a whole run of `check`. Throws UsageError where the file is none, or of another version. */
export function readCheckReport(path: string): CheckData {
  const expected = 'expected a report that `ackproof check --json FILE` wrote'
  const content = readJson(path, expected)
  const problem = otherVersion(path, content, 1)
  if (problem !== null) throw new UsageError(problem)
  if (!isObject(content) || content.kind !== 'check')
    throw new UsageError(`"${path}" is no report of a check; ${expected}`)
  if (content.shard !== undefined) throw new UsageError(`"${path}" is the report of a shard; merge the shards first`)
  if (!fitsSchema(content, schemaOfReports())) throw new UsageError(`the report "${path}" is damaged; ${expected}`)
  return content as unknown as CheckData
}

/** The report of a shard of `check`. Throws UsageError where the file is none, or of another version. */
export function readShardReport(path: string): NamedReport {
  const content = readJson(path, howTo)
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

function readJson(path: string, howTo: string): unknown {
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

function schemaOfReports(): Schema {
  return createRequire(import.meta.url)('ackproof/schema/report-1.json') as Schema
}

/** Whether it is a report, and of a shard that there is. */
function isShardReport(content: Fields): boolean {
  if (!fitsSchema(content, schemaOfReports())) return false
  const { shard, ...data } = content as unknown as ShardReport
  if (shard.index > shard.of) return false
  if (shard.whole === null) return true
  const { suspicions, ran, suites, scenarios } = shard.whole
  const checked = data.kind === 'check' ? data.results.length : 0
  return (
    suspicions.length === checked && ran.length === checked && scenarios.every(({ suite }) => suite < suites.length)
  )
}
