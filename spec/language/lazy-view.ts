/**
 * Objects whose members are read only where somebody looks: ordinary objects for whoever spreads them, lists their keys or
 * asks for their prototype. Frozen, and a write to one is told, also where JavaScript would let it pass in silence.
 */
import { printable } from './printed-view.ts'

/** Where a view and its copies get their members. */
interface Source {
  read(name: string): unknown
  /** Is told of a member of the view that is assigned to. */
  refuse(name: string): void
}

/** Of views, and of copies of them that have read nothing yet. */
const sources = new WeakMap<object, Source>()
const copies = new WeakSet<object>()

/** What reads a member, the same function in all objects: only so they have one layout, and are made quickly. */
const readers = new Map<string, (this: object) => unknown>()
const isReader = new WeakSet<(this: object) => unknown>()

function readerOf(name: string): (this: object) => unknown {
  const known = readers.get(name)
  if (known !== undefined) return known
  function read(this: object): unknown {
    return sourceOf(this).read(name)
  }
  readers.set(name, read)
  isReader.add(read)
  return read
}

/** Makes views with these members. */
export function lazyViews(names: readonly string[]): (source: Source) => Readonly<Record<string, unknown>> {
  const members = Object.fromEntries(
    names.map((name): [string, PropertyDescriptor] => {
      function refuse(this: object): void {
        sourceOf(this).refuse(name)
      }
      return [name, { get: readerOf(name), set: refuse, enumerable: true }]
    }),
  )
  return (source) => {
    const view = Object.defineProperties(printable({}), members)
    sources.set(view, source)
    return Object.freeze(view)
  }
}

/**
 * What `{ ...source, …rest }` means. A copy of a view, or of such a copy, reads what it copies only where somebody looks; it
 * may be written to, as any copy. `rest` gives what stands behind the spread.
 */
export function spread(source: object | null | undefined, rest: () => object): object {
  const from = source === null || source === undefined ? undefined : sources.get(source)
  if (from === undefined) return { ...source, ...rest() }
  const copy = {}
  for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(source as object))) {
    if (get !== undefined && isReader.has(get)) Object.defineProperty(copy, name, copiedMember(name))
    else define(copy, name, get === undefined ? value : get.call(source))
  }
  sources.set(copy, from)
  copies.add(copy)
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(rest()))
}

/** A copy of a view that this module has not made: its members are read only where somebody looks. */
export function copied(view: object): object {
  const source = sources.get(view) ?? { read: (name) => Reflect.get(view, name), refuse: () => {} }
  sources.set(view, source)
  const copy = {}
  for (const name of Object.keys(view)) Object.defineProperty(copy, name, copiedMember(name))
  sources.set(copy, source)
  copies.add(copy)
  return copy
}

/** Whether it is a copy of a view: an ordinary object, in spite of its accessors. */
export function isCopy(object: object): boolean {
  return copies.has(object)
}

/** The names of members of a change that are not untouched ones of `before`. All of them where it is no copy of it. */
export function touchedNames(change: object, before: () => unknown): readonly string[] {
  if (!isCopy(change)) return Object.getOwnPropertyNames(change)
  const view = before() as object
  return Object.keys(change).filter((name) => !isUntouched(change, name, view))
}

/** Whether a member of an object stands for that of a view by the same name, and nobody has looked at it. */
export function isUntouched(object: object, name: string, view: object): boolean {
  const get = Object.getOwnPropertyDescriptor(object, name)?.get
  return get !== undefined && isReader.has(get) && sources.get(object) === sources.get(view)
}

const copiedMembers = new Map<string, PropertyDescriptor>()

function copiedMember(name: string): PropertyDescriptor {
  const known = copiedMembers.get(name)
  if (known !== undefined) return known
  function write(this: object, value: unknown): void {
    define(this, name, value)
  }
  const member = { get: readerOf(name), set: write, enumerable: true, configurable: true }
  copiedMembers.set(name, member)
  return member
}

function sourceOf(object: object): Source {
  const source = sources.get(object)
  if (source !== undefined) return source
  throw new TypeError(
    'a state is read through another object, which has its accessors: spread it, or use Object.assign',
  )
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}
