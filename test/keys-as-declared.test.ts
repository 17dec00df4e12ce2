import { describe, expect, it } from 'vitest'
import type { SpecDefinition, State } from '../spec/language/definition.ts'
import { at, count, type Each, each, every, keysOf, some } from '../spec/language/family.ts'
import { plainView } from '../spec/language/plain-view.ts'
import { specify } from '../spec/language/specify.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'
import { recordedView } from '../spec/semantics/recorded-view.ts'
import { runEngine } from './oracle/agreement.ts'
import { exploreReference } from './oracle/explore.ts'

const nodes = [2, 0, 'b', 1] as const

/** A family and a derived one with numbers for keys, out of order. */
const ring = specify('ring', { owner: each(nodes, (node) => node as number | string) })
  .derive('owns', nodes, (s, node) => s.owner[node])
  .action('give')
  .over('from', nodes)
  .over('to', nodes)
  .when((s, { from }) => s.owner[from] === from)
  .changes((_s, { from, to }) => ({ owner: at(from, to) }))
  .always('owned', (s) => some(s.owner, (owner, node) => owner === node)).definition

/** Every way of getting at keys. */
function keysSeen(view: State): unknown[] {
  return ['owner', 'owns'].map((name) => {
    const family = view[name] as Each<string | number, unknown>
    const seen: unknown[] = [keysOf(family)]
    const note = (keys: unknown[], answer: boolean) => (_value: unknown, key: unknown) => {
      keys.push(key)
      return answer
    }
    for (const [look, answer] of [
      [some, false],
      [every, true],
      [count, true],
    ] as const) {
      const keys: unknown[] = []
      look(family, note(keys, answer))
      seen.push(keys)
    }
    return seen
  })
}

describe('some, every, count and keysOf give keys as they were declared, numbers as numbers, in that order', () => {
  const expected = [Array(4).fill([...nodes]), Array(4).fill([...nodes])]
  const state = { owner: { 0: 0, 1: 1, 2: 2, b: 'b' } }

  it('of a plain view, also where the state came out of a file', () => {
    expect(keysSeen(plainView(ring, state))).toEqual(expected)
    expect(keysSeen(plainView(ring, structuredClone(plainView({ ...ring, derived: [] }, state))))).toEqual(expected)
  })

  it('of a view that notes what is read, where listing keys notes nothing', () => {
    const { view, reads } = recordedView(ring, state)
    keysOf(view.owner as Each<string | number, unknown>)
    expect([...reads.keys()]).toEqual([])
    expect(keysSeen(view)).toEqual(expected)
  })

  it('of the states in which a story is run again', () => {
    const plain = new PlainWorld(ring)
    const [start] = plain.initialStates()
    const after = plain.after(start as State, plain.call('give', { from: 2, to: 'b' }))
    expect(keysSeen(plain.view(after as State))).toEqual(expected)
  })

  it('while checking, and in the plain runs that the check is compared with', () => {
    const seen = new Set<string>()
    const definition: SpecDefinition = {
      ...ring,
      properties: ring.properties.map((property) => ({
        ...property,
        kind: 'always',
        parts: [
          {
            label: null,
            holds: (view: State): boolean => {
              seen.add(JSON.stringify(keysSeen(view)))
              return true
            },
          },
        ],
      })),
    }
    runEngine(definition)
    exploreReference(definition)
    expect([...seen]).toEqual([JSON.stringify(expected)])
  })
})

describe('a promise that compares a key with a value', () => {
  it('is broken where it is', () => {
    const { definition } = specify('ring', { owner: each([0, 1, 2], (node) => (node + 1) % 3), term: 0 })
      .action('take')
      .over('from', [0, 1, 2])
      .over('by', [0, 1, 2])
      .when((s) => s.term < 1)
      .changes((s, { from, by }) => ({ owner: at(from, by), term: s.term + 1 }))
      .always('a node never owns itself', (s) => !some(s.owner, (owner, node) => owner === node))
    expect(runEngine(definition).properties).toMatchObject([{ verdict: 'violated', trace: { length: 2 } }])
    expect(exploreReference(definition).properties).toMatchObject([{ verdict: 'violated', length: 2 }])
  })
})
