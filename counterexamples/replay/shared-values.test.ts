import { describe, expect, it } from 'vitest'
import { SharedValues } from './shared-values.ts'

describe('a value that is shared', () => {
  it.each([2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY])('is no number like %s', (value) => {
    expect(() => new SharedValues().share([value])).toThrow(`${value} is not plain data`)
  })

  it('may be the largest number that is exact', () => {
    expect(new SharedValues().share(Number.MAX_SAFE_INTEGER)).toBe(2 ** 53 - 1)
    expect(new SharedValues().share(Number.MIN_SAFE_INTEGER)).toBe(1 - 2 ** 53)
  })
})
