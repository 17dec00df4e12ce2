/**
 * Hash-consing: every nested value exists once, so `===` on state data means structural equality and a value can be
 * named by a small number. Canonical copies are new, deep-frozen objects with sorted keys; the user's own constants
 * are never frozen or changed.
 */

import { collection } from '../../spec/language/collections.ts'
import { searchedByContent } from '../../spec/language/content-array.ts'
import { isCopy } from '../../spec/language/lazy-view.ts'
import { questionsToList } from '../../spec/language/list-questions.ts'
import { questionsTo } from '../../spec/language/pool-questions.ts'
import { isOrdinaryArray } from '../../spec/language/same-content.ts'
import { carriedShape } from '../../spec/language/shape.ts'
import { type CollectionKind, collectionKindOf } from '../../spec/language/value.ts'
import { hashText } from './hash-text.ts'
import { NotPlainData } from './not-plain-data.ts'
import { withRoom } from './with-room.ts'

/** Marks of composite values in `#shapeOf`; a plain object has the number of its key list instead. */
const ARRAY = -1
const SET = -2
const BAG = -3

/** Deeper nesting than this is taken for a mistake; a real stack overflow would say less. */
const MAX_NESTING = 500

export class Interner {
  /** Number of a canonical composite value. */
  readonly #numbers = new WeakMap<object, number>()
  readonly #nodes: object[] = []
  #hashes: Int32Array = new Int32Array(256)
  #shapeOf: Int32Array = new Int32Array(256)
  /** Open addressing over node numbers plus one; 0 = free. */
  #index = new Int32Array(512)
  readonly #shapes = new Map<string, number>()
  readonly #shapeKeys: (readonly string[])[] = []
  readonly #ancestors: object[] = []
  #bytes = 0

  /** Number of composite values. */
  get size(): number {
    return this.#nodes.length
  }

  /** Bytes taken: exact for the tables, an estimate for the values. */
  get bytes(): number {
    return this.#bytes + this.#hashes.byteLength + this.#shapeOf.byteLength + this.#index.byteLength
  }

