import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { tellPath } from '../../counterexamples/index.ts'
import { notRun as notRunOf } from '../../runs/scenarios/finished-scenario.ts'
import { finished, noLimits, planned, property, traceOf } from '../../runs/testing/results.ts'
import { holds, specify, violated } from '../../spec/language/index.ts'
import type { LineOptions } from './options.ts'
import { headerLine, scenarioLines } from './scenario-lines.ts'
import { reproduceLines, totalsLine } from './totals.ts'

const options: LineOptions = {
  colors: pc.createColors(false),
  width: 100,
  nameWidth: 24,
  isFull: false,
  isQuiet: false,
  hasStatistics: false,
  limits: noLimits,
  program: 'ackproof',
}
const text = (...scenario: Parameters<typeof finished>): string =>
  scenarioLines(finished(...scenario), options).join('\n')

const counter = specify('counter', { n: 0 })
  .action('inc')
  .changes((s) => ({ n: s.n + 1 }))

describe('a scenario', () => {
  it('that is as expected takes a line under the header', () => {
    expect([headerLine('tests/counter', options), text(holds, {})].join('\n')).toMatchInlineSnapshot(`
      "tests/counter                              distinct    generated  depth  seconds
        ✓ ok         C01 it counts                     16           97      8     0.01"
    `)
  })

  it('that breaks as expected says what breaks', () => {
    expect(text(violated(), { properties: [property('violated', 9)] })).toMatchInlineSnapshot(`
      "  ✓ ok         C01 it counts                     16           97      8     0.01
            breaks as expected: promise (9 states)  see: ackproof check tests/counter --scenario C01"
    `)
  })

  it('says on a line of its own how to see a break, where there is no room or there are several', () => {
    const one = finished(violated(), { properties: [property('violated', 9)] })
    const narrow = scenarioLines(one, { ...options, width: 60 }).slice(1)
    expect(narrow).toEqual([
      '      breaks as expected: promise (9 states)',
      '      see: ackproof check tests/counter --scenario C01',
    ])
    const twice = scenarioLines(
      {
        ...one,
        judgement: { ...one.judgement, properties: [...one.judgement.properties, ...one.judgement.properties] },
      },
      options,
    ).slice(1)
    expect(twice).toEqual([
      '      breaks as expected: promise (9 states)',
      '                          promise (9 states)',
      '      see: ackproof check tests/counter --scenario C01 (one alone: --property NAME)',
    ])
  })

  it('that is bounded says so', () => {
    const bounds = { depth: null, states: null, constraintCut: 3 }
    expect(text(holds, { completeness: 'constraint', bounds })).toContain(
      'holds inside constraint "small" (3 transitions cut)',
    )
  })

  it('that met an error says how it came to that', () => {
    const trace = traceOf(2)
    const steps = tellPath(counter.definition, trace)
    const failure = { code: 'user-exception', message: 'it threw', location: null, stack: null, path: { trace, steps } }
    expect(text(holds, { properties: [property('undecided')] }, failure)).toMatchInlineSnapshot(`
      "  ! ERROR      C01 it counts                     16           97      8     0.01
            it threw
            how it came to that:
               0  initial state
                      n: 0
               1  inc
                      n: 0 → 1"
    `)
    expect(
      text(holds, { properties: [property('undecided')] }, { ...failure, path: undefined } as never),
    ).not.toContain('how it came')
  })

  it('that is not as expected says what was expected and what was found', () => {
    expect(text(holds, { properties: [property('violated', 9)] })).toMatchInlineSnapshot(`
      "  ✗ UNMET      C01 it counts                     16           97      8     0.01
            promise: expected holds, found violated (9 states)"
    `)
  })

  it('that was cut short names the limit', () => {
    expect(text(holds, { completeness: 'memory', properties: [property('undecided')] })).toMatchInlineSnapshot(`
      "  ? UNDECIDED  C01 it counts                     16           97      8     0.01
            memory limit of 1,024 MB reached at 16 states, depth 8
            promise: expected holds, and the run ended before an answer"
    `)
  })

  it('that was cut short names what still grew', () => {
    const variables = [
      { path: 'a', values: 4, isGrowing: false },
      { path: 'b', values: 1, isGrowing: true },
      { path: 'log', values: 1200, isGrowing: true },
    ]
    expect(text(holds, { completeness: 'time', variables, properties: [property('undecided')] })).toContain(
      'still taking new values: log (1,200 values), b (1 value)\n',
    )
    expect(text(holds, { completeness: 'full', variables })).not.toContain('new values')
  })

  it('with an error says it, and what was found before', () => {
    const failure = { code: 'impure', message: 'spec "x": it is impure', location: null, stack: null }
    expect(
      text(holds, { completeness: 'stopped', properties: [property('violated')] }, failure),
    ).toMatchInlineSnapshot(`
      "  ! ERROR      C01 it counts                     16           97      8     0.01
            spec "x": it is impure
            found before that: promise is violated"
    `)
  })

  it('in full names every property', () => {
    const full = scenarioLines(finished(holds, {}), { ...options, isFull: true })
    expect(full[1]).toBe('      ✓ promise  expected holds; found holds on the full graph')
  })
})

describe('the end', () => {
  const unmet = finished(holds, { properties: [property('violated', 9)] })
  const notRun = notRunOf(planned())

  it('counts what came out how', () => {
    const all = [finished(holds, {}), unmet, finished(holds, { completeness: 'time' }), notRun]
    expect(totalsLine(all, 12.34, options.colors)).toBe(
      '4 scenarios: 1 as expected, 1 not as expected, 1 undecided, 1 not run; 48 states in 12.3 s',
    )
  })

  it('gives the command that shows a failure again', () => {
    expect(reproduceLines([finished(holds, {}), unmet], 'ackproof')).toEqual([
      '',
      'To see these again:',
      '  ackproof check tests/counter --scenario C01',
    ])
    expect(reproduceLines([finished(holds, {})], 'ackproof')).toEqual([])
  })
})
