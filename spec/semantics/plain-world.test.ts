import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graphBlueprint, graphSpecificationOf } from '../../test/oracle/random/random-graph.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { at, bag, each, keysOf, list, type SpecDefinition, SpecError, set, specify } from '../language/index.ts'
import { PlainWorld } from './plain-world.ts'

const counter = () => specify('counter', { n: 0, of: each(['a', 'b'], 0) })

/** Checks that all ways of asking about a state give one answer, for every state up to some depth. */
function expectOneMeaning(definition: SpecDefinition): void {
  const world = new PlainWorld(definition)
  const other = new PlainWorld(definition)
  let level = [...world.initialStates()]
  expect(world.areInitial(level)).toEqual(level.map(() => true))
  const initial = new Set(level.map((state) => world.keyOf(state)))
  const known = new Set<string>()
  for (let depth = 0; depth < 3; depth++) {
    level = level.flatMap((state) => {
      const key = world.keyOf(state)
      if (known.has(key)) return []
      known.add(key)
      expect(world.areInitial([state])).toEqual([initial.has(key)])
      const steps = [...world.successors(state)]
      for (const { action, args, after } of steps) {
        expect(world.after(state, { action, args })).toEqual(after)
        expect(world.isSame(state, after)).toBe(key === world.keyOf(after))
        const elsewhere = other.after(other.adopt(state), other.call(action, args))
        expect(elsewhere !== null && other.keyOf(elsewhere)).toBe(world.keyOf(after))
        expect(elsewhere !== null && world.isSame(world.adopt(elsewhere), after)).toBe(true)
      }
      return steps.map(({ after }) => after)
    })
  }
}

describe('a specification over plain values', () => {
  it('says the same however it is asked, of random specifications', () => {
    fc.assert(
      fc.property(blueprint, (plan) => expectOneMeaning(specificationOf(plan))),
      { seed: 3, numRuns: 60 },
    )
    fc.assert(
      fc.property(graphBlueprint, (plan) => expectOneMeaning(graphSpecificationOf(plan))),
      { seed: 3, numRuns: 60 },
    )
  })

  it('compares content with ===, in states, arguments and derived values', () => {
    const spec = specify('equal', { here: { a: 1, b: [2] }, there: { b: [2], a: 1 }, pool: bag([{ a: 1, b: [2] }]) })
      .derive('pair', (s) => ({ of: [s.here, s.there] }))
      .derive('same', (s) => ({ of: [s.there, s.here] }))
      .action('meet')
      .over('one', (s) => s.pool)
      .when((s, { one }) => s.here === s.there && one === s.here && s.pair === s.same)
      .changes(() => ({ pool: bag([]) })).definition
    const plain = new PlainWorld(spec)
    const [initial] = [...plain.initialStates()]
    if (initial === undefined) throw new Error('no initial state')
    expect([...plain.successors(initial)].map(({ action }) => action)).toEqual(['meet'])
    expect(plain.after(initial, plain.call('meet', { one: { b: [2], a: 1 } }))).not.toBe(null)
    expect(plain.after(initial, plain.call('meet', { one: { b: [3], a: 1 } }))).toBe(null)
    expect(plain.after(initial, plain.call('part', {}))).toBe(null)
  })

  it('tells sets, bags and arrays apart, and keeps the order of the keys of a family', () => {
    const spec = specify('kinds', { list: [1] as readonly number[], first: '', of: each(['z', 'a'], 0) })
      .action('look')
      .changes((s) => ({ first: keysOf(s.of)[0] ?? '', of: at('a', 1) })).definition
    const plain = new PlainWorld(spec)
    const [initial] = [...plain.initialStates()]
    if (initial === undefined) throw new Error('no initial state')
    expect(new Set([[1], set([1]), bag([1])].map((list) => plain.textOf(list))).size).toBe(3)
    expect(plain.after(initial, plain.call('look', {}))).toEqual({ list: [1], first: 'z', of: { z: 0, a: 1 } })
  })

  it('refuses what is no plain data, and gives up where it becomes too much', () => {
    const endless = specify('endless', { n: 0 })
      .action('add')
      .over(
        'by',
        Array.from({ length: 1000 }, (_, by) => by),
      )
      .changes((s, { by }) => ({ n: s.n + by }))
    const plain = new PlainWorld(endless.definition, { mostRuns: 200_000 })
    expect(() => plain.share(undefined)).toThrow('not plain data')
    expect(() => plain.share({ n: Number.NaN })).toThrow('not plain data')
    const [initial = {}] = [...plain.initialStates()]
    expect(() => {
      for (let time = 0; time < 1000; time++) [...plain.successors(initial)].at(0)
    }).toThrow('more than 200000 runs')
  })

  it('goes through the initial states once to find some among them, and no further than it must', () => {
    let given = 0
    const many = specify('many', { n: 0, of: each(['a', 'b'], 0) }).startingFrom(function* () {
      for (let n = 0; n < 1000; n++) {
        given++
        yield { n, of: at('b', n) }
      }
    })
    const world = new PlainWorld(many.definition)
    const state = (n: number, b: number) => world.adopt({ n, of: { a: 0, b } })
    expect(world.areInitial([state(7, 7), state(3, 4), state(2, 2)])).toEqual([true, false, true])
    expect(given).toBe(1000)
    expect(world.areInitial([state(7, 7), state(2, 2)])).toEqual([true, true])
    expect(given).toBe(1008)
  })

  it.each<[string, (spec: ReturnType<typeof counter>) => { readonly definition: SpecDefinition }, string]>([
    ['an unknown variable', (spec) => spec.action('do').changes(() => ({ m: 1 }) as never), 'unknown-change'],
    ['an unknown key', (spec) => spec.action('do').changes(() => ({ of: { z: 1 } }) as never), 'unknown-key'],
    ['no object', (spec) => spec.action('do').changes(() => 5 as never), 'not-a-result'],
    ['no plain data', (spec) => spec.action('do').changes(() => ({ n: Number.NaN })), 'not-plain-data'],
    [
      'a guard that is no boolean',
      (spec) =>
        spec
          .action('do')
          .when(() => 1 as never)
          .changes(() => ({})),
      'not-a-result',
    ],
    [
      'a domain that is no array',
      (spec) =>
        spec
          .action('do')
          .over('x', () => 5 as never)
          .changes(() => ({})),
      'not-a-result',
    ],
  ])('names a mistake: %s', (_, mistaken, code) => {
    const world = new PlainWorld(mistaken(counter()).definition)
    const [initial = {}] = [...world.initialStates()]
    const run = () => [...world.successors(initial)]
    expect(run).toThrow(SpecError)
    expect(run).toThrow(expect.objectContaining({ details: expect.objectContaining({ code, spec: 'counter' }) }))
  })

  it('names a list that is given something else than an array', () => {
    const mistaken = specify('counter', { log: list<number>() })
      .action('do')
      .changes(() => ({ log: 'x' as never }))
    const world = new PlainWorld(mistaken.definition)
    const [initial = {}] = [...world.initialStates()]
    expect(() => [...world.successors(initial)]).toThrow(/list "log" is given something else than an array/)
  })
})