  /**
   * The canonical copy of `value`. Throws `NotPlainData` with the path of anything that is not null, a boolean, a finite
   * number that is exact, a string, an array or a plain object. Cost: the size of what is not canonical yet.
   */
  canonical(value: unknown, path: string): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        if (!isExact(value)) throw new NotPlainData(path, String(value), hintFor(value))
        return value === 0 ? 0 : value
      case 'object':
        if (value === null || this.#numbers.has(value)) return value
        return this.#composite(value, path)
      default:
        throw new NotPlainData(path, describeFound(value), hintFor(value))
    }
  }

  /** The set or bag of these canonical values, which are in structural order. */
  collection(kind: CollectionKind, sorted: unknown[]): readonly unknown[] {
    return this.#intern(kind === 'set' ? SET : BAG, sorted) as readonly unknown[]
  }

  /** Whether a value is its own canonical copy, so that its path is not needed. */
  #isCanonical(value: unknown): boolean {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return true
      case 'number':
        return isExact(value) && !Object.is(value, -0)
      case 'object':
        return value === null || this.#numbers.has(value)
      default:
        return false
    }
  }

  #composite(value: object, path: string): object {
    if (this.#ancestors.includes(value)) throw new NotPlainData(path, 'a cycle', 'a value may not contain itself')
    if (this.#ancestors.length > MAX_NESTING) {
      throw new NotPlainData(path, `nested more than ${MAX_NESTING} levels deep`, 'keep state values flat')
    }
    this.#ancestors.push(value)
    try {
      return Array.isArray(value) ? this.#array(value, path) : this.#object(value as Record<string, unknown>, path)
    } finally {
      this.#ancestors.pop()
    }
  }

  #array(value: readonly unknown[], path: string): object {
    const place = questionsTo(value) ?? questionsToList(value)
    if (place !== undefined) return this.canonical(place.whole(), path) as object
    if (!isOrdinaryArray(value)) throw new NotPlainData(path, describeFound(value), hintFor(value))
    const kind = collectionKindOf(value)
    const children: unknown[] = []
    for (let index = 0; index < value.length; index++) {
      if (!(index in value)) throw new NotPlainData(`${path}[${index}]`, 'a hole', 'fill every place of an array')
      if (hasAccessor(value, String(index))) throw accessorAt(`${path}[${index}]`)
      const child = value[index]
      children.push(this.#isCanonical(child) ? child : this.canonical(child, `${path}[${index}]`))
    }
    const names = Reflect.ownKeys(value).length - 1 - (kind === undefined ? 0 : 1)
    if (names !== value.length) throw new NotPlainData(path, 'an array with extra properties', 'use an object')
    return this.#intern(kind === undefined ? ARRAY : kind === 'set' ? SET : BAG, children)
  }

  #object(value: Record<string, unknown>, path: string): object {
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) {
      throw new NotPlainData(path, describeFound(value), hintFor(value))
    }
    const keys: string[] = []
    for (const key of Reflect.ownKeys(value)) {
      // A family or a record of a plain state, taken for a value: the value is its members.
      if (key === carriedShape) continue
      if (typeof key === 'symbol') throw new NotPlainData(path, `the symbol key ${String(key)}`, 'keys are strings')
      if (key === '__proto__') throw new NotPlainData(path, 'the key "__proto__"', 'choose another key')
      if (hasAccessor(value, key) && !isCopy(value)) throw accessorAt(member(path, key))
      keys.push(key)
    }
    keys.sort()
    const children = keys.map((key) => {
      const child = value[key]
      return this.#isCanonical(child) ? child : this.canonical(child, member(path, key))
    })
    return this.#intern(this.#shape(keys), children)
  }

  #shape(keys: readonly string[]): number {
    const text = JSON.stringify(keys)
    let shape = this.#shapes.get(text)
    if (shape === undefined) {
      shape = this.#shapeKeys.length
      this.#shapes.set(text, shape)
      this.#shapeKeys.push(keys)
      this.#bytes += 2 * text.length + 100
    }
    return shape
  }

  #intern(shape: number, children: unknown[]): object {
    let hash = Math.imul(shape + 0x51ed, 0x9e3779b1) ^ children.length
    for (const child of children) hash = mix(hash, this.#hashOf(child))
    const mask = this.#index.length - 1
    let place = hash & mask
    for (;;) {
      const entry = this.#index[place] as number
      if (entry === 0) break
      const node = entry - 1
      if (this.#hashes[node] === hash && this.#shapeOf[node] === shape && this.#hasChildren(node, shape, children)) {
        return this.#nodes[node] as object
      }
      place = (place + 1) & mask
    }
    return this.#add(hash, shape, children)
  }

  #hasChildren(node: number, shape: number, children: readonly unknown[]): boolean {
    if (shape >= 0) {
      const keys = this.#shapeKeys[shape] as readonly string[]
      const value = this.#nodes[node] as Record<string, unknown>
      return keys.every((key, index) => value[key] === children[index])
    }
    const value = this.#nodes[node] as readonly unknown[]
    return value.length === children.length && value.every((child, index) => child === children[index])
  }

  #add(hash: number, shape: number, children: unknown[]): object {
    const node = this.#nodes.length
    const value = this.#build(shape, children)
    this.#hashes = withRoom(this.#hashes, node + 1)
    this.#shapeOf = withRoom(this.#shapeOf, node + 1)
    this.#nodes.push(value)
    this.#numbers.set(value, node)
    this.#hashes[node] = hash
    this.#shapeOf[node] = shape
    this.#bytes += 96 + 16 * children.length
    if (2 * (node + 1) > this.#index.length) this.#rebuildIndex()
    else this.#place(node)
    return value
  }

  #build(shape: number, children: unknown[]): object {
    if (shape === ARRAY) return Object.freeze(searchedByContent(children))
    if (shape < 0) return collection(shape === SET ? 'set' : 'bag', children)
    const value: Record<string, unknown> = {}
    const keys = this.#shapeKeys[shape] as readonly string[]
    keys.forEach((key, index) => {
      value[key] = children[index]
    })
    return Object.freeze(value)
  }

  #rebuildIndex(): void {
    this.#index = new Int32Array(this.#index.length * 2)
    for (let node = 0; node < this.#nodes.length; node++) this.#place(node)
  }

  #place(node: number): void {
    const mask = this.#index.length - 1
    let place = (this.#hashes[node] as number) & mask
    while (this.#index[place] !== 0) place = (place + 1) & mask
    this.#index[place] = node + 1
  }

  #hashOf(value: unknown): number {
    switch (typeof value) {
      case 'string':
        return hashText(value)
      case 'number':
        return Number.isInteger(value) ? mix(7, value | 0) ^ Math.trunc(value / 4294967296) : hashText(String(value))
      case 'boolean':
        return value ? 0x3c6ef372 : 0x1b873593
      default:
        return value === null ? 0x2545f491 : (this.#hashes[this.#numbers.get(value as object) as number] as number)
    }
  }
}

/**
 * Whether a number is finite and below 2^53. From there on every number is whole and n + 1 may be n, so that a counter
 * would silently stand still.
 */
function isExact(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER
}

/** `path.key`, or `path["odd key"]`. */
export function member(path: string, key: string): string {
  const step = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
  return path === '' ? step.replace(/^\./, '') : path + step
}

function hasAccessor(holder: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key)
  return descriptor?.get !== undefined || descriptor?.set !== undefined
}

function accessorAt(path: string): NotPlainData {
  return new NotPlainData(path, 'a getter or setter', 'store the value itself')
}

/** What a value is, for a message: `undefined`, `a function`, `an array`, `a Map`, `"text"`. */
export function describeFound(value: unknown): string {
  switch (typeof value) {
    case 'function':
    case 'symbol':
    case 'bigint':
      return `a ${typeof value}`
    case 'object': {
      if (value === null) return 'null'
      const name: unknown = value.constructor?.name
      if (typeof name !== 'string' || name === '') return 'an object of an unknown class'
      if (name === 'Object' || name === 'Array') return `an ${name.toLowerCase()}`
      return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
    }
    default:
      return typeof value === 'string' ? JSON.stringify(value) : String(value)
  }
}

const exactly = 'from -(2^53 - 1) to 2^53 - 1, which are exact, or text for larger ones'

function hintFor(value: unknown): string {
  if (value === undefined) return 'leave the key out, or use null'
  if (typeof value === 'bigint') return `use a number, ${exactly}`
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `use whole numbers ${exactly}` : 'numbers in a state are finite'
  }
  if (value instanceof Map) return 'use a plain object'
  if (value instanceof Set) return 'use set(…) from ackproof'
  if (value instanceof Date) return 'use a number of ticks'
  if (value instanceof Promise) return 'return the result at once: nothing in a specification is asynchronous'
  return 'a state holds null, booleans, finite numbers, strings, arrays and plain objects'
}

function mix(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
