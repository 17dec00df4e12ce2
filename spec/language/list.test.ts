import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { set } from './collections.ts'
import { append, list, replace, tail, truncate } from './list.ts'
import { isOfSameList, plainList } from './list-view.ts'
import { inspected } from './printed-view.ts'
import { record } from './record.ts'
import { sameContent } from './same-content.ts'
import { specify } from './specify.ts'
import { sameValue } from './value.ts'

type Values = readonly unknown[]

const element: fc.Arbitrary<unknown> = fc.oneof(fc.nat(3), fc.constantFrom('a', null, [1]))
const values = fc.array(element, { maxLength: 4 })
const change = fc.record({
  kind: fc.constantFrom('append', 'replace', 'truncate', 'tail'),
  at: fc.nat(4),
  value: element,
})

/** The change in the language's words, and in those of JavaScript. */
function both(
  { kind, at, value }: { kind: string; at: number; value: unknown },
  view: Values,
  plain: Values[],
): Values {
  const before = plain[0] as Values
  switch (kind) {
    case 'append':
      plain[0] = [...before, value]
      return append(view, value)
    case 'replace':
      if (at >= before.length) return view
      plain[0] = [...before.slice(0, at), value, ...before.slice(at + 1)]
      return replace(view, at, value)
    case 'truncate':
      plain[0] = before.slice(0, at)
      return truncate(view, at)
    default:
      plain[0] = before.slice(1)
      return tail(view)
  }
}

const viewOf = (content: Values): Values => plainList(Object.freeze([...content]), (value) => value)

describe('a list of the state, as a function of the specification sees it', () => {
  test.prop([values, fc.array(change, { maxLength: 5 })])(
    'answers as the array itself, whatever was changed of it',
    (content, changes) => {
      const plain: Values[] = [content]
      const view = changes.reduce((all, each) => both(each, all, plain), viewOf(content))
      const expected = plain[0] as Values
      expect(view.length).toBe(expected.length)
      for (let index = -6; index < 7; index++) {
        expect(view.at(index)).toEqual(expected.at(index))
        expect(view[index]).toEqual(expected[index])
      }
      expect([...view]).toEqual(expected)
      expect(view.map((value) => value)).toEqual(expected)
      expect(JSON.stringify(view)).toBe(JSON.stringify(expected))
      expect(sameValue(view, expected)).toBe(true)
      expect(sameContent(view, expected)).toBe(true)
      expect(1 in view).toBe(1 in expected)
      expect(Object.keys(view)).toEqual(Object.keys(expected))
    },
  )

  it('is an array for whoever takes it for one, and prints as what it holds', () => {
    const view = viewOf([1, 2, 3])
    expect(Array.isArray(view)).toBe(true)
    expect([0].concat(view as number[])).toEqual([0, 1, 2, 3])
    expect(view.at(1.7)).toBe(2)
    expect(view.at(Number.NaN)).toBe(1)
    expect((view as unknown as { [inspected](): unknown })[inspected]()).toEqual([1, 2, 3])
    expect(() => (view as unknown[]).push(4)).toThrow(TypeError)
    expect(() => {
      ;(view as unknown[])[0] = 4
    }).toThrow(/list of the state/)
  })

  it('is known by the list it is of, whatever was changed of it', () => {
    const view = viewOf([1])
    expect(isOfSameList(view, append(view, 2))).toBe(true)
    expect(isOfSameList(view, viewOf([1]))).toBe(false)
    expect(isOfSameList(view, [1])).toBe(false)
  })
})

describe('changes of lists', () => {
  it('take ordinary arrays as well, and leave them as they are', () => {
    const before: readonly number[] = Object.freeze([1, 2])
    expect(append(before, 3)).toEqual([1, 2, 3])
    expect(replace(before, 0, 3)).toEqual([3, 2])
    expect(truncate(before, 1)).toEqual([1])
    expect(truncate(before, 7)).toEqual([1, 2])
    expect(tail(before)).toEqual([2])
    expect(tail([])).toEqual([])
  })

  it.each<[string, () => unknown, RegExp]>([
    ['an index behind the end', () => replace([1], 1, 0), /given the index 1 of a list of length 1: the last one is 0/],
    ['an empty list', () => replace([] as number[], 0, 0), /given the index 0 of a list of length 0: there is nothing/],
    ['a negative index', () => replace([1], -1, 0), /replace\(…\) is given -1 for the index: give a whole number/],
    ['half an index', () => replace([1], 0.5, 0), /replace\(…\) is given 0\.5 for the index/],
    ['text for an index', () => replace([1], '0' as never, 0), /replace\(…\) is given "0" for the index/],
    ['a length that is none', () => truncate([1], Number.NaN), /truncate\(…\) is given NaN for the length/],
    ['nothing for a list', () => append(undefined as never, 1 as never), /append\(…\) is given undefined for a list/],
    ['an object', () => tail({} as never), /tail\(…\) is given an object for a list/],
    ['a set', () => append(set([1]), 2), /append\(…\) is given a set for a list: a set has no order, use insert/],
  ])('say what is wrong with %s', (_, run, message) => {
    expect(run).toThrow(message)
  })
})

describe('a list that is declared', () => {
  it.each<[string, () => unknown, string]>([
    ['with no array', () => specify('x', { log: list('a' as never) }), 'list "log" is given a. Give an array'],
    ['with null', () => specify('x', { log: list(null as never) }), 'list "log" is given null. Give an array'],
    ['with a set', () => specify('x', { log: list(set([1])) }), 'list "log" is given a set. Give an array'],
    ['inside a value', () => specify('x', { log: { of: list() } }), 'log.of is a list inside a value. A list is a'],
    ['inside a list', () => specify('x', { log: list([list()]) }), 'log[0] is a list inside a value. A list is a'],
    ['with a record in it', () => specify('x', { log: list([record({})]) }), 'log[0] is a record inside a value'],
  ])('%s is refused', (_, run, message) => {
    expect(run).toThrow(message)
  })
})
