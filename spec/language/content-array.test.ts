import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { bag, set } from './collections.ts'
import { searchedByContent } from './content-array.ts'

const messages = (): { type: string }[] => searchedByContent([{ type: 'a' }, { type: 'b' }, { type: 'a' }])

describe('an array that is searched by content', () => {
  it('finds what is equal', () => {
    expect(messages().includes({ type: 'b' })).toBe(true)
    expect(messages().indexOf({ type: 'a' })).toBe(0)
    expect(messages().indexOf({ type: 'a' }, 1)).toBe(2)
    expect(messages().lastIndexOf({ type: 'a' })).toBe(2)
    expect(messages().lastIndexOf({ type: 'a' }, 1)).toBe(0)
    expect(messages().includes({ type: 'c' })).toBe(false)
    expect(set([{ x: 1 }]).includes({ x: 1 })).toBe(true)
    expect(bag([{ x: 1 }]).indexOf({ x: 2 })).toBe(-1)
  })

  it('is an array like any other for whoever looks at it', () => {
    const values = messages()
    expect(Array.isArray(values)).toBe(true)
    expect(values).toEqual([{ type: 'a' }, { type: 'b' }, { type: 'a' }])
    expect(values).toStrictEqual([{ type: 'a' }, { type: 'b' }, { type: 'a' }])
    expect(JSON.stringify(values)).toBe('[{"type":"a"},{"type":"b"},{"type":"a"}]')
    expect(Object.getPrototypeOf(structuredClone(values))).toBe(Array.prototype)
    expect(Object.keys(values)).toEqual(['0', '1', '2'])
    expect(values.constructor).toBe(Array)
  })

  it('gives arrays of the ordinary kind', () => {
    for (const made of [messages().filter(() => true), messages().map((m) => m), messages().slice(), [...messages()]]) {
      expect(Object.getPrototypeOf(made)).toBe(Array.prototype)
      expect(made).toEqual([{ type: 'a' }, { type: 'b' }, { type: 'a' }])
    }
  })

  const place = fc.option(
    fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom(1.5, -1.5, Number.NaN, Infinity, -Infinity)),
    {
      nil: undefined,
    },
  )

  test.prop([fc.array(fc.integer({ min: 0, max: 2 })), fc.integer({ min: 0, max: 2 }), place, fc.boolean()])(
    'finds boxes where an ordinary array finds what is in them, wherever the search begins',
    (numbers, wanted, from, isFromGiven) => {
      const boxes = searchedByContent(numbers.map((content) => ({ content })))
      const values = searchedByContent([...numbers])
      const rest: [] | [number] = isFromGiven ? [from as number] : []
      for (const search of ['includes', 'indexOf', 'lastIndexOf'] as const) {
        const expected = numbers[search](wanted, ...(rest as [number]))
        expect(boxes[search]({ content: wanted }, ...(rest as [number]))).toBe(expected)
        expect(values[search](wanted, ...(rest as [number]))).toBe(expected)
      }
    },
  )
})
