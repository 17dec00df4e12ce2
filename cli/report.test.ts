import { expect, it } from 'vitest'
import { bag, holds, violated } from '../spec/language/index.ts'
import { finish } from './finished-scenario.ts'
import { nothingKnown, partialResult } from './partial-result.ts'
import { buildReport } from './report.ts'
import { finished, noLimits, property, selected, traceOf } from './testing/results.ts'

const summary = { exitCode: 0, interrupted: null, seconds: 1.2, limits: noLimits }

it('has the fields that were promised', () => {
  const trace = {
    length: 1,
    loop: null,
    back: null,
    steps: [{ ...traceOf(1).steps[0], state: { inFlight: bag(['b', 'a']) } }],
  }
  const broken = { ...property('violated', 1), trace: trace as ReturnType<typeof traceOf> }
  const report = buildReport([finished(violated(1), { properties: [broken] })], summary)
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
        problems: [],
        error: null,
        reproduce: 'ackproof check tests/counter --scenario C01',
      },
    ],
  })
})

it('is not ok when something is undecided, broken, in error or not run', () => {
  const notRun = selected()
  const result = partialResult(notRun.scenario.definition, 'stopped', nothingKnown)
  const cases = [
    finished(holds, { completeness: 'time', properties: [property('undecided')] }),
    finished(holds, { properties: [property('violated', 2)] }),
    finished(holds, {}, { code: 'impure', message: 'x', location: 'a.ts:1:2', stack: null }),
    finish(notRun, { result, stories: {}, failure: null }, false),
  ]
  for (const each of cases) {
    const report = buildReport([finished(holds, {}), each], summary)
    expect(report.ok).toBe(false)
    expect(report.results.map(({ ok }) => ok)).toEqual([true, false])
  }
  expect(buildReport([finished(holds, {})], { ...summary, interrupted: 'SIGINT' }).ok).toBe(false)
})
