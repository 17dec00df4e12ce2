import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readShardReport } from './read-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
const whole = { scenarios: [{ suite: 0, scenario: 'a' }], suites: [], suspicions: [[]], ran: [null] }
const shard = { index: 1, of: 2, ackproof: '1.0.0', asked: {}, whole }
const right = {
  version: 1,
  kind: 'check',
  ok: true,
  exitCode: 0,
  seconds: 1,
  error: null,
  shard,
  results: [{ scenario: 'a', outcome: 'met', properties: [] }],
}

function reading(content: unknown): () => unknown {
  const path = join(folder, 'r.json')
  writeFileSync(path, JSON.stringify(content))
  return () => readShardReport(path)
}

it('gives the report of a shard', () => {
  expect(reading(right)()).toMatchObject({ report: right })
})

it.each([
  [2, 'has version 2; this ackproof reads version 1'],
  ['1', 'has version "1"; this ackproof reads version 1'],
  [null, 'has version null; this ackproof reads version 1'],
])('refuses the version %j', (version, message) => {
  expect(reading({ ...right, version })).toThrow(message)
})

it.each([
  ['no list of results', { results: {} }],
  ['a result that is none', { results: [5] }],
  ['results without outcome', { results: [{}] }],
  ['more results than suspicions', { results: [right.results[0], right.results[0]] }],
  ['no exit code', { exitCode: '0' }],
  ['an error that is text', { error: 'oh' }],
  ['a shard that is a number', { shard: 1 }],
  ['a shard beyond the last', { shard: { ...shard, index: 3 } }],
  ['suites without acceptances', { shard: { ...shard, whole: { ...whole, suites: [{ spec: 'a' }] } } }],
])('refuses a report that is damaged: %s', (_what, parts) => {
  expect(reading({ ...right, ...parts })).toThrow(/the report ".*r\.json" is damaged; expected a report that/)
})
