import { describe, expect, it } from 'vitest'
import { Effects } from './effects.ts'

describe('effects', () => {
  it('share a number where they are equal', () => {
    const effects = new Effects()
    expect([[], [0, 1], [1, 0], [0, 1], [], [0, 1, 1, 0]].map((writes) => effects.add(writes))).toEqual([
      0, 1, 2, 1, 0, 3,
    ])
    expect([effects.size, effects.mostWrites]).toEqual([4, 2])
  })

  it('that are lent have numbers of their own until they are released, and then stand for others', () => {
    const effects = new Effects()
    const kept = effects.add([2, 7])
    const first = effects.lend([2, 7])
    const second = effects.lend([0, 1, 3, 4, 5, 6])
    expect([effects.lentCount, effects.lent(0), effects.lent(1)]).toEqual([2, first, second])
    expect(new Set([kept, first, second]).size).toBe(3)
    effects.release()
    expect(effects.lentCount).toBe(0)
    expect(effects.lend([4, 4])).toBe(first)
    expect([kept, first, second].map((effect) => effects.isForLending(effect))).toEqual([false, true, true])
    expect([kept, first].map((effect) => [...effects.writes(effect)])).toEqual([
      [2, 7],
      [4, 4],
    ])
    expect(effects.mostWrites).toBe(3)
  })
})
