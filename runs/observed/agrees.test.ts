import { describe, expect, it } from 'vitest'
import { bag, set } from '../../spec/language/index.ts'
import { agrees } from './agrees.ts'

describe('what was observed', () => {
  it('agrees with a value that it is', () => {
    expect(agrees({ log: ['a', null], size: 2 }, { size: 2, log: ['a', null] })).toBe(true)
    expect(agrees({ log: ['a', 'b'] }, { log: ['b', 'a'] })).toBe(false)
    expect(agrees({ log: [] }, { log: [], size: 0 })).toBe(false)
  })

  it('agrees as a list in any order with a set or a bag of the same members', () => {
    expect(agrees(set(['a', 'b']), ['b', 'a'])).toBe(true)
    expect(agrees(bag(['a', 'a', 'b']), ['a', 'b', 'a'])).toBe(true)
    expect(agrees(bag(['a', 'a', 'b']), ['a', 'b', 'b'])).toBe(false)
    expect(agrees(set(['a']), bag(['a']))).toBe(false)
    expect(agrees(['a'], set(['a']))).toBe(false)
  })

  it('finds a partner for each member, also where a list could stand for two of them', () => {
    const members = set([bag([]), set([])])
    // The list could stand for either, and each of the others for its like alone.
    for (const other of [bag([]), set([])]) {
      expect(agrees(members, [[], other])).toBe(true)
      expect(agrees(members, [other, []])).toBe(true)
    }
    expect(agrees(members, [[], []])).toBe(true)
    expect(agrees(members, [set([]), set([])])).toBe(false)
  })

  it('is held against many equal members without trying their orders', () => {
    const many = Array.from({ length: 40 }, () => 'a')
    expect(agrees(bag([...many, 'b']), [...many, 'c'])).toBe(false)
  })
})
