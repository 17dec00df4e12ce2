import { describe, expect, it } from 'vitest'
import { at, bag, each, insert, type SpecDefinition, SpecError, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { check } from '../check.ts'
import type { PropertyResult } from '../contract/result.ts'

const counting = (top: number) =>
  specify('counting', { n: 0 })
    .action('inc')
    .when((s) => s.n < top)
    .changes((s) => ({ n: s.n + 1 }))

const twoHands = () =>
  specify('two hands', { left: 0, right: 0, rested: false })
    .action('left')
    .when((s) => s.left < 2)
    .changes((s) => ({ left: s.left + 1 }))
    .action('right')
    .when((s) => s.right < 2)
    .changes((s) => ({ right: s.right + 1 }))
    .action('rest')
    .changes((s) => ({ rested: !s.rested }))

const outcome = (definition: SpecDefinition): PropertyResult => check(definition).properties[0] as PropertyResult

function mistakeIn(definition: SpecDefinition): string {
  try {
    check(definition)
  } catch (error) {
    if (error instanceof SpecError) return error.message
    throw error
  }
  return 'no mistake'
}

describe('a refinement', () => {
  it('holds where every step is one of the abstract specification, or changes nothing there', () => {
    const sum = twoHands().refines('sums', counting(4), (s) => ({ n: s.left + s.right }))
    expect(outcome(definitionOf(sum))).toMatchObject({ verdict: 'holds', trace: null })
  })

  it('breaks at the first step that is none, and shows both sides', () => {
    const sum = twoHands().refines('sums', counting(3), (s) => ({ n: s.left + s.right }))
    const { verdict, trace } = outcome(definitionOf(sum))
    expect(verdict).toBe('violated')
    expect(trace?.steps.map(({ abstract }) => abstract)).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })))
  })

  it('breaks in an initial state that is no initial state', () => {
    const late = twoHands().refines('sums', counting(9), (s) => ({ n: s.left + s.right + 1 }))
    expect(outcome(definitionOf(late)).trace).toMatchObject({ length: 1, steps: [{ abstract: { n: 1 } }] })
  })

  it('maps families whole, through derived values, to sets and bags', () => {
    const hands = ['left', 'right'] as const
    const abstract = specify('abstract', { up: each(hands, false), log: bag<string>() })
      .action('raise')
      .over('hand', hands)
      .when((s, { hand }) => !s.up[hand])
      .changes((s, { hand }) => ({ up: at(hand, true), log: insert(s.log, hand) }))
    const concrete = specify('concrete', { order: [] as readonly (typeof hands)[number][] })
      .derive('isUp', hands, (s, hand) => s.order.includes(hand))
      .action('raise')
      .over('hand', hands)
      .when((s, { hand }) => !s.isUp[hand])
      .changes((s, { hand }) => ({ order: [...s.order, hand] }))
      .refines('abstract', abstract, (s) => ({ up: s.isUp, log: bag<string>(s.order) }))
    expect(outcome(definitionOf(concrete)).verdict).toBe('holds')
  })

  it('is checked on steps out of a constraint as well', () => {
    const outside = twoHands()
      .constraint('little', (s) => s.left + s.right < 4)
      .refines('sums', counting(3), (s) => ({ n: s.left + s.right }))
    expect(outcome(definitionOf(outside))).toMatchObject({ verdict: 'violated', trace: { length: 5 } })
  })
})

describe('a mistake in a refinement is named', () => {
  let calls = 0
  const seen = new Set<number>()
  const abstractBag = specify('abstract', { pool: bag<number>() })
    .action('none')
    .changes(() => ({}))
  it.each([
    [
      'a mapping that counts its calls',
      () => twoHands().refines('r', counting(9), () => ({ n: calls++ })),
      'property "r" (its mapping)',
    ],
    [
      'a mapping that remembers states',
      () =>
        twoHands().refines('r', counting(99), (s) => {
          seen.add(10 * s.left + s.right)
          return { n: seen.size - 1 }
        }),
      'property "r" (its mapping)',
    ],
    [
      'an abstract action that counts its calls',
      () =>
        twoHands().refines(
          'r',
          specify('a', { n: 0 })
            .action('inc')
            .changes((s) => ({ n: s.n + (calls++ % 2) })),
          (s) => ({ n: s.left }),
        ),
      'property "r" (its abstract specification)',
    ],
    [
      'an abstract action that asks for the time',
      () =>
        twoHands().refines(
          'r',
          specify('a', { n: 0 })
            .action('inc')
            .changes(() => ({ n: Date.now() })),
          (s) => ({ n: s.left }),
        ),
      'Date',
    ],
    [
      'a plain array for a bag',
      () => twoHands().refines('r', abstractBag, (s) => ({ pool: [s.left] as never })),
      'pool is a bag and is mapped to a plain array',
    ],
    [
      'a promise',
      () => twoHands().refines('r', counting(9), (async () => ({ n: 0 })) as never),
      'the mapping gave a Promise',
    ],
    [
      'a variable too few',
      () => twoHands().refines('r', counting(9), (() => ({})) as never),
      'the mapping gives no value for variable n',
    ],
    [
      'a variable too many',
      () => twoHands().refines('r', counting(9), (() => ({ n: 0, m: 0 })) as never),
      'the mapping gives "m", which the abstract specification does not have',
    ],
    [
      'an abstract specification without an initial state',
      () => twoHands().refines('r', counting(9).startingFrom([]), (s) => ({ n: s.left })),
      'startingFrom(…) must give at least one entry',
    ],
  ])('%s', (_, declare, message) => {
    expect(mistakeIn(definitionOf(declare()))).toContain(message)
  })

  it.each([
    ['a name instead of a specification', 'abs', 'the abstract specification of "r" is a string'],
    ['an unfinished action', counting(1).action('more'), 'the abstract specification of "r" is unfinished'],
  ])('%s', (_, abstract, message) => {
    expect(() => twoHands().refines('r', abstract as never, () => ({}) as never)).toThrow(message)
  })
})
