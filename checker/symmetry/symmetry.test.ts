import { describe, expect, it } from 'vitest'
import { bag, each, type SpecDefinition, set, specify } from '../../spec/language/index.ts'
import { Model } from '../model/model.ts'
import { Symmetry } from './symmetry.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** Canonical forms of states, each given as what a family has for each id, and a value. */
function canonicalOf(definition: SpecDefinition, states: readonly Readonly<Record<string, unknown>>[]): unknown[] {
  const model = new Model(definition)
  const symmetry = new Symmetry(model)
  return states.map((state) => {
    const values = [...Object.values(state.of as object), state.value]
    const stored = values.map((value, slot) => model.table(slot).idOf(model.interner.canonical(value, '')))
    return model.stateOf(symmetry.canonical(Int32Array.from(stored)))
  })
}

function specification(members: readonly string[], value: unknown): SpecDefinition {
  return specify('test', { of: each(members, null as unknown), value }).symmetric(members).definition
}

/** A family with this content for each of the ids. */
function family(members: readonly string[], content: (id: string, at: number) => unknown): object {
  return Object.fromEntries(members.map((id, at) => [id, content(id, at)]))
}

describe('the canonical form', () => {
  it('is the same for states that differ by renaming, and another for others', () => {
    const five = ids.slice(0, 5)
    const loop = (order: readonly string[]): unknown => ({
      of: family(five, (id) => order[(order.indexOf(id) + 1) % order.length] ?? null),
      value: null,
    })
    const [one, other, short] = canonicalOf(specification(five, null), [
      loop(['a', 'b', 'c', 'd', 'e']),
      loop(['d', 'b', 'e', 'a', 'c']),
      { of: family(five, (id) => ({ a: 'b', b: 'c', c: 'a', d: 'e', e: 'd' })[id]), value: null },
    ] as never)
    expect(other).toEqual(one)
    expect(short).not.toEqual(one)
  })

  it('finds ids at any depth: keys of objects, sets, bags, lists', () => {
    const three = ids.slice(0, 3)
    const value = (x: string, y: string): unknown => ({
      of: family(three, () => null),
      value: { votes: { [x]: [y, { by: x }] }, seen: set([y, x]), twice: bag([x, x, y]) },
    })
    const forms = canonicalOf(specification(three, null), [
      value('a', 'b'),
      value('b', 'a'),
      value('c', 'a'),
      value('b', 'b'),
    ] as never)
    expect(forms[1]).toEqual(forms[0])
    expect(forms[2]).toEqual(forms[0])
    expect(forms[3]).not.toEqual(forms[0])
  })

  it('takes no longer with many ids that are all alike, and stays exact where none is told apart by itself', () => {
    const many = Array.from({ length: 40 }, (_, at) => `p${at}`)
    const [same] = canonicalOf(specification(many, null), [{ of: family(many, () => 'idle'), value: null }])
    expect(same).toEqual({ of: family(many, () => 'idle'), value: null })
    // Two loops of three and of four: nobody differs from another by what it points to alone.
    const next = { a: 'b', b: 'c', c: 'a', d: 'e', e: 'f', f: 'g', g: 'd' } as Readonly<Record<string, string>>
    const renamed = { a: 'f', b: 'c', c: 'd', d: 'a', e: 'b', f: 'g', g: 'e' } as Readonly<Record<string, string>>
    const after = Object.fromEntries(ids.map((id) => [renamed[id], renamed[next[id] as string]]))
    const [one, other] = canonicalOf(specification(ids, null), [
      { of: family(ids, (id) => next[id]), value: null },
      { of: family(ids, (id) => after[id]), value: null },
    ])
    expect(other).toEqual(one)
  })

  it('does not depend on which values were met before', () => {
    const three = ids.slice(0, 3)
    const state = { of: family(three, (_, at) => ['x', 'y', 'x'][at]), value: 'c' }
    const others = [{ of: family(three, (_, at) => ['y', 'z', 'w'][at]), value: 'b' }]
    const alone = canonicalOf(specification(three, null), [state])
    const last = canonicalOf(specification(three, null), [...others, state]).at(-1)
    expect(last).toEqual(alone[0])
  })
})
