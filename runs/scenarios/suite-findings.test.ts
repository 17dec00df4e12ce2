import { describe, expect, it } from 'vitest'
import type { CheckResult, Suspicion } from '../../checker/contract/result.ts'
import { type AnySuite, holds, specify, suite } from '../../spec/language/index.ts'
import { outlineOf, type ScenarioOutline, type SuiteOutline } from '../port/outline.ts'
import { property, resultWith } from '../testing/results.ts'
import { type FinishedScenario, finish } from './finished-scenario.ts'
import { suiteFindings } from './suite-findings.ts'

const spec = specify('counter', { n: 0 }).always('promise', (s) => s.n < 9)
const two = suite('tests/two', spec)
  .scenario({ title: 'first', expect: { promise: holds } })
  .scenario({ title: 'second', expect: { promise: holds } })

const never = (subject: string, isRefuted: boolean): Suspicion => ({
  kind: 'never-fires',
  subject,
  part: null,
  isRefuted,
  reason: null,
})

/** One outline a suite, as in a run. */
const outlines = new Map<AnySuite, SuiteOutline>()

/** The scenarios of a suite, each with what its run suspects. */
function run(
  of: AnySuite,
  runs: readonly (readonly Suspicion[])[],
  more: Partial<CheckResult> = {},
): readonly FinishedScenario[] {
  return runs.map((suspicions, at) => {
    const suite = outlines.get(of) ?? outlineOf(of)
    outlines.set(of, suite)
    const scenario = suite.scenarios[at] as ScenarioOutline
    const planned = { suite, source: { kind: 'built-in' }, argument: of.name, scenario } as const
    return finish(planned, { result: resultWith({ suspicions, ...more }), stories: {}, failure: null })
  })
}

const found = (of: AnySuite, finished: readonly FinishedScenario[], isStrict = false): readonly string[] | null =>
  suiteFindings(outlines.get(of) ?? outlineOf(of), finished, isStrict)?.findings.map(
    ({ kind, subject }) => `${kind} ${subject}`,
  ) ?? null

describe('findings of a suite', () => {
  it('are those that every scenario confirms and none refutes', () => {
    const runs = [
      [never('both', false), never('first', false), never('second', true), never('only here', false)],
      [never('both', false), never('first', true), never('second', false)],
    ]
    expect(found(two, run(two, runs))).toEqual(['never-fires both', 'never-fires only here'])
  })

  it('are not told while a scenario is missing, has not run, or has failed', () => {
    const finished = run(two, [[never('a', false)], [never('a', false)]])
    const [first, second] = finished as [FinishedScenario, FinishedScenario]
    expect(found(two, finished)).toEqual(['never-fires a'])
    expect(found(two, [first])).toBe(null)
    expect(found(two, [first, { ...second, wasRun: false }])).toBe(null)
    const failure = { code: 'impure', message: 'x', location: null, stack: null }
    expect(found(two, [first, { ...second, run: { ...second.run, failure } }])).toBe(null)
  })

  it('say so where a scenario bounds its depth', () => {
    const deep = suite('tests/deep', spec).scenario({ title: 'three', maxDepth: 3, expect: { promise: holds } })
    const bounded = run(deep, [[never('a', false)]], {
      completeness: 'depth',
      bounds: { depth: 3, states: null, constraintCut: 0 },
    })
    const texts = suiteFindings(outlines.get(deep) ?? outlineOf(deep), bounded, false)?.findings.map(({ text }) => text)
    expect(texts).toEqual([expect.stringMatching(/^as deep as its scenarios go, action "a" never fires/)])
  })

  it('are refuted by a run that ended early, but not confirmed by one', () => {
    const [whole] = run(two, [[never('a', false), never('b', false)]])
    const [, cut] = run(two, [[], [never('a', true), never('c', false)]], {
      completeness: 'depth',
      bounds: { depth: 3, states: null, constraintCut: 0 },
      properties: [property('holds')],
    })
    expect(found(two, [whole, cut] as FinishedScenario[])).toEqual(['never-fires b'])
  })

  it('say so, if that matters, where nothing was explored to its end', () => {
    const stopped = run(two, [[], []], { completeness: 'stopped', properties: [property('violated', 3)] })
    expect(found(two, stopped)).toEqual([])
    expect(found(two, stopped, true)).toEqual(['not-explored tests/two'])
    const accepting = two.accept({ finding: 'not-explored', of: 'tests/two', because: 'it has no end' })
    expect(found(accepting, run(accepting, [[], []], { completeness: 'stopped', properties: [] }), true)).toEqual([])
  })

  it('may be accepted; an acceptance of what is not found is a finding, unless a run was cut short', () => {
    const accepting = two
      .accept({ finding: 'never-fires', of: 'a', because: 'it is meant to' })
      .accept({ finding: 'never-read', of: 'a', because: 'no reason' })
    const runs = [[never('a', false)], [never('a', false)]]
    const finished = run(accepting, runs)
    const whole = suiteFindings(outlines.get(accepting) ?? outlineOf(accepting), finished, false)
    expect(whole?.accepted).toMatchObject([{ kind: 'never-fires', subject: 'a', because: 'it is meant to' }])
    expect(whole?.findings).toMatchObject([
      {
        kind: 'acceptance-unused',
        text: 'the suite accepts "never-read" of "a", and there is no such finding: remove the acceptance',
      },
    ])
    const cut = { completeness: 'time', properties: [property('undecided')] } as const
    expect(found(accepting, run(accepting, [[], []], cut))).toEqual([])
  })
})
