import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SegmentedMap } from './segmented-map.ts'
import { SlotTable } from './slot-table.ts'

describe('a segmented map', () => {
  it('is a map, however small its segments', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.nat(50), fc.string())), fc.integer({ min: 1, max: 5 }), (keys, size) => {
        const map = new SegmentedMap<number | string, number>(size)
        keys.forEach((key, index) => {
          expect(map.get(key)).toBeUndefined()
          map.add(key, index)
        })
        expect(map.size).toBe(keys.length)
        expect(keys.map((key) => map.get(key))).toEqual(keys.map((_, index) => index))
        expect(map.get('never added: long enough not to be made by chance')).toBeUndefined()
      }),
    )
  })
})

describe('a table of values', () => {
  it('numbers values in order of appearance, each once', () => {
    const table = new SlotTable('log')
    const frozen = Object.freeze([1])
    expect(['a', null, 'a', frozen, 0, null, frozen].map((value) => table.idOf(value))).toEqual([0, 1, 0, 2, 3, 1, 2])
    expect([0, 1, 2, 3].map((id) => table.value(id))).toEqual(['a', null, frozen, 0])
    expect([table.size, table.find(0), table.find('0')]).toEqual([4, 3, undefined])
  })
})
