import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  forgetOldest,
  forgetSentence,
  idempotencyTable,
  isRemembered,
  remember,
  rememberedResult,
} from './idempotency.ts'

const tableOf = (...keys: readonly string[]) =>
  keys.reduce((table, key) => remember(table, key, key.length), idempotencyTable<string, number>())

describe('an idempotency table', () => {
  it('gives back what it was told, by the content of the key', () => {
    const table = remember(idempotencyTable<{ client: string; id: number }, string>(), { client: 'c', id: 1 }, 'paid')
    expect(rememberedResult(table, { client: 'c', id: 1 })).toBe('paid')
    expect(isRemembered(table, { client: 'c', id: 1 })).toBe(true)
    expect(rememberedResult(table, { client: 'c', id: 2 })).toBeUndefined()
    expect(isRemembered(table, { client: 'c', id: 2 })).toBe(false)
  })

  it('drops its oldest entry where there is no room', () => {
    const table = remember(tableOf('a', 'b'), 'c', 1, 2)
    expect(table.map(({ key }) => key)).toEqual(['b', 'c'])
  })

  it('forgets its oldest entry when that expires', () => {
    expect(forgetOldest(tableOf('a', 'b'))).toEqual(tableOf('b'))
    expect(() => forgetOldest(tableOf())).toThrow('forgetOldest() of an empty table')
    expect(forgetSentence(tableOf('a', 'b'))).toBe('the entry for a has expired')
    expect(forgetSentence(tableOf('a'), (key) => `order ${key}`)).toBe('the entry for order a has expired')
    expect(() => forgetSentence(tableOf())).toThrow('forgetSentence() of an empty table')
  })

  it('refuses a second entry for a key, and a table without room', () => {
    expect(() => remember(tableOf('a'), 'a', 1)).toThrow('remember() of "a", which has an entry already')
    expect(() => remember(tableOf(), 'a', 1, 0)).toThrow('room for 0 entries: expected 1 or more')
  })

  it('knows exactly the last keys that it was told, as many as it has room for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), fc.integer({ min: 1, max: 4 }), (keys, room) => {
        let table = idempotencyTable<string, number>()
        const told: string[] = []
        for (const key of keys) {
          if (isRemembered(table, key)) continue
          table = remember(table, key, told.length, room)
          told.push(key)
        }
        expect(table.map(({ key }) => key)).toEqual(told.slice(-room))
      }),
    )
  })

  it('knows its keys and results by type', () => {
    // @ts-expect-error no such key
    isRemembered(tableOf(), 1)
    // @ts-expect-error no such result
    remember(tableOf(), 'a', 'b')
  })
})
