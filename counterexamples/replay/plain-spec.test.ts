import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Semantics } from '../../checker/reference/successors.ts'
import { graphBlueprint, graphSpecificationOf } from '../../checker/testing/random-graph.ts'
import { blueprint, specificationOf } from '../../checker/testing/random-spec.ts'
import { at, bag, each, keysOf, type SpecDefinition, set, specify } from '../../spec/language/index.ts'
import { PlainSpec } from './plain-spec.ts'

/** Checks that every state up to some depth has the initial states and successors that the reference gives it. */
function expectSameMeaning(definition: SpecDefinition): void {
  const semantics = new Semantics(definition)
  const plain = new PlainSpec(definition)
  const initial = semantics.initialStates()
  expect(plain.initialStates().map((state) => semantics.textOf(state))).toEqual(
    initial.map((state) => semantics.textOf(state)),
  )
  const known = new Set<string>()
  let level = initial
  for (let depth = 0; depth < 3; depth++) {
    level = level.flatMap((state) => {
      const text = semantics.textOf(state)
      if (known.has(text)) return []
      known.add(text)
      const wanted = [...semantics.successors(state)]
      const here = plain.adopt(state)
      const printed = (step: { action: string; args: object; after: object }): string =>
        [step.action, semantics.textOf(step.args as never), semantics.textOf(step.after as never)].join(' ')
      expect(plain.successors(here).map(printed)).toEqual(wanted.map(printed))
      for (const { action, args, after } of wanted) {
        const reached = plain.after(here, plain.call(action, args))
        expect(reached && semantics.textOf(reached)).toBe(semantics.textOf(after))
        expect(reached !== null && plain.isSame(reached, plain.adopt(after))).toBe(true)
        expect(reached !== null && plain.isSame(here, reached)).toBe(text === semantics.textOf(after))
      }
      return wanted.map(({ after }) => after)
    })
  }
}

describe('a specification run the plain way', () => {
  it('does what the reference explorer does, in random specifications', () => {
    fc.assert(
      fc.property(blueprint, (plan) => expectSameMeaning(specificationOf(plan))),
      { seed: 3, numRuns: 60 },
    )
    fc.assert(
      fc.property(graphBlueprint, (plan) => expectSameMeaning(graphSpecificationOf(plan))),
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
    const plain = new PlainSpec(spec)
    const [initial] = plain.initialStates()
    if (initial === undefined) throw new Error('no initial state')
    expect(plain.successors(initial).map(({ action }) => action)).toEqual(['meet'])
    expect(plain.after(initial, plain.call('meet', { one: { b: [2], a: 1 } }))).not.toBe(null)
    expect(plain.after(initial, plain.call('meet', { one: { b: [3], a: 1 } }))).toBe(null)
    expect(plain.after(initial, plain.call('part', {}))).toBe(null)
  })

  it('tells sets, bags and arrays apart, and keeps the order of the keys of a family', () => {
    const spec = specify('kinds', { list: [1] as readonly number[], first: '', of: each(['z', 'a'], 0) })
      .action('look')
      .changes((s) => ({ first: keysOf(s.of)[0] ?? '', of: at('a', 1) })).definition
    const plain = new PlainSpec(spec)
    const [initial] = plain.initialStates()
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
    const plain = new PlainSpec(endless.definition)
    expect(() => plain.share(undefined)).toThrow('not plain data')
    expect(() => plain.share({ n: Number.NaN })).toThrow('not plain data')
    const [initial = {}] = plain.initialStates()
    expect(() => {
      for (let time = 0; time < 1000; time++) plain.successors(initial)
    }).toThrow('more than 200000 runs')
  })
})
