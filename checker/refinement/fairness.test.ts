import { describe, expect, it } from 'vitest'
import { each, type SpecDefinition, SpecError, specify, at as withMember } from '../../spec/language/index.ts'
import { check } from '../check.ts'
import type { CheckOptions } from '../contract/options.ts'
import type { PropertyResult } from '../contract/result.ts'

const outcome = (spec: { readonly definition: SpecDefinition }, options: CheckOptions = {}): PropertyResult =>
  check(spec.definition, options).properties[0] as PropertyResult

/** Verdict; of a lasso, what its states are mapped to, and where it goes round. */
function told(spec: { readonly definition: SpecDefinition }): unknown {
  const { verdict, trace } = outcome(spec)
  if (trace === null) return verdict
  return { states: trace.steps.map(({ abstract }) => Object.values(abstract ?? {})[0]), loop: trace.loop }
}

/** Counts to two. */
const counting = specify('counting', { n: 0 })
  .action('inc')
  .when((s) => s.n < 2)
  .changes((s) => ({ n: s.n + 1 }))

/** Counts to two, and blinks. */
const blinking = specify('blinking', { n: 0, isOn: false })
  .action('inc')
  .when((s) => s.n < 2)
  .changes((s) => ({ n: s.n + 1 }))
  .action('blink')
  .changes((s) => ({ isOn: !s.isOn }))

describe('a refinement of a specification that assumes fairness', () => {
  const fairly = counting.fair('weak', 'inc')

  it('holds where what is fair is fair there', () => {
    expect(told(blinking.fair('weak', 'inc').refines('r', fairly, ({ n }) => ({ n })))).toBe('holds')
    // Where nothing can go on any more, nothing need.
    expect(told(counting.fair('weak', 'inc').refines('r', counting.fair('strong', 'inc'), ({ n }) => ({ n })))).toBe(
      'holds',
    )
  })

  it('is broken by a behaviour that stands still, or does something else for ever', () => {
    expect(told(blinking.refines('r', fairly, ({ n }) => ({ n })))).toEqual({ states: [0], loop: 0 })
    expect(told(blinking.fair('weak', 'blink').refines('r', fairly, ({ n }) => ({ n })))).toEqual({
      states: [0, 0],
      loop: 0,
    })
  })

  it('is broken by a step that is none first, whose story is a path', () => {
    const skipping = blinking
      .action('skip')
      .when((s) => s.n === 0)
      .changes(() => ({ n: 2 }))
    expect(told(skipping.refines('r', fairly, ({ n }) => ({ n })))).toEqual({ states: [0, 2], loop: null })
  })

  it('is asked for safety alone where it says so', () => {
    expect(told(blinking.refines('r', fairly, ({ n }) => ({ n }), { only: 'safety' }))).toBe('holds')
  })

  it('asks weak fairness only of what stays enabled, strong fairness of what is enabled again and again', () => {
    /** A door that opens and shuts; one may go through while it is open. */
    const door = specify('door', { at: 'shut' as 'shut' | 'open' | 'through' })
      .action('open')
      .when((s) => s.at === 'shut')
      .changes(() => ({ at: 'open' }))
      .action('shut')
      .when((s) => s.at === 'open')
      .changes(() => ({ at: 'shut' }))
      .action('go')
      .when((s) => s.at === 'open')
      .changes(() => ({ at: 'through' }))
    const concrete = door.fair('weak', ['open', 'shut', 'go'])
    expect(told(concrete.refines('r', door.fair('weak', 'go'), ({ at }) => ({ at })))).toBe('holds')
    expect(told(concrete.refines('r', door.fair('strong', 'go'), ({ at }) => ({ at })))).toEqual({
      states: ['shut', 'open'],
      loop: 0,
    })
    expect(told(concrete.fair('strong', 'go').refines('r', door.fair('strong', 'go'), ({ at }) => ({ at })))).toBe(
      'holds',
    )
    // To shut it will do, too.
    expect(told(concrete.refines('r', door.fair('strong', ['go', 'shut']), ({ at }) => ({ at })))).toBe('holds')
  })

  describe('with values that it distinguishes', () => {
    const names = ['a', 'b'] as const
    const served = specify('served', { count: each(names, 0 as 0 | 1) })
      .action('serve')
      .over('name', names)
      .changes((s, { name }) => ({ count: withMember(name, s.count[name] === 0 ? 1 : 0) }))
    const concrete = served.fair('weak', 'serve')

    it('is broken where one of them is forgotten', () => {
      expect(told(concrete.refines('r', served.fair('weak', 'serve'), ({ count }) => ({ count })))).toBe('holds')
      const { verdict, trace } = outcome(
        concrete.refines('r', served.fair('weak', 'serve', 'name'), ({ count }) => ({ count })),
      )
      expect({ verdict, length: trace?.length, loop: trace?.loop }).toEqual({ verdict: 'violated', length: 2, loop: 0 })
    })

    it('is asked of a part of the action alone, where a condition says which', () => {
      const onlyB = served.fair('weak', 'serve', (_s, { name }) => name === 'b')
      const whileZero = served.fair('weak', 'serve', 'name', (s, { name }) => s.count[name] === 0 && name === 'a')
      const serving = concrete.fair('weak', 'serve', 'name')
      expect(outcome(concrete.refines('r', onlyB, ({ count }) => ({ count }))).verdict).toBe('violated')
      expect(outcome(serving.refines('r', onlyB, ({ count }) => ({ count }))).verdict).toBe('holds')
      expect(outcome(concrete.refines('r', whileZero, ({ count }) => ({ count }))).verdict).toBe('violated')
      expect(outcome(serving.refines('r', whileZero, ({ count }) => ({ count }))).verdict).toBe('holds')
    })
  })

  it('counts a step for every action that does what it does, and only those that change something', () => {
    /** To go on and to jump to the next are the same step; to wait changes nothing. */
    const ring = specify('ring', { at: 0 })
      .action('go on')
      .changes((s) => ({ at: (s.at + 1) % 3 }))
      .action('jump')
      .over('to', [0, 1, 2])
      .changes((_s, { to }) => ({ at: to }))
      .action('wait')
      .changes(() => ({}))
    const turning = specify('turning', { at: 0 })
      .action('turn')
      .changes((s) => ({ at: (s.at + 1) % 3 }))
      .fair('weak', 'turn')
    for (const strength of ['weak', 'strong'] as const) {
      const abstract = ring.fair(strength, 'go on').fair(strength, 'jump').fair(strength, 'wait')
      expect(told(turning.refines('r', abstract, ({ at }) => ({ at })))).toBe('holds')
    }
    // Each target is jumped to once a round, though it is not enabled where one is there already.
    expect(told(turning.refines('r', ring.fair('strong', 'jump', 'to'), ({ at }) => ({ at })))).toBe('holds')
    const backwards = specify('backwards', { at: 0 })
      .action('turn')
      .changes((s) => ({ at: (s.at + 2) % 3 }))
      .fair('weak', 'turn')
    expect(told(backwards.refines('r', ring.fair('weak', 'go on'), ({ at }) => ({ at })))).toEqual({
      states: [0, 2, 1],
      loop: 0,
    })
  })

  it('takes a constraint and the properties of the abstract specification for nothing', () => {
    const bounded = fairly.constraint('never', () => false).eventually('never', () => false)
    expect(told(blinking.fair('weak', 'inc').refines('r', bounded, ({ n }) => ({ n })))).toBe('holds')
  })
})

