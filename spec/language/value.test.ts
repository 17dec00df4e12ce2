import { test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { bag, set } from './collections.ts'
import { plainData, withKeysReversed } from './testing/plain-data.ts'
import { compareValues, sameValue } from './value.ts'

const sign = (left: unknown, right: unknown): number => Math.sign(compareValues(left, right))

describe('the order of values', () => {
  test.prop([plainData, plainData])('is antisymmetric', (left, right) => {
    expect(sign(left, right) + sign(right, left)).toBe(0)
  })

  test.prop([plainData, plainData, plainData])('is transitive', (a, b, c) => {
    const [low, middle, high] = [a, b, c].sort(compareValues)
    expect(sign(low, middle)).toBeLessThanOrEqual(0)
    expect(sign(middle, high)).toBeLessThanOrEqual(0)
    expect(sign(low, high)).toBeLessThanOrEqual(0)
    if (sign(low, middle) === 0) expect(sign(low, high)).toBe(sign(middle, high))
  })

  test.prop([plainData])('finds every value equal to itself and to a copy with its keys in another order', (value) => {
    expect(sameValue(value, value)).toBe(true)
    expect(sameValue(value, withKeysReversed(value))).toBe(true)
  })

  it('goes by kind first', () => {
    const kinds = [null, false, true, -1, 0, 10, '', 'a', [], [0], set(), set([0]), bag(), bag([0]), {}, { a: 0 }]
    expect([...kinds].reverse().sort(compareValues)).toEqual(kinds)
    for (const [index, kind] of kinds.entries()) {
      expect(kinds.findIndex((other) => sameValue(kind, other))).toBe(index)
    }
  })

  it('goes by number, not by digits', () => {
    expect([10, 9, -1, 1.5].sort(compareValues)).toEqual([-1, 1.5, 9, 10])
  })

  it('goes by code unit, whatever the locale says', () => {
    expect(['é', 'z', 'B', 'a'].sort(compareValues)).toEqual(['B', 'a', 'z', 'é'])
  })

  it('puts a prefix before what it begins', () => {
    expect([[1, 0], [1], [0, 9]].sort(compareValues)).toEqual([[0, 9], [1], [1, 0]])
    expect([{ a: 1, b: 0 }, { a: 1 }, { a: 0, z: 1 }].sort(compareValues)).toEqual([
      { a: 0, z: 1 },
      { a: 1 },
      { a: 1, b: 0 },
    ])
  })

  it('takes -0 for 0', () => {
    expect(sameValue(-0, 0)).toBe(true)
    expect(sameValue([{ a: -0 }], [{ a: 0 }])).toBe(true)
  })
})
