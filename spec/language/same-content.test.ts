import { describe, expect, it } from 'vitest'
import { bag, set } from './collections.ts'
import { sameContent } from './same-content.ts'

describe('equality by content', () => {
  it('finds plain data of the same content equal, whatever the order of keys', () => {
    expect(sameContent({ x: 1, y: [{ z: null }] }, { y: [{ z: null }], x: 1 })).toBe(true)
    expect(sameContent({ x: 1 }, { x: 2 })).toBe(false)
    expect(sameContent({ x: 1 }, { x: 1, y: 1 })).toBe(false)
    expect(sameContent({ x: undefined }, { y: undefined })).toBe(false)
    expect(sameContent([1, 2], [1, 2, 3])).toBe(false)
    expect(sameContent([], {})).toBe(false)
    expect(sameContent(Object.create(null), {})).toBe(true)
  })

  it('is that of === for primitives', () => {
    for (const [left, right] of [
      [1, 1],
      [0, -0],
      ['a', 'a'],
      [null, null],
      [Number.NaN, Number.NaN],
      [null, undefined],
      [1, '1'],
      [null, {}],
    ]) {
      expect(sameContent(left, right)).toBe(left === right)
    }
  })

  it('tells a set, a bag and a list apart', () => {
    expect(sameContent(set([1, 2]), set([2, 1]))).toBe(true)
    expect(sameContent(set([1]), [1])).toBe(false)
    expect(sameContent({ pool: set([1]) }, { pool: bag([1]) })).toBe(false)
  })

  it('is identity for whatever is no plain data', () => {
    class Point {
      readonly x = 1
    }
    class Points extends Array<number> {}
    for (const make of [
      () => new Point(),
      () => new Points(),
      () => new Map(),
      () => new Date(0),
      () => Promise.resolve(),
      () => () => 1,
      () => /a/,
      () => ({ [Symbol.iterator]: 1 }),
    ]) {
      const one: unknown = make()
      expect(sameContent(one, one)).toBe(true)
      expect(sameContent(one, make())).toBe(false)
      expect(sameContent({ one }, { one: make() })).toBe(false)
    }
  })

  it('ends where an object contains itself', () => {
    const ring = (): object => {
      const one: { next: unknown } = { next: null }
      one.next = { next: one }
      return one
    }
    const one = ring()
    expect(sameContent(one, one)).toBe(true)
    expect(sameContent(one, ring())).toBe(false)
  })
})
