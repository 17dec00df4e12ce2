import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Effects } from './effects.ts'
import { highWord, lowWord } from './hash-words.ts'
import { type Layout, layoutOf, pack, unpack } from './layout.ts'

const SLOTS = 6
const writesArbitrary = fc
  .uniqueArray(fc.tuple(fc.nat(SLOTS - 1), fc.nat(30)), { selector: ([slot]) => slot, maxLength: SLOTS })
  .map((writes) => writes.sort(([a], [b]) => a - b))
const before = fc.array(fc.nat(30), { minLength: SLOTS, maxLength: SLOTS })
const wide = layoutOf([5, 6, 7, 8, 20, 31])
const narrow = layoutOf([5, 5, 5, 5, 5, 5])

/** What the exploring loop does with a compiled effect. */
function apply(effects: Effects, effect: number, layout: Layout, ids: readonly number[]): number[] {
  const { code, offsets } = effects
  const packed = new Int32Array(layout.words)
  pack(layout, Int32Array.from(ids), packed, 0)
  let at = offsets[effect] as number
  const count = code[at] as number
  const high = code[at + 1] as number
  const low = code[at + 2] as number
  const slots = [...code.subarray(at + 3, at + 3 + count)]
  at += 3 + count
  for (let touched = code[at++] as number; touched > 0; touched--, at += 3) {
    const word = code[at] as number
    packed[word] = ((packed[word] as number) & (code[at + 1] as number)) | (code[at + 2] as number)
  }
  const after = new Int32Array(SLOTS)
  unpack(layout, packed, 0, after)
  const writes = [...effects.writes(effect)]
  expect(slots).toEqual(writes.filter((_, index) => index % 2 === 0))
  expect(high).toBe(slots.reduce((hash, slot, index) => hash ^ highWord(slot, writes[2 * index + 1] as number), 0))
  expect(low).toBe(slots.reduce((hash, slot, index) => hash ^ lowWord(slot, writes[2 * index + 1] as number), 0))
  return [...after]
}

function written(ids: readonly number[], writes: readonly (readonly [number, number])[]): number[] {
  const after = [...ids]
  for (const [slot, id] of writes) after[slot] = id
  return after
}

describe('effects', () => {
  it('do to a packed state what their writes say, under any layout', () => {
    fc.assert(
      fc.property(fc.array(writesArbitrary, { minLength: 1, maxLength: 30 }), before, (all, ids) => {
        const effects = new Effects(narrow)
        const numbers = all.map((writes) => effects.add(writes.flat()))
        all.forEach((writes, at) => {
          expect(apply(effects, numbers[at] as number, narrow, ids)).toEqual(written(ids, writes))
        })
        effects.relayout(wide)
        all.forEach((writes, at) => {
          expect(apply(effects, numbers[at] as number, wide, ids)).toEqual(written(ids, writes))
        })
        expect(effects.mostWrites).toBe(Math.max(...all.map((writes) => writes.length)))
      }),
    )
  })

  it('share a number where they are equal', () => {
    const effects = new Effects(wide)
    expect([[], [0, 1], [1, 0], [0, 1], [], [0, 1, 1, 0]].map((writes) => effects.add(writes))).toEqual([
      0, 1, 2, 1, 0, 3,
    ])
  })

  it('that are only lent stand beside each other until they are released, and leave the others alone', () => {
    fc.assert(
      fc.property(fc.array(fc.array(writesArbitrary, { maxLength: 5 }), { maxLength: 6 }), before, (rounds, ids) => {
        const effects = new Effects(narrow)
        const kept = effects.add([2, 7])
        let layout = narrow
        rounds.forEach((round, number) => {
          effects.releaseScratch()
          const numbers = round.map((writes) => effects.addScratch(writes.flat()))
          expect(new Set([...numbers, kept]).size).toBe(round.length + 1)
          if (number === 2) {
            effects.relayout(wide)
            layout = wide
          }
          round.forEach((writes, at) => {
            expect(apply(effects, numbers[at] as number, layout, ids)).toEqual(written(ids, writes))
          })
          expect(apply(effects, kept, layout, ids)).toEqual(written(ids, [[2, 7]]))
        })
      }),
    )
  })

  it('with ids that do not fit yet are right after the layout has grown', () => {
    const effects = new Effects(narrow)
    const effect = effects.add([0, 31, 1, 32])
    const lent = effects.addScratch([5, 1000])
    effects.relayout(wide)
    expect(apply(effects, effect, wide, [1, 2, 3, 4, 5, 6])).toEqual([31, 32, 3, 4, 5, 6])
    expect(apply(effects, lent, wide, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 1000])
  })
})
