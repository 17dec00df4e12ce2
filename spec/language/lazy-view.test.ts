import { describe, expect, it } from 'vitest'
import { isUntouched, lazyViews, spread } from './lazy-view.ts'

/** A view of `a`, `b` and `c`, and what was read of it. */
function view() {
  const reads: string[] = []
  const values: Readonly<Record<string, unknown>> = { a: 1, b: { x: 2 }, c: 3 }
  const read = (name: string): unknown => {
    reads.push(name)
    return values[name]
  }
  const refuse = (name: string): void => {
    throw new Error(`${name} is refused`)
  }
  return { reads, values, view: lazyViews(Object.keys(values))({ read, refuse }) }
}

describe('a view', () => {
  it('is an ordinary frozen object, which is read where somebody looks', () => {
    const { reads, values, view: lazy } = view()
    expect([Object.keys(lazy), 'b' in lazy, Object.isFrozen(lazy), Object.getPrototypeOf(lazy)]).toEqual([
      ['a', 'b', 'c'],
      true,
      true,
      Object.prototype,
    ])
    expect(reads).toEqual([])
    expect(lazy.b).toBe(values.b)
    expect(reads).toEqual(['b'])
    expect({ ...lazy }).toEqual(values)
    expect(JSON.stringify(lazy)).toBe(JSON.stringify(values))
    expect(structuredClone(lazy)).toEqual(values)
  })

  it('refuses writes, also where JavaScript would say nothing', () => {
    const { view: lazy } = view()
    expect(() => new Function('view', 'view.a = 2')(lazy)).toThrow('a is refused')
  })
})

it('a view is not read through another object that took its accessors', () => {
  const { view: lazy } = view()
  expect(() => (Object.create(lazy) as { readonly a: unknown }).a).toThrow('spread it')
})

describe('a copy of a view', () => {
  it('reads nothing of what nobody looks at, however often it is copied', () => {
    const { reads, view: lazy } = view()
    const copy = spread(
      spread(lazy, () => ({ a: 5 })),
      () => ({ d: 6 }),
    )
    expect(reads).toEqual([])
    expect(['a', 'b', 'c', 'd'].map((name) => isUntouched(copy, name, lazy))).toEqual([false, true, true, false])
    expect(copy).toEqual({ a: 5, b: { x: 2 }, c: 3, d: 6 })
    expect(Object.keys(copy)).toEqual(['a', 'b', 'c', 'd'])
    expect(reads).toContain('c')
  })

  it('may be written to, and a copy of that has what was written', () => {
    const { view: lazy } = view()
    const copy = spread(lazy, () => ({})) as Record<string, unknown>
    copy.a = 7
    delete copy.c
    const second = spread(copy, () => ({ b: 8 }))
    copy.a = 9
    expect([{ ...copy }, { ...second }]).toEqual([
      { a: 9, b: { x: 2 } },
      { a: 7, b: 8 },
    ])
    expect([isUntouched(second, 'a', lazy), isUntouched(second, 'c', lazy)]).toEqual([false, false])
  })

  it('of anything else is a plain copy', () => {
    expect(Object.getOwnPropertyDescriptors(spread({ x: 1 }, () => ({ y: 2 })))).toEqual(
      Object.getOwnPropertyDescriptors({ x: 1, y: 2 }),
    )
    expect(spread(null, () => ({ y: 2 }))).toEqual({ y: 2 })
    expect(spread([1], () => ({}))).toEqual({ 0: 1 })
  })
})
