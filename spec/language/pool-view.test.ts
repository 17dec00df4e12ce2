import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { type Bag, bag, copies, has, insert, removeOne, set, where } from './collections.ts'
import { plainPool } from './plain-pool.ts'
import { isOfSamePool } from './pool-view.ts'
import { inspected } from './printed-view.ts'
import { sameContent } from './same-content.ts'
import { collectionKindOf, sameValue } from './value.ts'

interface Mail {
  readonly kind: 'ask' | 'yes'
  readonly to: number
}

const mail: fc.Arbitrary<Mail> = fc.record({ kind: fc.constantFrom('ask', 'yes'), to: fc.nat(1) })
const pool = fc
  .tuple(fc.boolean(), fc.array(mail, { maxLength: 5 }))
  .map(([isSet, list]) => (isSet ? set(list) : bag(list)) as Bag<Mail>)
const changes = fc.array(fc.tuple(fc.boolean(), mail), { maxLength: 4 })

const viewOf = (values: Bag<Mail>): Bag<Mail> => plainPool(values, (value) => value) as readonly unknown[] as Bag<Mail>
const changed = (start: Bag<Mail>, list: readonly (readonly [boolean, Mail])[]): Bag<Mail> =>
  list.reduce((all, [isMore, each]) => (isMore ? insert(all, each) : removeOne(all, each)), start)

describe('a set or a bag of the state, as a function of the specification sees it', () => {
  test.prop([pool, changes, mail])(
    'answers as the set or bag itself, whatever was changed of it',
    (values, list, element) => {
      const view = changed(viewOf(values), list)
      const plain = changed(values, list)
      expect(has(view, element)).toBe(has(plain, element))
      expect(copies(view, element)).toBe(copies(plain, element))
      expect(sameValue(where(view, { kind: element.kind }), where(plain, { kind: element.kind }))).toBe(true)
      expect(sameValue(where(view, element), where(plain, element))).toBe(true)
      expect(sameValue(view, plain)).toBe(true)
      expect(sameContent(view, plain)).toBe(true)
    },
  )

  test.prop([pool])('is an array for whoever takes it for one', (values) => {
    const view = viewOf(values)
    expect(Array.isArray(view)).toBe(true)
    expect(collectionKindOf(view)).toBe(collectionKindOf(values))
    expect([...view]).toEqual([...values])
    expect(view.length).toBe(values.length)
    expect(view.map(({ to }) => to)).toEqual(values.map(({ to }) => to))
    expect(Object.keys(view)).toEqual(Object.keys(values))
    expect(JSON.stringify(view)).toBe(JSON.stringify(values))
    expect((view as unknown as { [inspected](): unknown })[inspected]()).toEqual([...values])
    expect(view).toEqual(values)
  })

  it('is a place: two views are never one value, and a change of one does not change the other', () => {
    const values = bag<Mail>([{ kind: 'ask', to: 0 }])
    const view = viewOf(values)
    const more = insert(view, { kind: 'yes', to: 1 })
    expect(view === viewOf(values)).toBe(false)
    expect(insert(view, { kind: 'ask', to: 0 }) === view).toBe(false)
    expect(view).toHaveLength(1)
    expect(more).toHaveLength(2)
    expect(isOfSamePool(view, more)).toBe(true)
    expect(isOfSamePool(view, viewOf(values))).toBe(false)
    expect(isOfSamePool(view, values)).toBe(false)
  })

  it('cannot be written to', () => {
    const ask: Mail = { kind: 'ask', to: 0 }
    const view = viewOf(bag([ask, ask])) as unknown as Mail[]
    const writes: (() => unknown)[] = [
      () => view.push({ kind: 'yes', to: 0 }),
      () => view.sort(),
      () => Object.assign(view, { length: 0 }),
      () => {
        view[0] = { kind: 'yes', to: 0 }
      },
      () => Reflect.setPrototypeOf(view, null),
      () => Object.freeze(view),
      () => {
        delete view[0]
      },
    ]
    for (const write of writes) expect(write).toThrow(TypeError)
    expect(view).toHaveLength(2)
  })

  it('refuses a pattern that is none', () => {
    const view = viewOf(set<Mail>() as readonly unknown[] as Bag<Mail>)
    expect(() => where(view, [] as never)).toThrow('where() takes a pattern')
  })
})
