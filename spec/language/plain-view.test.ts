import { describe, expect, it } from 'vitest'
import { each } from './family.ts'
import { plainView } from './plain-view.ts'
import { specify } from './specify.ts'

describe('a plain view', () => {
  it('shows variables as they are and derived values by name and key, each in terms of those before it', () => {
    const { definition } = specify('sums', { n: 1, weight: each(['a', 'b'], 2) })
      .derive('scaled', ['a', 'b'], (s, key) => s.weight[key] * s.n)
      .derive('total', (s) => s.scaled.a + s.scaled.b)
      .derive('isLarge', [5, 50], (s, bound) => s.total > bound)
    const view = plainView(definition, { n: 3, weight: { a: 2, b: 4 } })
    expect(view).toEqual({
      n: 3,
      weight: { a: 2, b: 4 },
      scaled: { a: 6, b: 12 },
      total: 18,
      isLarge: { 5: true, 50: false },
    })
  })

  it('computes a derived value only when it is read', () => {
    let runs = 0
    const { definition } = specify('lazy', { n: 1 }).derive('costly', (s) => {
      runs++
      return s.n
    })
    const view = plainView(definition, { n: 2 })
    expect(runs).toBe(0)
    expect(view.costly).toBe(2)
    expect(runs).toBe(1)
  })

  it('cannot be changed', () => {
    const { definition } = specify('frozen', { n: 1 }).derive('by', ['a'], (s) => s.n)
    const view = plainView(definition, { n: 1 }) as { n: number; by: { a: number } }
    expect(() => {
      view.n = 2
    }).toThrow(TypeError)
    expect(() => {
      view.by.a = 2
    }).toThrow(TypeError)
  })
})
