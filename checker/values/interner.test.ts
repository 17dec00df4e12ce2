import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bag, compareValues, set } from '../../spec/language/index.ts'
import { plainData, withKeysReversed } from '../../spec/language/testing/plain-data.ts'
import { Interner } from './interner.ts'
import { NotPlainData } from './not-plain-data.ts'

const rejection = (value: unknown): NotPlainData => {
  const interner = new Interner()
  try {
    interner.canonical(value, 'v')
  } catch (error) {
    if (error instanceof NotPlainData) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('canonical values', () => {
  it('are the same object exactly where they are structurally equal', () => {
    const interner = new Interner()
    fc.assert(
      fc.property(plainData, plainData, (left, right) => {
        const isSame = interner.canonical(left, '') === interner.canonical(right, '')
        expect(isSame).toBe(compareValues(left, right) === 0)
        expect(interner.canonical(withKeysReversed(left), '')).toBe(interner.canonical(left, ''))
      }),
      { numRuns: 500 },
    )
  })

  it('are equal to what they stand for, deeply frozen, and canonical themselves', () => {
    const interner = new Interner()
    fc.assert(
      fc.property(plainData, (value) => {
        const canonical = interner.canonical(value, '')
        expect(compareValues(canonical, value)).toBe(0)
        expect(interner.canonical(canonical, '')).toBe(canonical)
        expectDeeplyFrozen(canonical)
      }),
      { numRuns: 500 },
    )
  })

  it('share every nested part', () => {
    const interner = new Interner()
    const { left, right } = interner.canonical({ left: [{ a: 1 }], right: { deep: { a: 1 } } }, '') as {
      left: unknown[]
      right: { deep: unknown }
    }
    expect(left[0]).toBe(right.deep)
  })

  it('list the keys of objects in order', () => {
    const interner = new Interner()
    expect(Object.keys(interner.canonical({ b: 1, a: 2, 10: 3, 9: 4 }, '') as object)).toEqual(['9', '10', 'a', 'b'])
  })

  it('have no -0', () => {
    const interner = new Interner()
    expect(Object.is(interner.canonical(-0, ''), 0)).toBe(true)
    expect(interner.canonical([-0], '')).toBe(interner.canonical([0], ''))
    expect(Object.is((interner.canonical([-0], '') as number[])[0], 0)).toBe(true)
  })

  it('tell apart what looks alike', () => {
    const interner = new Interner()
    const alike = [
      ...[null, 'null', false, 'false', 0, '0', '', [], {}, set(), bag()],
      ...[[[]], [{}], [null], ['null'], [0], ['0'], { 0: 0 }, set([0]), bag([0]), bag([0, 0]), [0, 0]],
      ...[{ a: 1 }, { b: 1 }, { a: { a: 1 } }, { 'a,b': 1 }, { a: 1, b: 1 }, ['a', 'b'], ['a,b']],
      ...[2 ** 32, 2 ** 33, 1.5, 2.5, -1, 4294967295].map((number) => [number]),
    ]
    expect(new Set(alike.map((value) => interner.canonical(value, ''))).size).toBe(alike.length)
  })

  it('leave the constants of the user as they were', () => {
    const constant = { list: [{ x: -0 }], other: { y: 1 } }
    const canonical = new Interner().canonical(constant, '')
    expect(canonical).not.toBe(constant)
    expect(Object.isFrozen(constant)).toBe(false)
    expect(Object.isFrozen(constant.list)).toBe(false)
    expect(Object.isFrozen(constant.list[0])).toBe(false)
    expect(Object.is(constant.list[0]?.x, -0)).toBe(true)
  })

  it('do not follow a constant that is changed later', () => {
    const interner = new Interner()
    const constant = { x: 1 }
    const before = interner.canonical(constant, '')
    constant.x = 2
    expect(before).toEqual({ x: 1 })
    expect(interner.canonical(constant, '')).toEqual({ x: 2 })
  })

  it('keep apart many values, among them numbers whose hashes meet', () => {
    const interner = new Interner()
    const values = Array.from({ length: 20_000 }, (_, index) => interner.canonical([index, index * 2 ** 32], ''))
    expect(new Set(values).size).toBe(20_000)
    expect(interner.size).toBe(20_000)
    expect(interner.canonical([77, 77 * 2 ** 32], '')).toBe(values[77])
    expect(interner.bytes).toBeGreaterThan(20_000 * 100)
  })
})

describe('values whose hashes meet are kept apart', () => {
  // These numbers were chosen so that some hashes of 32 bits meet, of arrays and of objects.
  const pairs = Array.from({ length: 90_000 }, (_, index) => [12 * (index % 300), Math.floor(index / 300)] as const)

  it.each<[string, (b: number, c: number) => unknown]>([
    ['arrays', (b, c) => [0, b, c, 0]],
    ['objects', (b, c) => ({ a: 0, b, c, d: 0 })],
  ])('%s', (_, make) => {
    const interner = new Interner()
    expect(new Set(pairs.map(([b, c]) => interner.canonical(make(b, c), ''))).size).toBe(pairs.length)
  })
})

describe('what is not plain data is rejected, with its path', () => {
  const cyclic: unknown[] = [1]
  cyclic.push({ again: cyclic })
  const withExtra = Object.assign([1, 2], { name: 'x' })
  class Point {
    x = 1
  }
  class List extends Array<number> {}

  it.each<[string, unknown, string, string]>([
    ['undefined', { a: [undefined] }, 'v.a[0]', 'undefined'],
    ['NaN', [Number.NaN], 'v[0]', 'NaN'],
    ['an infinity', { a: Number.POSITIVE_INFINITY }, 'v.a', 'Infinity'],
    ['a whole number that is not exact', { a: 2 ** 53 }, 'v.a', '9007199254740992'],
    ['a large negative number', [-1e300], 'v[0]', '-1e+300'],
    ['minus infinity', Number.NEGATIVE_INFINITY, 'v', '-Infinity'],
    ['a hole', Object.assign(new Array(2), { 0: 1 }), 'v[1]', 'a hole'],
    ['a getter', Object.defineProperty({}, 'a', { get: () => 1, enumerable: true }), 'v.a', 'a getter or setter'],
    ['a getter in an array', Object.defineProperty([1], '0', { get: () => 1 }), 'v[0]', 'a getter or setter'],
    ['a symbol', [Symbol('s')], 'v[0]', 'a symbol'],
    ['a symbol as key', { a: { [Symbol('s')]: 1 } }, 'v.a', 'the symbol key Symbol(s)'],
    ['the key __proto__', JSON.parse('{"a":{"__proto__":1}}'), 'v.a', 'the key "__proto__"'],
    ['an instance of a class', { 'odd key': new Point() }, 'v["odd key"]', 'a Point'],
    ['an array of a class', List.of(1), 'v', 'a List'],
    ['a function', { a: { b: () => 1 } }, 'v.a.b', 'a function'],
    ['a Map', [new Map()], 'v[0]', 'a Map'],
    ['a Set', [new Set()], 'v[0]', 'a Set'],
    ['a Date', [new Date(0)], 'v[0]', 'a Date'],
    ['an Error', [new Error('x')], 'v[0]', 'an Error'],
    ['a RegExp', [/x/], 'v[0]', 'a RegExp'],
    ['a typed array', [new Int32Array(1)], 'v[0]', 'an Int32Array'],
    ['a boxed number', [Object(1)], 'v[0]', 'a Number'],
    ['a Promise', [Promise.resolve()], 'v[0]', 'a Promise'],
    ['a bigint', [1n], 'v[0]', 'a bigint'],
    ['a cycle', cyclic, 'v[1].again', 'a cycle'],
    ['an array with a name', [withExtra], 'v[0]', 'an array with extra properties'],
    ['an object without a class', Object.create({}), 'v', 'an object'],
  ])('%s', (_, value, path, found) => {
    const error = rejection(value)
    expect([error.path, error.found]).toEqual([path, found])
    expect(error.advice).not.toBe('')
  })

  it('nesting that is too deep for the stack', () => {
    let deep: unknown = 0
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(rejection(deep).found).toMatch(/nested more than \d+ levels deep/)
  })

  it('and the interner works on after a rejection', () => {
    const interner = new Interner()
    expect(() => interner.canonical(cyclic, '')).toThrow(NotPlainData)
    expect(() => interner.canonical(cyclic, '')).toThrow(NotPlainData)
    const twice = { x: 1 }
    expect(interner.canonical([twice, [twice]], '')).toEqual([{ x: 1 }, [{ x: 1 }]])
  })

  it('but an object without prototype is plain, and so is what appears twice without a cycle', () => {
    const bare = Object.assign(Object.create(null), { a: 1 })
    const interner = new Interner()
    expect(interner.canonical(bare, '')).toBe(interner.canonical({ a: 1 }, ''))
  })
})

function expectDeeplyFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  expect(Object.isFrozen(value)).toBe(true)
  for (const member of Object.values(value)) expectDeeplyFrozen(member)
}
