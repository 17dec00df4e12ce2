import { describe, expect, it } from 'vitest'
import { budgetsUpTo, isAtMost, isBelow, maximal, minimal } from './budgets.ts'

describe('budgets', () => {
  it('come from few faults to many, and with more of what is declared first', () => {
    expect(budgetsUpTo([2, 1])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [2, 0],
      [1, 1],
      [2, 1],
    ])
    expect(budgetsUpTo([1, 1, 1]).slice(1, 5)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
    ])
  })

  it('are compared kind by kind', () => {
    expect(isAtMost([1, 0], [1, 1])).toBe(true)
    expect(isAtMost([1, 0], [0, 5])).toBe(false)
    expect([isBelow([1, 0], [1, 1]), isBelow([1, 1], [1, 1]), isBelow([1, 0], [0, 1])]).toEqual([true, false, false])
  })

  it('have smallest and largest ones, several where none is below the other', () => {
    const some = [
      [0, 1],
      [1, 0],
      [1, 1],
    ]
    expect(minimal(some)).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(maximal(some)).toEqual([[1, 1]])
  })
})
