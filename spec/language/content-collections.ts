/**
 * `Set` and `Map` whose members and keys are compared by content. Members come in order of insertion, and are the
 * objects that were put in first.
 */
import { isOrdinaryArray, isOrdinaryObject, sameContent } from './same-content.ts'
import { collectionKindOf } from './value.ts'

/** Finds the member that stands for an equal one. */
class Representatives<T> {
  readonly #byText = new Map<string, T>()

  /** What stands for `value`, itself where there is no other. `isMember` tells what is in the collection now. */
  find(value: T, isMember: (value: T) => boolean): T {
    if (!isObject(value) || isMember(value)) return value
    const known = this.#byText.get(textOf(value, []))
    // What was put in may have been changed since, or taken out.
    return known !== undefined && isMember(known) && sameContent(known, value) ? known : value
  }

  note(value: T): void {
    if (isObject(value)) this.#byText.set(textOf(value, []), value)
  }

  clear(): void {
    this.#byText.clear()
  }
}

export class ContentSet<T> extends Set<T> {
  readonly #representatives = new Representatives<T>()
  readonly #isMember = (value: T): boolean => super.has(value)

  constructor(values?: Iterable<T> | null) {
    super()
    for (const value of values ?? []) this.add(value)
  }

  override has(value: T): boolean {
    return super.has(this.#representatives.find(value, this.#isMember))
  }

  override add(value: T): this {
    const member = this.#representatives.find(value, this.#isMember)
    if (!super.has(member)) this.#representatives.note(member)
    return super.add(member)
  }

  override delete(value: T): boolean {
    return super.delete(this.#representatives.find(value, this.#isMember))
  }

  override clear(): void {
    this.#representatives.clear()
    super.clear()
  }

  union(other: ReadonlySet<T>): ContentSet<T> {
    return new ContentSet([...this, ...other.keys()])
  }

  intersection(other: ReadonlySet<T>): ContentSet<T> {
    const others = new ContentSet(other.keys())
    return new ContentSet([...this].filter((value) => others.has(value)))
  }

  difference(other: ReadonlySet<T>): ContentSet<T> {
    const others = new ContentSet(other.keys())
    return new ContentSet([...this].filter((value) => !others.has(value)))
  }

  symmetricDifference(other: ReadonlySet<T>): ContentSet<T> {
    return this.difference(other).union(new ContentSet(other.keys()).difference(this))
  }

  isSubsetOf(other: ReadonlySet<T>): boolean {
    return this.difference(other).size === 0
  }

  isSupersetOf(other: ReadonlySet<T>): boolean {
    return new ContentSet(other.keys()).isSubsetOf(this)
  }

  isDisjointFrom(other: ReadonlySet<T>): boolean {
    return this.intersection(other).size === 0
  }
}

export class ContentMap<K, V> extends Map<K, V> {
  readonly #representatives = new Representatives<K>()
  readonly #isKey = (key: K): boolean => super.has(key)

  constructor(entries?: Iterable<readonly [K, V]> | null) {
    super()
    for (const [key, value] of entries ?? []) this.set(key, value)
  }

  override has(key: K): boolean {
    return super.has(this.#representatives.find(key, this.#isKey))
  }

  override get(key: K): V | undefined {
    return super.get(this.#representatives.find(key, this.#isKey))
  }

  override set(key: K, value: V): this {
    const member = this.#representatives.find(key, this.#isKey)
    if (!super.has(member)) this.#representatives.note(member)
    return super.set(member, value)
  }

  override delete(key: K): boolean {
    return super.delete(this.#representatives.find(key, this.#isKey))
  }

  override clear(): void {
    this.#representatives.clear()
    super.clear()
  }

  /** As `Map.groupBy` of newer platforms. */
  static groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): ContentMap<K, T[]> {
    const groups = new ContentMap<K, T[]>()
    let index = 0
    for (const item of items) {
      const key = keyOf(item, index++)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [item])
      else group.push(item)
    }
    return groups
  }
}

// `x.constructor === Set` is asked of what was made by `new Set()`.
for (const [made, original] of [
  [ContentSet, Set],
  [ContentMap, Map],
] as const) {
  Object.defineProperty(made.prototype, 'constructor', { value: original, writable: true, configurable: true })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A text that values of the same content share; a value that is no plain data is named by a number of its own. */
function textOf(value: unknown, around: readonly object[]): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol' || typeof value === 'function') return numberOf(value)
  if (!isObject(value)) return String(value)
  if (around.includes(value)) return numberOf(value)
  const inside = [...around, value]
  if (Array.isArray(value) && isOrdinaryArray(value)) {
    return `${collectionKindOf(value) ?? ''}[${Array.from(value, (member) => textOf(member, inside)).join()}]`
  }
  if (!isOrdinaryObject(value)) return numberOf(value)
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOf(Reflect.get(value, key), inside)}`)
  return `{${fields.join()}}`
}

const numbers = new WeakMap<object, number>()
const symbolNumbers = new Map<symbol, number>()
let lastNumber = 0

function numberOf(value: object | symbol): string {
  const known = typeof value === 'symbol' ? symbolNumbers.get(value) : numbers.get(value)
  if (known !== undefined) return `@${known}`
  lastNumber++
  if (typeof value === 'symbol') symbolNumbers.set(value, lastNumber)
  else numbers.set(value, lastNumber)
  return `@${lastNumber}`
}
