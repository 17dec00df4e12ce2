import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { at, each, type SpecDefinition, SpecError, specify } from '../../spec/language/index.ts'
import { expectAgreement } from './agreement.ts'
import { exploreReference } from './explore.ts'

/** An hour hand: what a clock with minutes refines. Its own promises and its constraints play no part. */
const hours = specify('hours', { hour: 0 })
  .derive('next', (s) => (s.hour + 1) % 3)
  .action('strike')
  .changes((s) => ({ hour: s.next }))
  .constraint('never', () => false)
  .always('never', () => false)

const clock = specify('clock', { hour: 0, minute: 0 })
  .action('tick')
  .changes((s) => ({ minute: (s.minute + 1) % 2, hour: s.minute === 1 ? (s.hour + 1) % 3 : s.hour }))

/** Verdict and length of each property; the engine must find the same. */
function outcome({ definition }: { readonly definition: SpecDefinition }): unknown {
  expectAgreement(definition, {}, {})
  return exploreReference(definition).properties.map(({ verdict, length }) => [verdict, length])
}

describe('refinement', () => {
  it('allows abstract steps and steps that change nothing abstract', () => {
    expect(outcome(clock.refines('hours', hours, ({ hour }) => ({ hour })))).toEqual([['holds', null]])
  })

  it('is broken by the nearest step that is no abstract one', () => {
    const skipping = clock
      .action('skip')
      .when((s) => s.hour === 1)
      .changes((s) => ({ hour: s.hour - 1 }))
    // 0:0, 0:1, 1:0, 0:0 again.
    expect(outcome(skipping.refines('hours', hours, ({ hour }) => ({ hour })))).toEqual([['violated', 4]])
  })

  it('is broken by an initial state that is no abstract one', () => {
    const late = clock.startingFrom([{}, { hour: 1 }])
    expect(outcome(late.refines('hours', hours, ({ hour }) => ({ hour })))).toEqual([['violated', 1]])
    const any = hours.startingFrom([{ hour: 2 }, { hour: 1 }, {}])
    expect(outcome(late.refines('hours', any, ({ hour }) => ({ hour })))).toEqual([['holds', null]])
  })

  it('looks at initial states and steps that lead outside a constraint', () => {
    const start = clock.startingFrom([{}, { hour: 1 }]).constraint('first hour', (s) => s.hour === 0)
    expect(outcome(start.refines('hours', hours, ({ hour }) => ({ hour })))).toEqual([['violated', 1]])
    const leaving = clock.constraint('first hour', (s) => s.hour === 0)
    expect(outcome(leaving.refines('hours', hours, ({ hour }) => ({ hour: 2 * hour })))).toEqual([['violated', 3]])
  })

  it('compares by content, families member by member, and reads derived values', () => {
    const abstract = specify('sums', { total: [0] as readonly number[], side: each(['a', 'b'], 0) })
      .action('add')
      .over('to', ['a', 'b'])
      .when((s) => (s.total[0] as number) < 3)
      .changes((s, { to }) => ({ total: [(s.total[0] as number) + 1], side: at(to, s.side[to] + 1) }))
    const concrete = specify('parts', { a: 0, b: 0 })
      .derive('sum', (s) => s.a + s.b)
      .action('a')
      .when((s) => s.sum < 3)
      .changes((s) => ({ a: s.a + 1 }))
      .action('b')
      .when((s) => s.sum < 3)
      .changes((s) => ({ b: s.b + 1 }))
    const good = concrete.refines('sums', abstract, (s) => ({ side: { b: s.b, a: s.a }, total: [s.sum] }))
    expect(outcome(good)).toEqual([['holds', null]])
    const swapped = concrete.refines('sums', abstract, (s) => ({
      side: { a: s.a, b: s.sum === 3 ? s.b + 1 : s.b },
      total: [s.sum],
    }))
    expect(outcome(swapped)).toEqual([['violated', 4]])
  })

  describe('of a specification that assumes fairness', () => {
    /** Verdict, and the shortest lasso; the engine must find the same. */
    const lasso = ({ definition }: { readonly definition: SpecDefinition }): unknown => {
      expectAgreement(definition, {}, {})
      const [property] = exploreReference(definition).properties
      return property?.lasso ?? property?.verdict
    }
    const time = ({ hour }: { readonly hour: number }) => ({ hour })

    it('is broken by a clock that stops, and by no clock that goes on', () => {
      const striking = hours.fair('weak', 'strike')
      expect(lasso(clock.refines('hours', striking, time))).toEqual({ length: 1, isStill: true })
      expect(lasso(clock.fair('weak', 'tick').refines('hours', striking, time))).toBe('holds')
      expect(lasso(clock.refines('hours', striking, time, { only: 'safety' }))).toBe('holds')
    })

    it('is broken by a clock that is set back for ever, where strong fairness of every hour is assumed', () => {
      const settable = clock
        .fair('weak', 'tick')
        .action('set back')
        .when((s) => s.hour > 0)
        .changes(() => ({ hour: 0, minute: 0 }))
      const any = hours
        .action('set')
        .over('to', [0, 1, 2])
        .changes((_s, { to }) => ({ hour: to }))
      // 0:0, 0:1, 1:0, and back: the hour 2 is reached by no step, though it may be set in each state.
      for (const strength of ['weak', 'strong'] as const) {
        expect(lasso(settable.refines('hours', any.fair(strength, 'set', 'to'), time))).toEqual({
          length: 3,
          isStill: false,
        })
        expect(lasso(settable.refines('hours', any.fair(strength, 'set'), time))).toBe('holds')
      }
      const late = any
        .action('strike three')
        .when((s) => s.hour === 1)
        .changes(() => ({ hour: 2 }))
      // Enabled again and again, and not all the time.
      expect(lasso(settable.refines('hours', late.fair('weak', 'strike three'), time))).toBe('holds')
      expect(lasso(settable.refines('hours', late.fair('strong', 'strike three'), time))).toEqual({
        length: 3,
        isStill: false,
      })
    })

    it('is broken by the way that is shorter, where several assumptions are broken', () => {
      const two = specify('two', { a: 0, b: 0 })
        .action('a')
        .when((s) => s.a === 0)
        .changes(() => ({ a: 1 }))
        .action('b')
        .when((s) => s.a === 1 && s.b === 0)
        .changes(() => ({ b: 1 }))
      const abstract = two.fair('weak', 'b').fair('weak', 'a')
      const same = ({ a, b }: { readonly a: number; readonly b: number }) => ({ a, b })
      expect(lasso(two.refines('r', abstract, same))).toEqual({ length: 1, isStill: true })
      expect(lasso(two.fair('weak', 'a').refines('r', abstract, same))).toEqual({ length: 2, isStill: true })
      expect(lasso(two.fair('weak', 'a').fair('weak', 'b').refines('r', abstract, same))).toBe('holds')
    })
  })

  const mapped = (map: () => unknown) => {
    const abstract = specify('abstract', { one: 0, family: each(['a', 'b'], 0) })
    return clock.refines('abstract', abstract, map as never)
  }
  it.each<[string, () => unknown, string]>([
    ['a missing variable', () => ({ one: 0 }), 'the mapping has no variable "family"'],
    ['an unknown variable', () => ({ one: 0, family: { a: 0, b: 0 }, two: 0 }), 'has a variable "two"'],
    ['a missing key', () => ({ one: 0, family: { a: 0 } }), 'family "family" of the mapping has no key "b"'],
    ['an unknown key', () => ({ one: 0, family: { a: 0, b: 0, c: 0 } }), 'has a key "c"'],
    ['a family that is no object', () => ({ one: 0, family: 0 }), 'family "family" of the mapping should be an object'],
    ['no object', () => null, 'the mapping should be an object'],
  ])('names %s', (_, map, message) => {
    expect(() => exploreReference(mapped(map).definition)).toThrow(SpecError)
    expect(() => exploreReference(mapped(map).definition)).toThrow(message)
    expect(() => check(mapped(map).definition)).toThrow(SpecError)
  })
})
