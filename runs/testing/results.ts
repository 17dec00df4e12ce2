/** Results of checks to judge and to print, made by hand. */
import type { CheckResult, PropertyResult } from '../../checker/contract/result.ts'
import { at, type Expectation, each, holds, specify, suite, type Trace } from '../../spec/language/index.ts'
import type { Failure } from '../port/engine.ts'
import type { RunLimits } from '../port/limits.ts'
import type { PlannedScenario } from '../port/plan.ts'
import { type FinishedScenario, finish } from '../scenarios/finished-scenario.ts'
import { plannedOf } from './planned.ts'

export const noLimits: RunLimits = {
  maxStates: null,
  maxDepth: null,
  timeLimitSeconds: null,
  memoryLimitBytes: 2 ** 30,
  stopFirst: false,
}

export function traceOf(length: number): Trace {
  const steps = Array.from({ length }, (_, n) => ({
    action: n === 0 ? null : 'inc',
    params: {},
    state: { n },
    changed: n === 0 ? [] : ['n'],
  }))
  return { length, loop: null, back: null, steps }
}

export function property(verdict: PropertyResult['verdict'], length: number | null = null): PropertyResult {
  const kind = verdict.endsWith('reachable') ? 'reachable' : 'always'
  return { name: 'promise', kind, verdict, part: null, reason: null, trace: length === null ? null : traceOf(length) }
}

export function resultWith(parts: Partial<CheckResult>): CheckResult {
  return {
    completeness: 'full',
    states: { distinct: 16, generated: 97, depth: 8 },
    bounds: { depth: null, states: null, constraintCut: 0 },
    engine: {
      workers: 1,
      reducerRuns: 40,
      hitRate: 0.5,
      bytesPerState: 8,
      bitsPerState: 6,
      memoryBytes: 2 ** 20,
      seconds: 0.01,
    },
    waiting: 0,
    actions: { inc: { generated: 97, distinct: 16 } },
    functions: [],
    variables: [],
    hints: [],
    properties: [property('holds')],
    suspicions: [],
    slow: [],
    wholeReads: [],
    findings: [],
    ...parts,
  }
}

const counter = specify('counter', { n: 0 })
  .about('Counts up. That is all.')
  .action('inc')
  .changes((s) => ({ n: s.n + 1 }))
  .always('promise', (s) => s.n < 9)
  .constraint('small', (s) => s.n < 20)

export const lights = suite(
  'tests/lights',
  (config: { readonly rooms: readonly string[] }) =>
    specify('lights', { light: each(config.rooms, false) })
      .action('toggle', 'Someone presses a switch.')
      .over('room', config.rooms)
      .changes((s, { room }) => ({ light: at(room, !s.light[room]) }))
      .action('power cut')
      .fault()
      .changes(() => ({}))
      .always('promise', () => true),
  { rooms: ['hall', 'attic'] },
)
  .scenario({ id: 'L01', title: 'two rooms', expect: { promise: holds }, neighbour: 'L02 one room' })
  .scenario({
    id: 'L02',
    title: 'one room',
    config: { rooms: ['hall'] },
    expect: { promise: holds },
  })

export function planned(expected: Expectation = holds, options: { readonly maxDepth?: number } = {}): PlannedScenario {
  const counters = suite('tests/counter', counter).scenario({
    id: 'C01',
    title: 'it counts',
    expect: { promise: expected },
    ...options,
  })
  const [scenario] = plannedOf(counters)
  if (scenario === undefined) throw new Error('the suite lost its scenario')
  return scenario
}

export function finished(
  expected: Expectation,
  parts: Partial<CheckResult>,
  failure: Failure | null = null,
): FinishedScenario {
  return finish(planned(expected), { result: resultWith(parts), stories: {}, failure })
}
