import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberedSets } from './numbered-sets.ts'

/** A set is a number, however many things there are; a graph of nine million states leaves room for fewer bits. */
const kinds = fc.constantFrom(
  { things: 5, below: Number.MAX_SAFE_INTEGER },
  { things: 31, below: Number.MAX_SAFE_INTEGER },
  { things: 30, below: Number.MAX_SAFE_INTEGER / 9_000_000 },
  { things: 32, below: Number.MAX_SAFE_INTEGER },
  { things: 200, below: Number.MAX_SAFE_INTEGER },
)

describe('numbered sets', () => {
  it('are equal numbers exactly where they have the same things in them, however they came about', () => {
    fc.assert(
      fc.property(kinds, fc.array(fc.array(fc.nat()), { minLength: 2 }), ({ things, below }, lists) => {
        const sets = new NumberedSets(things, below)
        const all = lists.map((list) => {
          const members = new Set(list.map((each) => each % things))
          const numbers = [...members].map((each) => sets.of([each]))
          const set = numbers.reduce((sum, each) => sets.union(sum, each), sets.none)
          expect(numbers.reduceRight((sum, each) => sets.union(each, sum), sets.none)).toBe(set)
          expect(sets.of(list.map((each) => each % things))).toBe(set)
          expect(Array.from({ length: things }, (_, thing) => sets.has(set, thing))).toEqual(
            Array.from({ length: things }, (_, thing) => members.has(thing)),
          )
          expect(set).toBeGreaterThanOrEqual(0)
          expect(set).toBeLessThan(below)
          return { set, text: [...members].sort((left, right) => left - right).join() }
        })
        for (const left of all) for (const right of all) expect(left.set === right.set).toBe(left.text === right.text)
      }),
      { seed: 3, numRuns: 150 },
    )
  })
})
