import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { type Bag, bag, copies, has, insert, matches, removeOne, type SetOf, set, where } from './collections.ts'
import { plainData } from './testing/plain-data.ts'
import { collectionKindOf, sameValue } from './value.ts'

const values = fc.array(plainData, { maxLength: 6 })
const numbers = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 })

describe('a set', () => {
  test.prop([values])('does not depend on order or repetition', (list) => {
    expect(sameValue(set(list), set([...list, ...list].reverse()))).toBe(true)
  })

  test.prop([values, plainData])('has what was inserted, once', (list, value) => {
    const larger = insert(set(list), value)
    expect(copies(larger, value)).toBe(1)
    expect(sameValue(larger, set([...list, value]))).toBe(true)
    expect(insert(larger, value)).toBe(larger)
  })

  test.prop([values, plainData])('loses what is removed, and nothing else', (list, value) => {
    const smaller = removeOne(set(list), value)
    expect(has(smaller, value)).toBe(false)
    expect(sameValue(insert(smaller, value), insert(set(list), value))).toBe(true)
  })
})

describe('a bag', () => {
  test.prop([values])('does not depend on the order of arrival', (list) => {
    const arrived = list.reduce<Bag<unknown>>((all, value) => insert(all, value), bag())
    expect(sameValue(arrived, bag([...list].reverse()))).toBe(true)
  })

  test.prop([numbers, fc.integer({ min: 0, max: 3 })])('counts copies', (list, value) => {
    const before = copies(bag(list), value)
    expect(before).toBe(list.filter((other) => other === value).length)
    expect(copies(insert(bag(list), value), value)).toBe(before + 1)
    expect(copies(removeOne(bag(list), value), value)).toBe(Math.max(0, before - 1))
  })

  test.prop([values, plainData])('is the same again after inserting and removing', (list, value) => {
    expect(sameValue(removeOne(insert(bag(list), value), value), bag(list))).toBe(true)
  })
})

describe('the part of a pool that a pattern leaves', () => {
  interface Vote {
    readonly kind: string
    readonly by: string
    readonly at: readonly number[]
  }
  const votes: readonly Vote[] = [
    { kind: 'vote', by: 'a', at: [1] },
    { kind: 'vote', by: 'b', at: [1] },
    { kind: 'vote', by: 'b', at: [2] },
  ]

  it('has the elements with all fields of the pattern, by content, and is of the same kind', () => {
    const pool = bag<unknown>([...votes, ...votes, 'vote', null, ['vote'], { kind: 'other' }]) as Bag<Vote>
    const found = where(pool, { at: [1], by: 'b' })
    expect(found).toEqual([votes[1], votes[1]])
    expect(collectionKindOf(found)).toBe('bag')
    expect(collectionKindOf(where(set(votes), { by: 'a' }))).toBe('set')
    expect(where(pool, {})).toHaveLength(7)
  })

  it('has no elements that lack a field, whatever the prototype of objects has', () => {
    expect(where(set<{ readonly a: number; readonly toString: unknown }>(), { toString: null })).toEqual([])
    expect(matches({ a: 1 }, { toString: Object.prototype.toString })).toBe(false)
  })

  it('is asked for by an object of fields that have values', () => {
    expect(() => where(set(votes), 'vote' as never)).toThrow('where() takes a pattern')
    expect(() => where(set(votes), { by: undefined } as never)).toThrow('no value for "by": leave it out')
    expect(() => where(votes as never, { by: 'a' } as never)).toThrow('where() takes a set or a bag')
  })
})

describe('both', () => {
  it('stay as they are where there is nothing to remove', () => {
    const pool = bag([{ id: 1 }])
    expect(removeOne(pool, { id: 2 })).toBe(pool)
  })

  it('compare by content', () => {
    expect(has(set([{ id: 1, to: 'a' }]), { to: 'a', id: 1 })).toBe(true)
    expect(has([[1], [2]], [2])).toBe(true)
    expect(has([[1], [2]], [3])).toBe(false)
  })

  it('are frozen, and leave the array they were made of alone', () => {
    const source = [3, 1, 2, 1]
    expect([...bag(source)]).toEqual([1, 1, 2, 3])
    expect([...set(source)]).toEqual([1, 2, 3])
    expect(source).toEqual([3, 1, 2, 1])
    expect(Object.isFrozen(bag(source))).toBe(true)
    expect(Object.isFrozen(insert(set(source), 9))).toBe(true)
  })

  it('take any iterable', () => {
    expect([...set('cab')]).toEqual(['a', 'b', 'c'])
    expect([...set(new Set([2, 1]))]).toEqual([1, 2])
  })

  it('are different values even with the same content', () => {
    expect(sameValue(set([1]), bag([1]))).toBe(false)
    expect(sameValue(set([1]), [1])).toBe(false)
  })

  it('give plain arrays from filter and map, which insert and removeOne refuse', () => {
    const filtered = set([1, 2, 3]).filter((value) => value > 1)
    expect(collectionKindOf(filtered)).toBeUndefined()
    expect(() => insert(filtered as unknown as SetOf<number>, 4)).toThrow('wrap the result in set(…) or bag(…)')
    expect(() => removeOne(filtered as unknown as Bag<number>, 2)).toThrow('removeOne() takes a set or a bag')
  })

  it('are made of a series of values, and of nothing else', () => {
    expect(set(new Set([2, 1, 2]))).toEqual([1, 2])
    for (const wrong of [5, null, {}]) {
      expect(() => set(wrong as never)).toThrow(
        /^set\(\) takes an array, or another series of values, and got .*: write set\(\[…\]\)$/,
      )
      expect(() => bag(wrong as never)).toThrow(/^bag\(\) takes/)
    }
  })
})