describe('under a bound', () => {
  const endless = specify('endless', { n: 0 })
    .action('inc')
    .changes((s) => ({ n: s.n + 1 }))
  const concrete = specify('concrete', { n: 0, isOn: false })
    .action('inc')
    .changes((s) => ({ n: s.n + 1 }))
    .action('blink')
    .when((s) => s.n === 1)
    .changes((s) => ({ isOn: !s.isOn }))
    .fair('weak', 'inc')
  const refining = (fair: boolean) =>
    concrete.refines('r', fair ? endless.fair('weak', 'inc') : endless, ({ n }) => ({ n }))

  it('the steps are known to a depth, and what happens for ever is not', () => {
    expect(outcome(refining(false), { maxDepth: 4 })).toMatchObject({ verdict: 'holds' })
    expect(outcome(refining(true), { maxDepth: 4 })).toMatchObject({
      verdict: 'undecided',
      reason: 'a behaviour goes on for ever, and not all of the graph was explored',
    })
  })

  it('a loop that is found inside it breaks the refinement all the same', () => {
    const lazy = specify('lazy', { n: 0 })
      .action('inc')
      .changes((s) => ({ n: s.n + 1 }))
      .refines('r', endless.fair('weak', 'inc'), ({ n }) => ({ n }))
    expect(outcome(lazy, { maxDepth: 4 })).toMatchObject({ verdict: 'violated', trace: { length: 1, loop: 0 } })
  })

  it('it is said of behaviours that stay inside a constraint, where there are any', () => {
    const inside = refining(true).constraint('low', (s) => s.n < 4)
    expect(outcome(inside)).toMatchObject({
      verdict: 'undecided',
      reason: 'every fair behaviour leaves the constraint',
    })
    const staying = concrete
      .action('stop')
      .when((s) => s.n === 3)
      .changes(() => ({ n: 0 }))
      .refines(
        'r',
        specify('up and down', { n: 0 })
          .action('inc')
          .changes((s) => ({ n: s.n + 1 }))
          .action('stop')
          .when((s) => s.n === 3)
          .changes(() => ({ n: 0 }))
          .fair('weak', 'inc'),
        ({ n }) => ({ n }),
      )
      .constraint('low', (s) => s.n < 4)
    expect(outcome(staying)).toMatchObject({
      verdict: 'holds',
      reason: 'for behaviours that stay inside the constraint for ever',
    })
  })
})

describe('a mistake in what the abstract specification assumes', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('no answer')
      },
      'no answer',
    ],
    ['gives no truth value', (() => 'yes') as never, 'the condition'],
  ])('is named where its condition %s', (_, condition, message) => {
    const refining = blinking.refines('r', counting.fair('weak', 'inc', condition), ({ n }) => ({ n }))
    expect(() => outcome(refining)).toThrow(SpecError)
    expect(() => outcome(refining)).toThrow(message)
    expect(() => outcome(refining)).toThrow('property "r" (its abstract specification)')
  })

  it('is found where its condition gives two answers', () => {
    let calls = 0
    const abstract = counting.fair('weak', 'inc', () => calls++ % 2 === 0)
    expect(() => outcome(blinking.refines('r', abstract, ({ n }) => ({ n })))).toThrow(
      'property "r" (its abstract specification)',
    )
  })
})
