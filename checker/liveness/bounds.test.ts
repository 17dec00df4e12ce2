import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { check, createExplorer } from '../check.ts'
import type { CheckOptions } from '../contract/options.ts'
import type { PropertyResult } from '../contract/result.ts'

const counter = (top: number) =>
  specify('counter', { n: 0 })
    .action('inc')
    .when((s) => s.n < top)
    .changes((s) => ({ n: s.n + 1 }))
    .fair('weak', 'inc')

const outcome = (
  definition: SpecDefinition,
  options: CheckOptions = {},
): Pick<PropertyResult, 'verdict' | 'reason'> => {
  const { verdict, reason } = check(definition, options).properties[0] as PropertyResult
  return { verdict, reason }
}

describe('a bound never turns into a verdict about what happens for ever', () => {
  const eventually = definitionOf(counter(9).eventually('nine', (s) => s.n === 9))
  const canReach = definitionOf(counter(9).canAlwaysReach('low', (s) => s.n <= 3))
  const unknown = 'a behaviour goes on for ever, and not all of the graph was explored'

  it('where the depth was limited', () => {
    expect(outcome(eventually)).toEqual({ verdict: 'holds', reason: null })
    expect(outcome(eventually, { maxDepth: 4 })).toEqual({ verdict: 'undecided', reason: unknown })
    expect(outcome(eventually, { maxDepth: 10 })).toEqual({ verdict: 'undecided', reason: unknown })
  })

  it('where the number of states was limited', () => {
    expect(outcome(eventually, { maxStates: 4 })).toEqual({ verdict: 'undecided', reason: unknown })
    expect(outcome(canReach, { maxStates: 2 })).toEqual({ verdict: 'undecided', reason: null })
    expect(outcome(canReach).verdict).toBe('violated')
  })

  it('where a way back may lie beyond it', () => {
    const { verdict, reason } = outcome(definitionOf(counter(9).canAlwaysReach('nine', (s) => s.n === 9)), {
      maxDepth: 4,
    })
    expect(verdict).toBe('undecided')
    expect(reason).toContain('leave what was explored')
  })

  it('unless the part that was explored breaks the promise', () => {
    const stuck = definitionOf(
      counter(9)
        .action('stop')
        .when((s) => s.n === 2)
        .changes(() => ({ n: 100 }))
        .eventually('nine', (s) => s.n === 9),
    )
    expect(outcome(stuck, { maxDepth: 5 }).verdict).toBe('violated')
  })

  it('and a constraint says of which behaviours it speaks', () => {
    const inside = (top: number) =>
      counter(9)
        .constraint('small', (s) => s.n <= top)
        .eventually('nine', (s) => s.n === 9)
    expect(outcome(definitionOf(inside(4)))).toEqual({
      verdict: 'undecided',
      reason: 'every fair behaviour leaves the constraint',
    })
    expect(outcome(definitionOf(inside(-1)))).toEqual({
      verdict: 'undecided',
      reason: 'no initial state lies inside the constraint',
    })
    const turning = inside(4)
      .action('back')
      .when((s) => s.n === 4)
      .changes(() => ({ n: 0 }))
      .infinitelyOften('zero', (s) => s.n === 0)
    const { properties } = check(definitionOf(turning))
    expect(properties.map(({ name, verdict, reason }) => [name, verdict, reason])).toEqual([
      ['nine', 'violated', null],
      ['zero', 'holds', 'for behaviours that stay inside the constraint for ever'],
    ])
  })
})

