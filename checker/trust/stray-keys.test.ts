import { describe, expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import { expectSameFindings } from '../../test/oracle/findings-agreement.ts'

/** Stray keys that the engine and plain runs both find in a variable that takes these values one after the other. */
function strayKeys(...values: readonly unknown[]): readonly string[] {
  const { definition } = specify('values', { lease: values[0], at: 0 })
    .action('next')
    .changes((s) => ({ at: (s.at + 1) % values.length, lease: values[(s.at + 1) % values.length] }))
    .always('looked at', (s) => s.lease !== undefined)
  return expectSameFindings(definition).flatMap(({ kind, subject }) => (kind === 'stray-key' ? [subject] : []))
}

describe('a key that no initial state has', () => {
  it.each<[string, readonly unknown[], readonly string[]]>([
    [
      'is told',
      [
        { term: 1, by: 2 },
        { term: 1, by: 2, tem: 3 },
      ],
      ['lease.tem'],
    ],
    ['is told in depth', [{ a: { x: 1, y: 1 } }, { a: { x: 1, y: 1, 'odd key': 1 } }], ['lease.a["odd key"]']],
    [
      'is told each, where there are two',
      [
        { a: 1, b: 1 },
        { a: 1, b: 1, c: 1, d: 1 },
      ],
      ['lease.c', 'lease.d'],
    ],
    [
      'is told where numbers differ',
      [
        { a: 1, b: 1 },
        { a: 2, b: 2, c: 1 },
      ],
      ['lease.c'],
    ],
    [
      'is told where texts do not differ',
      [
        { a: 'x', b: 1 },
        { a: 'x', b: 2, c: 1 },
      ],
      ['lease.c'],
    ],
    [
      'is none where it was there from the first',
      [
        { a: 1, b: 1, c: null },
        { a: 1, b: 1, c: 1 },
      ],
      [],
    ],
    [
      'belongs to another shape, which a text names',
      [
        { is: 'free', n: 1 },
        { is: 'held', n: 1, by: 1 },
      ],
      [],
    ],
    [
      'belongs to another shape, which true names',
      [
        { on: false, n: 1 },
        { on: true, n: 1, by: 1 },
      ],
      [],
    ],
    [
      'belongs to another shape, which lacks a key',
      [
        { a: 1, b: 1 },
        { a: 1, c: 1 },
      ],
      [],
    ],
    ['belongs to a dictionary that is empty at first', [{}, { a: 1, b: 1 }], []],
    ['belongs to a dictionary of one', [{ a: 1 }, { a: 1, b: 1 }], []],
    [
      'belongs to a dictionary that grows',
      [
        { a: 1, b: 1 },
        { a: 1, b: 1, c: 1 },
        { a: 1, b: 1, c: 1, d: 1 },
      ],
      [],
    ],
    ['is none of an element', [[{ a: 1, b: 1 }], [{ a: 1, b: 1, c: 1 }]], []],
    ['is none where there was no object', [null, { a: 1, b: 1 }, { a: 1, b: 1, c: 1 }], []],
  ])('%s', (_, values, expected) => {
    expect(strayKeys(...values)).toEqual(expected)
  })

  const broker = () =>
    specify('brokers', {
      log: each([1, 2], { length: 0, epoch: 0 } as { readonly length: number; readonly epoch: number }),
    })
      .action('append')
      .over('to', [1, 2])
      .when((s, { to }) => s.log[to].length === 0)
      .changes((s, { to }) => ({ log: at(to, { ...s.log[to], length: 1, lenght: 1 } as never) }))
      .always('short', [1, 2], (s, key) => s.log[key].length < 2)
      .deadlockFree(() => true)

  it('is told of any member of a family', () => {
    expect(expectSameFindings(broker().definition)).toEqual([
      { kind: 'stray-key', subject: 'log.*.lenght', parts: null },
    ])
  })

  it('is none where some initial state has it', () => {
    const start = { log: { 1: { length: 0, epoch: 0, lenght: 0 } } } as never
    expect(expectSameFindings(broker().startingFrom([{}, start]).definition)).toEqual([])
  })
})
