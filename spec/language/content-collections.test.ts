import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { ContentMap, ContentSet } from './content-collections.ts'
import { compareValues } from './value.ts'

const point = (x: number): { readonly x: number } => ({ x })
const small = fc.oneof(
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: 0, max: 2 }).map(point),
  fc.constantFrom('1', null),
)

describe('a Set by content', () => {
  test.prop([fc.array(small), fc.array(small)])('has each value once, and what is equal to one', (added, removed) => {
    const values = new ContentSet<unknown>(added)
    const left: unknown[] = []
    for (const value of added) if (!left.some((each) => compareValues(each, value) === 0)) left.push(value)
    expect([...values]).toEqual(left)
    for (const value of removed) {
      const at = left.findIndex((each) => compareValues(each, value) === 0)
      expect(values.has(value)).toBe(at >= 0)
      expect(values.delete(value)).toBe(at >= 0)
      if (at >= 0) left.splice(at, 1)
      expect([...values]).toEqual(left)
      expect(values.has(value)).toBe(false)
    }
    values.clear()
    expect(values.size).toBe(0)
  })

  it('is put together with others by content', () => {
    const one = new ContentSet([point(1), point(2)])
    const other = new Set([point(2), point(3)])
    expect([...one.union(other)]).toEqual([point(1), point(2), point(3)])
    expect([...one.intersection(other)]).toEqual([point(2)])
    expect([...one.difference(other)]).toEqual([point(1)])
    expect([...one.symmetricDifference(other)]).toEqual([point(1), point(3)])
    expect(one.isSubsetOf(other)).toBe(false)
    expect(new ContentSet([point(2)]).isSubsetOf(other)).toBe(true)
    expect(one.isSupersetOf(new Set([point(1)]))).toBe(true)
    expect(one.isDisjointFrom(new Set([point(3)]))).toBe(true)
  })

  it('keeps what is no plain data by identity, and finds what was changed since', () => {
    const date = new Date(0)
    const values = new ContentSet<unknown>([date, new Date(0), [date], [date]])
    expect(values.size).toBe(3)
    const changed = { x: 1 }
    const set = new ContentSet([changed])
    changed.x = 2
    expect(set.has(changed)).toBe(true)
    expect(set.has({ x: 1 })).toBe(false)
  })
})

describe('a Map by content', () => {
  it('has one value for equal keys', () => {
    const map = new ContentMap<unknown, number>([
      [point(1), 1],
      ['a', 2],
    ])
    map.set(point(1), 3)
    expect([...map]).toEqual([
      [point(1), 3],
      ['a', 2],
    ])
    expect(map.has(point(1))).toBe(true)
    expect(map.get(point(2))).toBeUndefined()
    expect(map.delete(point(1))).toBe(true)
    expect(map.has(point(1))).toBe(false)
    map.clear()
    expect(map.size).toBe(0)
  })
})
