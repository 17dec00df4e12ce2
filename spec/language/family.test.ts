import { describe, expect, it } from 'vitest'
import { at, atAll, count, type Each, each, every, FamilyDeclaration, keysOf, some } from './family.ts'

/** A family as user code sees it: its members by key. */
const family = <const K extends string | number, V>(members: Record<K, V>): Each<K, V> =>
  members as unknown as Each<K, V>

const status = family<'a' | 'b' | 'c', 'up' | 'down'>({ a: 'up', b: 'down', c: 'up' })

describe('declaring a family', () => {
  it('keeps its keys in order and as they were given, and the initial value of each', () => {
    const declared = each(['b', 'a'], 0) as unknown
    expect(declared).toBeInstanceOf(FamilyDeclaration)
    expect(declared).toMatchObject({ keys: ['b', 'a'], initial: { a: 0, b: 0 } })
  })

  it('computes initial values from keys as they were given', () => {
    expect(each([1, 2], (key) => key * 10)).toMatchObject({ keys: [1, 2], initial: { 1: 10, 2: 20 } })
  })
})

describe('changing members', () => {
  it('names the members that change and no others', () => {
    expect(at('a', 'down')).toEqual({ a: 'down' })
    expect(at(1, [0])).toEqual({ 1: [0] })
    expect(atAll(['a', 'c'], 'down')).toEqual({ a: 'down', c: 'down' })
    expect(atAll([1, 2], (key) => key + 1)).toEqual({ 1: 2, 2: 3 })
    expect(atAll([], 'down')).toEqual({})
  })
})

describe('reading members', () => {
  it('finds values and predicates alike', () => {
    expect(some(status, 'down')).toBe(true)
    expect(every(status, 'up')).toBe(false)
    expect(count(status, 'up')).toBe(2)
    expect(some(status, (value, key) => key === 'b' && value === 'down')).toBe(true)
    expect(every(status, (value) => value !== 'up')).toBe(false)
    expect(count(status, (_value, key) => key !== 'a')).toBe(2)
  })

  it('compares values by content', () => {
    expect(some(family({ x: { log: [1, 2] } }), { log: [1, 2] })).toBe(true)
    expect(count(family<string, readonly number[]>({ x: [1], y: [], z: [1] }), [1])).toBe(2)
  })

  it('takes a family without members for what logic says', () => {
    const none = family<string, boolean>({})
    expect([some(none, true), every(none, true), count(none, true)]).toEqual([false, true, 0])
  })

  it('stops at the first member that decides', () => {
    const read: string[] = []
    const note = (members: Record<string, boolean>): Each<string, boolean> => {
      const noted = {}
      for (const [key, value] of Object.entries(members)) {
        const get = (): boolean => {
          read.push(key)
          return value
        }
        Object.defineProperty(noted, key, { enumerable: true, get })
      }
      return noted as Each<string, boolean>
    }
    some(note({ a: false, b: true, c: true }), true)
    expect(read.splice(0)).toEqual(['a', 'b'])
    every(note({ a: false, b: true }), true)
    expect(read.splice(0)).toEqual(['a'])
    keysOf(note({ a: false, b: true }))
    expect(read).toEqual([])
  })

  it('lists keys in order of declaration', () => {
    expect(keysOf(family({ z: 0, a: 0, m: 0 }))).toEqual(['z', 'a', 'm'])
  })
})
