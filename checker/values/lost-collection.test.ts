import { describe, expect, it } from 'vitest'
import { bag, set } from '../../spec/language/index.ts'
import { holdsCollection, lostCollection } from './lost-collection.ts'

describe('a set or a bag of the initial value', () => {
  it.each<[string, unknown, unknown, string | null]>([
    ['stays one', { pool: bag([1]) }, { pool: bag([2, 3]) }, null],
    ['becomes a plain array', { pool: bag([1]) }, { pool: [1] }, 'v.pool: bag → array'],
    ['becomes another kind', { pool: bag([1]) }, { pool: set([1]) }, 'v.pool: bag → set'],
    ['is lost at the top', set(), [], 'v: set → array'],
    ['is lost in depth', { a: [{ 'odd key': set() }] }, { a: [{ 'odd key': [] }] }, 'v.a[0]["odd key"]: set → array'],
    ['is lost in an array', [bag(), bag()], [bag(), []], 'v[1]: bag → array'],
    ['is lost where an array has grown', [bag()], [bag(), []], 'v[1]: bag → array'],
    [
      'is lost in a new object of an array',
      [{ pool: bag() }],
      [{ pool: bag() }, { pool: [] }],
      'v[1].pool: bag → array',
    ],
    ['is one of several kinds', [bag(), 'x'], [bag(), 'x', []], null],
    ['gives way to something else', { pool: bag() }, { pool: null }, null],
    ['gives way to an object', { pool: bag() }, { pool: { closed: true } }, null],
    ['is left out', { pool: bag() }, {}, null],
    ['was a plain array', { list: [1] }, { list: set([1]) }, null],
    ['is no matter of its elements', bag([{ votes: set() }]), bag([{ votes: [] }]), null],
  ])('%s', (_, initial, value, expected) => {
    const lost = lostCollection(initial, value, 'v')
    expect(lost && `${lost.path}: ${lost.expected} → ${lost.found ?? 'array'}`).toBe(expected)
  })

  it.each<[unknown, boolean]>([
    [bag(), true],
    [{ a: [{ b: set() }] }, true],
    [{ a: [1, { b: null }] }, false],
    [null, false],
    ['bag', false],
  ])('is found inside %o', (value, expected) => {
    expect(holdsCollection(value)).toBe(expected)
  })
})
