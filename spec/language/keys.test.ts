import { describe, expect, it } from 'vitest'
import { atAll, count, type Each, each, every, keysOf, some } from './family.ts'
import { problemWithKeys } from './keys.ts'
import { specify } from './specify.ts'

describe('a copy of a family', () => {
  const copy = { 1: 'up', 2: 'down' } as unknown as Each<number, string>

  it('gives no keys where nobody knows any more whether they are numbers', () => {
    for (const look of [() => keysOf(copy), () => some(copy, (_value, key) => key === 1)]) {
      expect(look).toThrow(
        'this is a copy of a family, and whether its key 1 is text or a number is not known any more',
      )
    }
  })

  it('can be looked at for its values', () => {
    expect([some(copy, 'up'), every(copy, (value) => value === 'up'), count(copy, 'down')]).toEqual([true, false, 1])
  })

  it('gives its keys where they can only be text', () => {
    expect(keysOf({ b: 0, a: 0 } as unknown as Each<string, number>)).toEqual(['b', 'a'])
  })
})

const nodes = [2, 0, 'b', 1] as const

describe('a callback of atAll and of each', () => {
  it('gets keys as they were declared', () => {
    const seen: unknown[] = []
    each(nodes, (key) => seen.push(key))
    atAll(nodes, (key) => seen.push(key))
    expect(seen).toEqual([...nodes, ...nodes])
  })
})

describe('keys that cannot be', () => {
  const anything = <T>(value: unknown): T => value as T

  it.each<[unknown, string | null]>([
    [['a', 1, -0.5, ''], null],
    [[], null],
    [[['b', 1]], 'has the key ["b",1]'],
    [[{ id: 1 }], 'has the key {"id":1}'],
    [[null], 'has the key null'],
    [[undefined], 'has the key undefined'],
    [[true], 'has the key true'],
    [[Number.NaN], 'has the key NaN'],
    [[1, Number.POSITIVE_INFINITY], 'has the key Infinity'],
    [[1n], 'has the key 1'],
    [[Symbol('s')], 'has the key Symbol(s)'],
    [['a', 'b', 'a'], 'has the key "a" twice'],
    [[1, 2, 1], 'has the key 1 twice'],
    [[1, '1'], 'has the keys 1 and "1", which name the same property of an object'],
    ['ab', 'is given "ab" for its keys'],
    [new Set(['a']), 'is given {} for its keys'],
  ])('%o', (keys, problem) => {
    expect(problemWithKeys(keys)?.problem ?? null).toBe(problem)
  })

  it.each<[string, () => unknown, string]>([
    ['a family', () => specify('x', { f: each(anything<string[]>([['b', 1]]), 0) }), 'family "f" has the key ["b",1]'],
    ['a family of nothing', () => each(anything<string[]>(3), 0), 'each(…) is given 3 for its keys'],
    [
      'a derived value',
      () => specify('x', { n: 0 }).derive('d', anything<string[]>([null]), () => 0),
      'derived "d" has the key null',
    ],
    [
      'a derived value of text',
      () => specify('x', { n: 0 }).derive('d', anything<string[]>('ab'), () => 0),
      'derived "d" is given "ab" for its keys',
    ],
    [
      'a promise',
      () => specify('x', { n: 0 }).always('p', anything<string[]>([['b', 1]]), () => true),
      'property "p" has the key ["b",1]',
    ],
    [
      'a promise of what follows',
      () =>
        specify('x', { n: 0 }).leadsTo(
          'p',
          anything<string[]>([1, '1']),
          () => true,
          () => true,
        ),
      'property "p" has the keys 1 and "1"',
    ],
    [
      'a promise for each key of a set',
      () => specify('x', { n: 0 }).always('p', anything<string[]>(new Set(['a'])), () => true),
      'property "p" is given {} for its keys',
    ],
  ])('of %s are refused', (_, declare, message) => {
    expect(declare).toThrow(message)
  })
})
