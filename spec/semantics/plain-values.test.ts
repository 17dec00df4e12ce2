import { test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { bag, compareValues, set } from '../language/index.ts'
import { plainData } from '../language/testing/plain-data.ts'
import { canonicalText, PlainValues } from './plain-values.ts'

describe('canonical text', () => {
  test.prop([plainData, plainData])('is equal exactly where the values are structurally equal', (left, right) => {
    expect(canonicalText(left) === canonicalText(right)).toBe(compareValues(left, right) === 0)
  })

  it('tells apart values that look alike', () => {
    const texts = [null, 'null', [], {}, set(), bag(), '', 0, '0', false, [[]], [null]].map(canonicalText)
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('does not depend on the order of keys or of arrival', () => {
    expect(canonicalText({ a: 1, b: 2 })).toBe(canonicalText({ b: 2, a: 1 }))
    expect(canonicalText(set([3, 1, 2, 1]))).toBe(canonicalText(set([2, 3, 1])))
    expect(canonicalText(-0)).toBe('0')
  })

  const cyclic: unknown[] = []
  cyclic.push([cyclic])
  it.each([
    ['undefined', { a: undefined }, 'the value.a is not plain data but undefined'],
    ['NaN', [Number.NaN], 'the value[0] is not plain data but NaN'],
    ['a whole number that is not exact', [-(2 ** 53)], 'the value[0] is not plain data but -9007199254740992'],
    ['an infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    // biome-ignore lint/suspicious/noSparseArray: what is rejected
    ['a hole', [1, , 2], 'the value[1] is not plain data but a hole'],
    [
      'an accessor',
      {
        get a() {
          return 1
        },
      },
      'an accessor',
    ],
    ['a function', { a: () => 1 }, 'function'],
    ['a class instance', { a: new Map() }, 'an instance of a class'],
    ['a symbol as key', { [Symbol('x')]: 1 }, 'a symbol as key'],
    ['a key __proto__', JSON.parse('{"__proto__":1}'), '__proto__'],
    ['a cycle', cyclic, 'a cycle'],
  ])('rejects %s and names the path', (_, value, message) => {
    expect(() => canonicalText(value)).toThrow(message)
  })
})

describe('shared values', () => {
  test.prop([plainData])('give one frozen copy to equal values and leave the original alone', (value) => {
    const values = new PlainValues()
    const before = canonicalText(value)
    const shared = values.share(value)
    expect(values.share(structuredCopy(value))).toBe(shared)
    expect(values.share(shared)).toBe(shared)
    expect(canonicalText(shared)).toBe(before)
    if (typeof shared === 'object') expect(Object.isFrozen(shared)).toBe(true)
  })

  it('share members too, so that === compares by content', () => {
    const values = new PlainValues()
    const outer = values.share({ list: [{ id: 1 }] }) as { list: readonly unknown[] }
    expect(values.share({ id: 1 })).toBe(outer.list[0])
  })
})

function structuredCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, structuredCopy(member)]),
    )
  }
  const copies = value.map(structuredCopy)
  const text = canonicalText(value)
  return text.startsWith('set') ? set(copies) : text.startsWith('bag') ? bag(copies) : copies
}

describe('a shared list, set or bag', () => {
  it('is searched by content', () => {
    for (const values of [[{ x: 1 }], set([{ x: 1 }]), bag([{ x: 1 }])]) {
      const shared = new PlainValues().share({ values }) as { readonly values: readonly unknown[] }
      expect(shared.values.includes({ x: 1 })).toBe(true)
      expect(shared.values.includes({ x: 2 })).toBe(false)
    }
  })
})
