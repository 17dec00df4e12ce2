import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readShardReport } from './read-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
const suite = { spec: 's', location: null, sources: null, accepted: [], isWhole: true }
const whole = { scenarios: [{ suite: 0, scenario: 'a' }], suites: [suite], suspicions: [[]], ran: [null] }
const limits = { maxStates: null, maxDepth: null, timeLimitSeconds: null, stopFirst: false }
const asked = { specs: [], builtIn: false, scenarios: [], properties: [], strict: false, limits }
const shard = { index: 1, of: 2, ackproof: '1.0.0', asked, whole }
const property = {
  name: 'p',
  kind: 'always',
  location: null,
  verdict: 'holds',
  text: 'holds on the full graph',
  reason: null,
  expected: 'holds',
  expectedLength: null,
  ok: true,
  outcome: 'met',
  problem: null,
  part: null,
  sentences: null,
  trace: null,
  explanation: null,
}
const result = {
  spec: 's',
  scenario: 'a',
  id: null,
  location: null,
  ok: true,
  outcome: 'met',
  ran: true,
  completeness: 'full',
  complete: true,
  states: { distinct: 1, generated: 1, depth: 1 },
  expectedStates: null,
  engine: { workers: 1, reducerRuns: 0, hitRate: 0, bytesPerState: 1, bitsPerState: 8, memoryBytes: 1, seconds: 1 },
  bounds: { depth: null, states: null, constraintCut: 0 },
  waiting: 0,
  configuration: {},
  neighbour: null,
  actions: {},
  properties: [property],
  variables: [],
  hints: [],
  findings: [],
  problems: [],
  countProblems: [],
  error: null,
  reproduce: 'ackproof check s',
}
const right = {
  version: 1,
  kind: 'check',
  ok: true,
  exitCode: 0,
  interrupted: null,
  seconds: 1,
  error: null,
  limits: { ...limits, memoryLimitBytes: 1 },
  strict: false,
  shard,
  results: [result],
  suites: [],
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
  ['a result without states', { results: [{ ...result, states: undefined }] }],
  ['a promise without anything', { results: [{ ...result, properties: [{}] }] }],
  ['neither engine nor bounds', { results: [{ ...result, engine: null, bounds: null }] }],
  ['no limits', { shard: { ...shard, asked: { ...asked, limits: undefined } } }],
  ['type errors that are a number', { typeErrors: 3 }],
  ['a scenario of a suite that is not there', { shard: { ...shard, whole: { ...whole, suites: [] } } }],
  ['no exit code', { exitCode: '0' }],
  ['an error that is text', { error: 'oh' }],
  ['a shard that is a number', { shard: 1 }],
  ['a shard beyond the last', { shard: { ...shard, index: 3 } }],
  ['suites without acceptances', { shard: { ...shard, whole: { ...whole, suites: [{ spec: 'a' }] } } }],
])('refuses a report that is damaged: %s', (_what, parts) => {
  expect(reading({ ...right, ...parts })).toThrow(/the report ".*r\.json" is damaged; expected a report that/)
})