describe('a constraint that every behaviour leaves that meets a trigger', () => {
  const asked = (after: { readonly last: number }) =>
    specify('asked', { asked: false, closed: false, n: 0 })
      .action('close')
      .when((s) => !s.asked && s.n === 0)
      .changes(() => ({ closed: true }))
      .action('ask')
      .over('who', ['anyone'])
      .when((s) => !s.closed && !s.asked)
      .changes(() => ({ asked: true }))
      .action('count')
      .when((s) => !s.closed && s.n < after.last)
      .changes((s) => ({ n: s.n + 1 }))
      .fair('weak', 'count')
      .constraint('short', (s) => s.n <= 3)

  it('leaves it undecided whether the response follows', () => {
    const promise = asked({ last: 9 }).leadsTo(
      'answered',
      ['once', 'twice'],
      (s, times) => times === 'once' && s.asked,
      () => false,
    )
    expect(outcome(definitionOf(promise))).toEqual({
      verdict: 'undecided',
      reason: 'every fair behaviour that meets its trigger for once leaves the constraint',
    })
  })

  it('unless one stays inside, and shows that it does not follow', () => {
    const promise = (last: number) =>
      definitionOf(
        asked({ last }).leadsTo(
          'answered',
          (s) => s.asked,
          () => false,
        ),
      )
    expect(outcome(promise(3)).verdict).toBe('violated')
    expect(outcome(promise(4))).toEqual({
      verdict: 'undecided',
      reason: 'every fair behaviour that meets its trigger leaves the constraint',
    })
  })

  it('and where the trigger is never true, it holds, vacuously', () => {
    const never = asked({ last: 9 }).leadsTo(
      'answered',
      (s) => s.asked && s.closed,
      () => false,
    )
    expect(outcome(definitionOf(never)).verdict).toBe('holds')
    expect(check(definitionOf(never)).findings.map(({ kind }) => kind)).toContain('trigger-never-true')
  })
})

describe('a run that ends while behaviours are judged', () => {
  const large = definitionOf(
    specify('grid', { x: 0, y: 0 })
      .action('right')
      .when((s) => s.x < 60)
      .changes((s) => ({ x: s.x + 1 }))
      .action('up')
      .when((s) => s.y < 60)
      .changes((s) => ({ y: s.y + 1 }))
      .fair('weak', 'right')
      .fair('weak', 'up')
      .eventually('the corner', (s) => s.x === 60 && s.y === 60)
      .always('inside', (s) => s.x <= 60),
  )

  function explored(): ReturnType<typeof createExplorer> {
    const explorer = createExplorer(large)
    while (!explorer.progress().isExplored) explorer.step(0)
    return explorer
  }

  it('keeps what was explored, and says why the rest is not known', () => {
    const explorer = explored()
    explorer.stop('stopped')
    expect(explorer.step(1000)).toBe(true)
    const { completeness, states, properties } = explorer.result()
    expect([completeness, states.distinct]).toEqual(['full', 61 * 61])
    expect(properties.map(({ name, verdict, reason }) => [name, verdict, reason])).toEqual([
      ['the corner', 'undecided', 'the run was stopped after exploring, before this was judged'],
      ['inside', 'holds', null],
    ])
  })

  it('keeps what was judged before', () => {
    const promises = specify('line', { n: 0 })
      .action('on')
      .changes((s) => ({ n: Math.min(s.n + 1, 2000) }))
      .eventually('broken', (s) => s.n > 2000)
      .eventually('first', (s) => s.n === 2000)
      .eventually('second', (s) => s.n === 2000)
    const explorer = createExplorer(definitionOf(promises))
    while (!explorer.progress().violated.includes('broken')) explorer.step(0)
    explorer.stop('stopped')
    const { properties } = explorer.result()
    expect(properties.map(({ verdict, reason, trace }) => [verdict, reason, trace?.length ?? null])).toEqual([
      ['violated', null, 1],
      ['undecided', 'the run was stopped after exploring, before this was judged', null],
      ['undecided', 'the run was stopped after exploring, before this was judged', null],
    ])
  })

  it('also where its result is asked for at once', () => {
    expect(explored().result().properties[0]?.verdict).toBe('undecided')
  })

  it('does not begin to judge what its memory has no room for', () => {
    const { memoryBytes } = check(large).engine
    const [corner] = check(large, { memoryLimitBytes: memoryBytes - 10_000 }).properties
    expect(corner).toMatchObject({
      verdict: 'undecided',
      reason: 'the memory limit was reached after exploring, before this was judged',
    })
  })

  it('gives the same verdict however short the slices are', () => {
    const explorer = createExplorer(large)
    while (!explorer.step(0));
    expect(explorer.result().properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
  })
})
