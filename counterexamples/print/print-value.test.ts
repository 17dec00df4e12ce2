import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bag, compareValues, set } from '../../spec/language/index.ts'
import { printFields, printValue } from './print-value.ts'

const plainData = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, 1, -1.5),
    fc.oneof(fc.constantFrom('a', 'true', 'null', '1', '', 'set', "it's", 'a, b', '\\', 'a\nb', '×2'), fc.string()),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => set(values)),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => bag(values)),
    fc.dictionary(fc.constantFrom('type', 'a', 'b c', ''), tie('value'), { noNullPrototype: true }),
  ),
})).value

describe('printing a value', () => {
  it('keeps quotes for what could be mistaken', () => {
    const values = ['rm1', 'm-1', 'true', '12', '', 'two words', "it's", 'a\nb', null, true, 12]
    expect(values.map(printValue).join(' ')).toBe("rm1 m-1 'true' '12' '' 'two words' 'it\\'s' 'a\\nb' null true 12")
  })

  it('tells arrays, sets, bags and objects apart, empty ones too', () => {
    expect([['b', 'a'], set(['b', 'a']), bag(['b', 'a', 'b']), { rm: 'rm1', type: 'commit' }].map(printValue)).toEqual([
      '[b, a]',
      '{a, b}',
      'bag[a, b ×2]',
      '{type: commit, rm: rm1}',
    ])
    expect([[], set(), bag(), {}].map(printValue)).toEqual(['[]', 'set{}', 'bag[]', '{}'])
  })

  it('prints two values alike only where they are equal', () => {
    fc.assert(
      fc.property(plainData, plainData, (left, right) => {
        expect(printValue(left) === printValue(right)).toBe(compareValues(left, right) === 0)
      }),
      { numRuns: 500 },
    )
  })

  it('never prints a character that acts on a terminal', () => {
    expect(printValue('\u001b[31m\u202e\ud800')).toBe("'\\u001b[31m\\u202e\\ud800'")
  })

  it('prints arguments without braces, in the order given', () => {
    expect(printFields({ to: 'b1', message: { kind: 'x' } })).toBe('to: b1, message: {kind: x}')
  })
})
