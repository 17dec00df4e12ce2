import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Effects } from '../memo/effects.ts'
import { CompiledEffects } from './compiled-effects.ts'
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
function apply(
  effects: Effects,
  compiled: CompiledEffects,
  effect: number,
  layout: Layout,
  ids: readonly number[],
): number[] {
  const { code, offsets } = compiled
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

describe('compiled effects', () => {
  it('do to a packed state what their writes say, under any layout', () => {
    fc.assert(
      fc.property(fc.array(writesArbitrary, { minLength: 1, maxLength: 30 }), before, (all, ids) => {
        const effects = new Effects()
        const compiled = new CompiledEffects(effects, narrow)
        const numbers = all.map((writes) => {
          const effect = effects.add(writes.flat())
          compiled.catchUp()
          return effect
        })
        const expectRight = (layout: Layout): void =>
          all.forEach((writes, at) => {
            expect(apply(effects, compiled, numbers[at] as number, layout, ids)).toEqual(written(ids, writes))
          })
        expectRight(narrow)
        compiled.relayout(wide)
        compiled.catchUp()
        expectRight(wide)
      }),
    )
  })

  it('that are only lent stand beside each other until they are released, and leave the others alone', () => {
    const round = fc.record({
      lasting: fc.array(writesArbitrary, { maxLength: 3 }),
      lent: fc.array(writesArbitrary, { maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(round, { maxLength: 6 }), before, (rounds, ids) => {
        const effects = new Effects()
        const compiled = new CompiledEffects(effects, narrow)
        const kept: (readonly [number, readonly (readonly [number, number])[]])[] = []
        let layout = narrow
        rounds.forEach(({ lasting, lent }, number) => {
          effects.release()
          const now = lent.map((writes) => [effects.lend(writes.flat()), writes] as const)
          for (const writes of lasting) kept.push([effects.add(writes.flat()), writes])
          if (number === 2) {
            compiled.relayout(wide)
            layout = wide
          }
          compiled.catchUp()
          for (const [effect, writes] of [...now, ...kept]) {
            expect(apply(effects, compiled, effect, layout, ids)).toEqual(written(ids, writes))
          }
        })
      }),
    )
  })

  it('with ids that the old layout has no room for are right once there is one that has', () => {
    const effects = new Effects()
    const compiled = new CompiledEffects(effects, narrow)
    const effect = effects.add([0, 31, 1, 32])
    const lent = effects.lend([5, 1000])
    expect(() => compiled.catchUp()).toThrow('before its ids fit')
    compiled.relayout(wide)
    compiled.catchUp()
    expect(apply(effects, compiled, effect, wide, [1, 2, 3, 4, 5, 6])).toEqual([31, 32, 3, 4, 5, 6])
    expect(apply(effects, compiled, lent, wide, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 1000])
  })
})
