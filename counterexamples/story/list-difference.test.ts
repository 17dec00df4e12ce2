import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bag } from '../../spec/language/index.ts'
import { arrayEdits, type ListEdit, sortedEdits } from './list-difference.ts'

/** Performs the edits: removals by their index before, then additions by their index after. */
function edited(before: readonly unknown[], edits: readonly ListEdit[]): unknown[] {
  const gone = new Set(edits.flatMap((edit) => (edit.kind === 'removed' ? [edit.index] : [])))
  const kept = before
    .map((value, index) => {
      const change = edits.find((edit) => edit.kind === 'changed' && edit.index === index)
      return change?.kind === 'changed' ? change.after : value
    })
    .filter((_value, index) => !gone.has(index))
  for (const edit of edits) if (edit.kind === 'added') kept.splice(edit.index, 0, edit.value)
  return kept
}

const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })

describe('the difference of two lists', () => {
  it('turns the one into the other', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        expect(edited(before, arrayEdits(before, after))).toEqual(after)
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(list.map(bag), list.map(bag), (before, after) => {
        expect(edited(before, sortedEdits(before, after))).toEqual([...after])
      }),
    )
  })

  it('is a removal and an addition for a queue that moved on', () => {
    expect(arrayEdits(['a', 'b', 'c'], ['b', 'c', 'd'])).toEqual([
      { kind: 'removed', index: 0, value: 'a' },
      { kind: 'added', index: 2, value: 'd' },
    ])
  })

  it('is a change for an element replaced in place', () => {
    expect(arrayEdits([{ n: 1 }, 'x'], [{ n: 2 }, 'x'])).toEqual([
      { kind: 'changed', index: 0, before: { n: 1 }, after: { n: 2 } },
    ])
  })

  it('stays quick for lists too long to compare exactly', () => {
    const before = Array.from({ length: 5_000 }, (_each, index) => index)
    const after = before.map((value) => -value - 1)
    expect(arrayEdits(before, after)).toHaveLength(5_000)
  })
})
