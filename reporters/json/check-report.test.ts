import { expect, it } from 'vitest'
import { tell, tellPath } from '../../counterexamples/index.ts'
import type { FailurePath } from '../../runs/port/engine.ts'
import type { CheckReport } from '../../runs/scenarios/check-scenarios.ts'
import { type FinishedScenario, finish, notRun } from '../../runs/scenarios/finished-scenario.ts'
import { finished, noLimits, planned, property, resultWith, traceOf } from '../../runs/testing/results.ts'
import { bag, holds, specify, violated } from '../../spec/language/index.ts'
import { checkData } from './check-report.ts'

const reportOf = (scenarios: readonly FinishedScenario[], interrupted: 'SIGINT' | null = null): CheckReport => ({
  kind: 'check',
  scenarios,
  suites: [],
  isStrict: false,
  exitCode: 0,
  interrupted,
  seconds: 1.2,
  limits: noLimits,
  error: null,
})

it('has the fields that were promised', () => {
  const trace = {
    length: 1,
    loop: null,
    back: null,
    steps: [{ ...traceOf(1).steps[0], state: { inFlight: bag(['b', 'a']) } }],
  }
  const broken = { ...property('violated', 1), trace: trace as ReturnType<typeof traceOf> }
  const report = checkData(reportOf([finished(violated(1), { properties: [broken] })]))
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({
    version: 1,
    ok: true,
    exitCode: 0,
    seconds: 1.2,
    results: [
      {
        spec: 'tests/counter',
        scenario: 'C01 it counts',
        id: 'C01',
        ok: true,
        completeness: 'full',
        states: { distinct: 16, generated: 97, depth: 8 },
        engine: { workers: 1, reducerRuns: 40, bytesPerState: 8, seconds: 0.01 },
        bounds: { depth: null, states: null, constraintCut: 0 },
        actions: { inc: { generated: 97, distinct: 16 } },
        properties: [
          {
            name: 'promise',
            kind: 'always',
            verdict: 'violated',
            expected: 'violated',
            expectedLength: 1,
            ok: true,
            part: null,
            reason: null,
            trace: {
              length: 1,
              loop: null,
              back: null,
              steps: [{ action: null, params: {}, state: { inFlight: ['a', 'b'] }, changed: [] }],
            },
          },
        ],
        findings: [],
        problems: [],
        error: null,
        reproduce: 'ackproof check tests/counter --scenario C01',
      },
    ],
    suites: [],
  })
})

it('says why a promise broke, what each step is needed for, and from where on that was unavoidable', () => {
  const counter = specify('counter', { n: 0, seen: false })
    .action('look')
    .changes(() => ({ seen: true }))
    .action('inc')
    .changes((s) => ({ n: s.n + 1 }))
    .always('promise', (s) => s.n < 1).definition
  const trace = {
    length: 3,
    loop: null,
    back: null,
    steps: [
      { action: null, params: {}, state: { n: 0, seen: false }, changed: [] },
      { action: 'look', params: {}, state: { n: 0, seen: true }, changed: ['seen'] },
      { action: 'inc', params: {}, state: { n: 1, seen: true }, changed: ['n'] },
    ],
  }
  const pointOfNoReturn = { index: null, instead: null, unknown: null }
  const story = tell(counter, { property: 'promise', kind: 'always', part: null, trace, pointOfNoReturn })
  const broken = { ...property('violated', 3), trace }
  const scenario = finish(planned(violated(3)), {
    result: resultWith({ properties: [broken] }),
    stories: { promise: story },
    failure: null,
  })
  const report = JSON.parse(JSON.stringify(checkData(reportOf([scenario]))))
  const quiet = { args: '', storyProblem: null, actor: null, isFault: false, abstract: null }
  expect(report.results[0].properties[0].explanation).toEqual({
    specification: 'counter',
    initial: [
      { path: 'n', value: '0' },
      { path: 'seen', value: 'false' },
    ],
    final: [
      { path: 'n', value: '1' },
      { path: 'seen', value: 'true' },
    ],
    abstract: null,
    headline: '"promise" is broken in 3 states',
    why: [{ label: 'promise', holds: false, detail: '', values: [{ path: 'n', value: '1' }] }],
    fairness: [],
    steps: [
      {
        ...quiet,
        step: 1,
        action: 'look',
        changes: [{ path: 'seen', kind: 'changed', before: 'false', after: 'true', isRead: false }],
        sentence: 'look',
        matters: false,
        because: 'the story works without it: nothing later reads what it changes',
        blocks: null,
        feeds: [],
      },
      {
        ...quiet,
        step: 2,
        action: 'inc',
        changes: [{ path: 'n', kind: 'changed', before: '0', after: '1', isRead: true }],
        sentence: 'inc',
        matters: true,
        because: 'without it the same steps are possible and the promise holds',
        blocks: null,
        feeds: [{ path: 'n', readers: [], isReadByPromise: true }],
      },
    ],
    pointOfNoReturn: {
      index: null,
      isKnown: true,
      instead: null,
      sentence: 'unavoidable from the initial state on: every continuation breaks it',
    },
  })
})

it('says how it came to an error, where that is known', () => {
  const trace = traceOf(2)
  const counter = specify('counter', { n: 0 })
    .action('inc')
    .changes((s) => ({ n: s.n + 1 })).definition
  const failure = { code: 'user-exception', message: 'x', location: null, stack: null }
  const errorOf = (path?: FailurePath) =>
    checkData(reportOf([finished(holds, {}, path === undefined ? failure : { ...failure, path })])).results[0]?.error
  expect(errorOf()).toEqual({ code: 'user-exception', message: 'x', location: null, trace: null, sentences: null })
  expect(errorOf({ trace, steps: tellPath(counter, trace) })).toMatchObject({
    trace,
    sentences: ['initial state', 'inc'],
  })
})

it('is not ok when something is undecided, broken, in error or not run', () => {
  const cases = [
    finished(holds, { completeness: 'time', properties: [property('undecided')] }),
    finished(holds, { properties: [property('violated', 2)] }),
    finished(holds, {}, { code: 'impure', message: 'x', location: 'a.ts:1:2', stack: null }),
    notRun(planned()),
  ]
  for (const each of cases) {
    const report = checkData(reportOf([finished(holds, {}), each]))
    expect(report.ok).toBe(false)
    expect(report.results.map(({ ok }) => ok)).toEqual([true, false])
  }
  expect(checkData(reportOf([finished(holds, {})], 'SIGINT')).ok).toBe(false)
})

it('says of a suite that ships what real systems have shown', () => {
  const seen = {
    suite: 'tests/counter',
    promise: 'promise',
    system: 'RocketMQ 5.3.3',
    observed: 5,
    runs: 5,
    date: '2026-01-31',
  }
  const each = finished(violated(1), { properties: [property('violated', 1)] })
  const { name: scenario } = each.planned.scenario
  const observed = [
    { ...seen, scenario },
    { ...seen, scenario, system: 'RocketMQ 4.9.7', observed: 4 },
    { ...seen, scenario: 'another' },
    { ...seen, scenario, promise: 'another' },
  ]
  const dataOf = (planned: FinishedScenario['planned']) =>
    checkData(reportOf([{ ...each, planned }])).results[0]?.properties[0]
  expect(dataOf({ ...each.planned, observed })?.observed).toEqual([
    { system: 'RocketMQ 5.3.3', observed: 5, runs: 5, date: '2026-01-31' },
    { system: 'RocketMQ 4.9.7', observed: 4, runs: 5, date: '2026-01-31' },
  ])
  expect(dataOf(each.planned)).not.toHaveProperty('observed')
})
