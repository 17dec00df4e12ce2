import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { check } from '../check.ts'

/** Goes along these ways for ever, where it can. */
const walk = (start: string, ways: readonly string[]) =>
  specify('walk', { at: start })
    .action('go')
    .over('to', ['a', 'b', 'c', 'd', 'e'])
    .when((s, { to }) => ways.includes(`${s.at}${to}`))
    .changes((_s, { to }) => ({ at: to }))
    .fair('weak', 'go')

/** The states of the lasso, those of the loop in brackets; a state to stand still in has an exclamation mark. */
function lassoOf({ definition }: { readonly definition: SpecDefinition }): string {
  const { verdict, trace } = check(definition).properties[0] ?? {}
  if (trace == null) return String(verdict)
  const states = trace.steps.map(({ state }) => String(state.at))
  const loop = states.splice(trace.loop ?? states.length)
  return `${states.join('')}(${loop.join('')})${trace.back === null ? '!' : ''}`
}

const isAt =
  (...states: readonly string[]) =>
  ({ at }: { readonly at: string }): boolean =>
    states.includes(at)

describe('the lasso of leadsTo', () => {
  it('is on its loop before it meets the trigger, where the trigger lies on the loop', () => {
    const toggle = specify('toggle', { n: 0 })
      .action('go')
      .changes((s) => ({ n: 1 - s.n }))
      .fair('weak', 'go')
      .leadsTo(
        'x',
        (s) => s.n === 1,
        (s) => s.n === 2,
      )
    const [property] = check(toggle.definition).properties
    expect(property).toMatchObject({ verdict: 'violated', trace: { length: 2, loop: 0 } })
    expect(property?.trace?.steps.map(({ state }) => state.n)).toEqual([0, 1])
    expect(property?.trace?.back).not.toBeNull()
    expect(lassoOf(walk('a', ['ab', 'bc', 'cd', 'db']).leadsTo('x', isAt('d'), isAt('e')))).toBe('a(bcd)')
  })

  it('meets the trigger in the stem, where the loop does not', () => {
    expect(lassoOf(walk('a', ['ab', 'bc', 'cd', 'dc']).leadsTo('x', isAt('b'), isAt('e')))).toBe('ab(cd)')
    // The nearest loop asks for nothing.
    expect(lassoOf(walk('a', ['ab', 'ba', 'bc', 'cd', 'dc']).leadsTo('x', isAt('c'), isAt('e')))).toBe('ab(cd)')
  })

  it('may come to its loop through a response, which the loop leaves out', () => {
    expect(lassoOf(walk('a', ['ab', 'bc', 'cb']).leadsTo('x', isAt('c'), isAt('a')))).toBe('a(bc)')
    expect(lassoOf(walk('a', ['ab', 'bc', 'ca']).leadsTo('x', isAt('b'), isAt('c')))).toBe('holds')
  })

  it('has a trigger that is no response at once', () => {
    expect(lassoOf(walk('a', ['ab', 'ba']).leadsTo('x', isAt('b'), isAt('b')))).toBe('holds')
    expect(lassoOf(walk('a', ['ab', 'bc', 'cb']).leadsTo('x', isAt('a', 'c'), isAt('a')))).toBe('a(bc)')
    expect(lassoOf(walk('a', ['ab', 'bc', 'cb']).leadsTo('x', isAt('a'), isAt('a')))).toBe('holds')
  })

  it('of equally short ones stands still, or else is on its loop soonest', () => {
    expect(lassoOf(walk('a', ['ab', 'ba', 'bc']).leadsTo('x', isAt('b'), isAt('e')))).toBe('(ab)')
    const standing = walk('a', ['ab', 'ba', 'ac']).leadsTo('x', isAt('b', 'c'), isAt('e'))
    expect(lassoOf(standing)).toBe('a(c)!')
    const ways = ['ab', 'bc', 'ca', 'bd', 'db']
    expect(lassoOf(walk('a', ways).leadsTo('x', isAt('b'), isAt('e')))).toBe('(abc)')
  })

  it('is that of the part with the shortest, by whichever way each is broken', () => {
    const ways = ['ab', 'ba', 'ac', 'cd']
    const keyed = (keys: readonly string[]) =>
      walk('a', ways).leadsTo(
        'x',
        keys,
        (s, key) => s.at === key,
        () => false,
      )
    expect(lassoOf(keyed(['b', 'd']))).toBe('(ab)')
    expect(check(keyed(['d', 'b']).definition).properties[0]?.part).toBe('b')
    expect(lassoOf(keyed(['d', 'c']))).toBe('ac(d)!')
    expect(check(keyed(['d', 'c']).definition).properties[0]?.part).toBe('d')
  })

  it('may be shorter on the loop where it is put together from need to need as well', () => {
    const spec = walk('a', ['ab', 'bc', 'cd', 'da']).leadsTo('x', isAt('c'), isAt('e'))
    const [property] = check(spec.definition, {}, { mostLoopPairs: 0 }).properties
    expect(property?.trace).toMatchObject({ length: 4, loop: 0 })
  })
})
