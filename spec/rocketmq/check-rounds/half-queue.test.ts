import { describe, expect, it } from 'vitest'
import { stockRounds } from './configuration.ts'
import { type Copy, deedFor, folded, stored } from './half-queue.ts'

const copy = (checks: number, more: Partial<Copy> = {}): Copy => ({
  order: 't1',
  checks,
  isPutBack: false,
  mark: 'none',
  ...more,
})
const old = { at: 0, end: 1 }
const fresh = { at: 1, end: 1 }
const walk = { at: 0, end: 1, hasAsked: false }
const immune = { ...stockRounds, checkImmunityTime: 2 }

describe('what a round does with a copy', () => {
  it('is to discard it once it has been put back often enough, whatever its age', () => {
    expect(deedFor(old, copy(3), 0, stockRounds)).toBe('discards')
    expect(deedFor(old, copy(3), 0, immune)).toBe('discards')
    expect(deedFor(old, copy(2), 4, stockRounds)).toBe('asks')
  })

  it('is never to discard a half at first sight, even if no check is allowed', () => {
    expect(deedFor(old, copy(0), 1, { ...stockRounds, transactionCheckMax: 0 })).toBe('asks')
    expect(deedFor(old, copy(1), 1, { ...stockRounds, transactionCheckMax: 0 })).toBe('discards')
  })

  it('is to stop where the copy was stored since it began, but for the last one, which it may see', () => {
    expect(deedFor(fresh, copy(1), 4, stockRounds)).toBe('ends')
    expect(deedFor(fresh, copy(3), 4, stockRounds)).toBe('discards or ends')
  })

  it('is to stop at a half that is too young, and to put back one that has an immunity of its own', () => {
    expect(deedFor(old, copy(0), 0, stockRounds)).toBe('ends')
    expect(deedFor(old, copy(0), 1, stockRounds)).toBe('asks')
    expect(deedFor(old, copy(0), 1, immune)).toBe('puts back')
    expect(deedFor(old, copy(0), 2, immune)).toBe('asks')
    expect(deedFor(old, copy(0), 0, { ...immune, checkImmunityTime: 0 })).toBe('asks')
  })
})

describe('a copy that is stored', () => {
  it('goes to the end of the queue', () => {
    expect(stored([copy(0)], walk, copy(1))).toEqual([copy(0), copy(1)])
  })

  it('counts as one that waits where two equal ones do, and marks it', () => {
    const queue = [copy(0), copy(1), copy(1)]
    expect(stored(queue, walk, copy(1))).toEqual(queue)
    expect(stored(queue, walk, copy(1, { mark: 'written' }))).toEqual([copy(0), copy(1), copy(1, { mark: 'written' })])
  })

  it('does not count what the round has passed, or what has another count', () => {
    expect(stored([copy(1), copy(1), copy(2)], walk, copy(1))).toHaveLength(4)
    expect(stored([copy(1), copy(1)], { ...walk, at: 1 }, copy(1))).toHaveLength(3)
  })
})

describe('a queue that is folded', () => {
  const queue = { halves: [copy(0, { mark: 'written' }), copy(1), copy(2, { mark: 'written' })], halfOffset: 1 }

  it('loses copies that are settled, and what lies before an offset that is saved', () => {
    expect(folded(queue, true)).toEqual({ halves: [copy(1)], halfOffset: 0 })
  })

  it('keeps what a crash may bring back', () => {
    expect(folded(queue, false)).toEqual({ halves: [copy(0, { mark: 'written' }), copy(1)], halfOffset: 1 })
    expect(folded({ halves: [copy(0, { mark: 'buffered' })], halfOffset: 0 }, false).halves).toHaveLength(1)
  })
})
