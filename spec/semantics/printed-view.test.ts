import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { each, specify } from '../language/index.ts'
import { plainView } from '../language/plain-view.ts'
import { recordedView } from './recorded-view.ts'

describe('a view that is printed', () => {
  const { definition } = specify('printed', { n: 1, weight: each(['a', 'b'], 2) })
    .derive('double', (s) => 2 * s.n)
    .derive('more', ['a', 'b'], (s, key) => s.weight[key] + 1)
  const state = { n: 3, weight: { a: 2, b: 4 } }
  const values = { n: 3, weight: { a: 2, b: 4 }, double: 6, more: { a: 3, b: 5 } }

  it.each([
    ['plain', plainView(definition, state)],
    ['recorded', recordedView(definition, state).view],
  ])('shows its values, derived ones too (%s)', (_kind, view) => {
    expect(inspect(view, { breakLength: 200 })).toBe(
      '{ n: 3, weight: { a: 2, b: 4 }, double: 6, more: { a: 3, b: 5 } }',
    )
    expect(JSON.parse(JSON.stringify(view))).toEqual(values)
    expect({ ...view }).toEqual(values)
  })

  it('reads what it shows, where reads are recorded', () => {
    const { view, reads } = recordedView(definition, state)
    inspect(view)
    expect([...reads.keys()]).toEqual(['n', 'weight.a', 'weight.b'])
  })
})
