import { describe, expect, it } from 'vitest'
import { at, bag, disabled, each, insert, removeOne, set, specify } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { exploreReference } from './explore.ts'

const counter = (limit: number) =>
  specify('counter', { n: 0 })
    .action('add')
    .when((s) => s.n < limit)
    .changes((s) => ({ n: s.n + 1 }))

const property = (result: ReturnType<typeof exploreReference>, name: string) =>
  result.properties.find((each) => each.name === name)

describe('counting', () => {
  it('counts initial states and every successor, one for each instance', () => {
    const toggles = specify('toggles', { on: each(['a', 'b', 'c'], false) })
      .action('toggle')
      .over('key', ['a', 'b', 'c'])
      .changes((s, { key }) => ({ on: at(key, !s.on[key]) }))
    const result = exploreReference(toggles.definition)
    expect(result.states).toEqual({ distinct: 8, generated: 25, depth: 4 })
    expect(result.actions).toEqual({ toggle: { generated: 24, distinct: 7 } })
    expect(result.completeness).toBe('full')
    expect(result.depthOf.get(canonicalText({ on: { a: true, b: true, c: false } }))).toBe(3)
  })

  it('counts duplicate initial states and self-loops as generated only', () => {
    const spec = counter(0)
      .startingFrom([{}, { n: 0 }, { n: 5 }])
      .action('stay')
      .changes(() => ({}))
    expect(exploreReference(spec.definition).states).toEqual({ distinct: 2, generated: 5, depth: 1 })
  })

  it('takes domains as sets and shows earlier arguments to later domains', () => {
    const spec = specify('domains', { seen: set<string>() })
      .action('see')
      .over('first', [{ id: 1 }, { id: 1 }, { id: 2 }])
      .over('second', (_s, { first }) => (first.id === 1 ? ['a', 'b', 'a'] : []))
      .changes((s, { first, second }) => ({ seen: insert(s.seen, `${first.id}${second}`) }))
    expect(exploreReference(spec.definition).states).toEqual({ distinct: 4, generated: 9, depth: 3 })
  })

  it('takes an action that returns disabled as not enabled', () => {
    const spec = specify('disabled', { n: 0 })
      .action('add')
      .changes((s) => (s.n < 2 ? { n: s.n + 1 } : disabled))
      .deadlockFree()
    const result = exploreReference(spec.definition)
    expect(result.states).toEqual({ distinct: 3, generated: 3, depth: 3 })
    expect(property(result, 'no deadlock')).toMatchObject({ verdict: 'violated', length: 3 })
  })
})

describe('properties', () => {
  it('reports the shortest violation and the first false part', () => {
    const spec = counter(5).always('small', { positive: (s) => s.n >= 0, 'under three': (s) => s.n < 3 })
    expect(property(exploreReference(spec.definition), 'small')).toEqual({
      name: 'small',
      kind: 'always',
      verdict: 'violated',
      length: 4,
      stem: null,
      lasso: null,
      parts: ['under three'],
    })
  })

  it('checks steps before deduplication, self-loops included', () => {
    const spec = counter(2)
      .action('stay')
      .when((s) => s.n === 1)
      .changes(() => ({}))
      .alwaysStep('moves', (before, _step, after) => before.n !== after.n)
      .reachableStep('stays', (_before, step) => step.action === 'stay')
      .reachableStep('adds to seven', (_before, step, after) => step.action === 'add' && after.n === 7)
    const result = exploreReference(spec.definition)
    expect(property(result, 'moves')).toMatchObject({ verdict: 'violated', length: 3 })
    expect(property(result, 'stays')).toMatchObject({ verdict: 'reachable', length: 3 })
    expect(property(result, 'adds to seven')).toMatchObject({ verdict: 'unreachable', length: null })
  })

  it('accepts a deadlock in a final state only', () => {
    const final = exploreReference(counter(3).deadlockFree((s) => s.n === 3).definition)
    expect(property(final, 'no deadlock')).toMatchObject({ verdict: 'holds' })
    const stuck = exploreReference(counter(3).deadlockFree((s) => s.n === 2).definition)
    expect(property(stuck, 'no deadlock')).toMatchObject({ verdict: 'violated', length: 4 })
  })

  it('shows derived values, canonical like any other', () => {
    const spec = counter(3)
      .derive('pair', (s) => [s.n, s.n % 2])
      .derive('above', [1, 2], (s, bound) => s.n > bound)
      .always('odd pairs', ({ pair: [n, rest] }) => n % 2 === rest)
      .reachable('above two', (s) => s.above[2])
    const result = exploreReference(spec.definition)
    expect(property(result, 'odd pairs')).toMatchObject({ verdict: 'holds' })
    expect(property(result, 'above two')).toMatchObject({ verdict: 'reachable', length: 4 })
  })
})

