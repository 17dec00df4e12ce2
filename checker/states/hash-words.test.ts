import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HashWords, highWord, lowWord } from './hash-words.ts'

describe('hash words', () => {
  it('stay the same however the table has grown', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 8 }), (growth) => {
        const words = new HashWords(3)
        const sizes = [0, 0, 0]
        for (const step of growth) {
          step.forEach((more, slot) => {
            sizes[slot] = (sizes[slot] as number) + more
          })
          words.cover(sizes)
          sizes.forEach((size, slot) => {
            for (let id = 0; id < size; id++) {
              const at = (words.base[slot] as number) + id
              expect([words.high[at], words.low[at]]).toEqual([highWord(slot, id), lowWord(slot, id)])
            }
          })
        }
      }),
      { numRuns: 30 },
    )
  })

  it('differ for every slot and id in either lane, and so do their sums over few slots', () => {
    const pairs = Array.from({ length: 30 }, (_, slot) =>
      Array.from({ length: 300 }, (_, id) => [slot, id] as const),
    ).flat()
    expect(new Set(pairs.map(([slot, id]) => highWord(slot, id))).size).toBeGreaterThan(8_998)
    expect(new Set(pairs.map(([slot, id]) => lowWord(slot, id))).size).toBeGreaterThan(8_998)
    const hashes = new Set<string>()
    for (let bits = 0; bits < 2 ** 14; bits++) {
      let high = 0
      let low = 0
      for (let slot = 0; slot < 14; slot++) {
        high ^= highWord(slot, (bits >>> slot) & 1)
        low ^= lowWord(slot, (bits >>> slot) & 1)
      }
      hashes.add(`${high} ${low}`)
    }
    expect(hashes.size).toBe(2 ** 14)
  })
})