describe('bounds', () => {
  const unbounded = specify('unbounded', { n: 0 })
    .action('add')
    .changes((s) => ({ n: s.n + 1 }))

  it('checks states outside a constraint, but neither stores nor expands them', () => {
    const spec = unbounded
      .constraint('below three', (s) => s.n < 3)
      .always('below three', (s) => s.n < 3)
      .alwaysStep('steps below three', (_before, _step, after) => after.n < 3)
      .reachable('three', (s) => s.n === 3)
      .deadlockFree()
    const result = exploreReference(spec.definition)
    expect(result).toMatchObject({
      completeness: 'constraint',
      states: { distinct: 3, generated: 4, depth: 3 },
      constraintCut: 1,
    })
    expect(result.properties.map((each) => [each.verdict, each.length])).toEqual([
      ['violated', 4],
      ['violated', 4],
      ['reachable', 4],
      ['holds', null],
    ])
  })

  it('treats initial states outside a constraint alike', () => {
    const spec = counter(9)
      .startingFrom([{ n: 5 }, { n: 1 }])
      .constraint('low', (s) => s.n < 3)
      .always('never five', (s) => s.n !== 5)
    const result = exploreReference(spec.definition)
    expect(result).toMatchObject({ states: { distinct: 2, generated: 4, depth: 2 }, constraintCut: 2 })
    expect(property(result, 'never five')).toMatchObject({ verdict: 'violated', length: 1 })
  })

  it('stores and checks the last level of a bounded depth without expanding it', () => {
    const spec = unbounded.always('below three', (s) => s.n < 2).deadlockFree(() => false)
    const result = exploreReference(spec.definition, { maxDepth: 3 })
    expect(result).toMatchObject({ completeness: 'depth', states: { distinct: 3, generated: 3, depth: 3 } })
    expect(property(result, 'below three')).toMatchObject({ verdict: 'violated', length: 3 })
    expect(property(result, 'no deadlock')).toMatchObject({ verdict: 'holds' })
    expect(exploreReference(counter(1).definition, { maxDepth: 3 }).completeness).toBe('full')
  })

  it('decides nothing it has not seen when the limit on states ends the run', () => {
    const result = exploreReference(unbounded.always('true', () => true).definition, { maxStates: 3 })
    expect(result).toMatchObject({ completeness: 'states', states: { distinct: 4, generated: 4, depth: 4 } })
    expect(property(result, 'true')).toMatchObject({ verdict: 'undecided' })
  })
})

describe('values', () => {
  it('compare by content with === inside reducers', () => {
    const spec = specify('pool', { pool: [{ id: 1 }, { id: 2 }, { id: 1 }], bag: bag([{ id: 1 }, { id: 1 }]) })
      .action('drop')
      .over('message', (s) => s.pool)
      .changes((s, { message }) => ({
        pool: s.pool.filter((other) => other !== message),
        bag: removeOne(s.bag, message),
      }))
      .reachable('empty', (s) => s.pool.length === 0 && s.bag.length === 1)
    const result = exploreReference(spec.definition)
    expect(result.states).toEqual({ distinct: 4, generated: 5, depth: 3 })
    expect(property(result, 'empty')).toMatchObject({ verdict: 'reachable', length: 3 })
  })

  it('keep families in their order of declaration', () => {
    const spec = specify('order', { family: each(['b', 'a'], 0) }).always(
      'declared order',
      (s) => Object.keys(s.family).join() === 'b,a',
    )
    expect(property(exploreReference(spec.definition), 'declared order')).toMatchObject({ verdict: 'holds' })
  })

  it('cannot be changed in place', () => {
    const spec = specify('mutation', { list: [{ n: 0 }] })
      .action('mutate')
      .changes((s) => {
        ;(s.list as { n: number }[])[0] = { n: 1 }
        return {}
      })
    expect(() => exploreReference(spec.definition)).toThrow(TypeError)
  })
})

describe('what a specification does wrong', () => {
  const returning = (changes: unknown) =>
    specify('wrong', { n: 0, family: each(['a'], 0) })
      .action('act')
      .changes(() => changes as object)

  it.each([
    ['an unknown variable', { m: 1 }, 'there is no variable "m"'],
    ['an unknown key', { family: { b: 1 } }, '"family" has no key "b"'],
    ['undefined', { n: undefined }, 'action "act": n is not plain data but undefined'],
    ['nothing at all', undefined, 'the changes should be an object'],
    ['a family that is no object', { family: 1 }, 'the change of family "family" should be an object'],
  ])('is named: changing %s', (_, changes, message) => {
    expect(() => exploreReference(returning(changes).definition)).toThrow(message)
  })

  it('is named: no initial state, no array, no boolean', () => {
    expect(() => exploreReference(counter(1).startingFrom([]).definition)).toThrow('there is no initial state')
    const noArray = counter(1)
      .action('act')
      .over('x', () => 3 as unknown as number[])
      .changes(() => ({}))
    expect(() => exploreReference(noArray.definition)).toThrow('it is not an array')
    const noBoolean = counter(1).always('truthy', () => 1 as unknown as boolean)
    expect(() => exploreReference(noBoolean.definition)).toThrow('the answer is not true or false')
  })
})
