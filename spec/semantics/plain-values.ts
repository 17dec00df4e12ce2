/**
 * The canonical form of plain data, independent of the engine's: a text for each value, equal exactly where the values
 * are structurally equal, and one shared frozen copy of every value.
 */
import { searchedByContent } from '../language/content-array.ts'
import { bag, set } from '../language/index.ts'
import { isCopy } from '../language/lazy-view.ts'
import { questionsToList } from '../language/list-questions.ts'
import { questionsTo } from '../language/pool-questions.ts'
import { collectionKindOf } from '../language/value.ts'

/** Says where in a value something is that a state cannot hold, and what it is. */
export class NotPlain extends TypeError {
  override readonly name = 'NotPlain'
}

/**
 * The text of a piece of plain data: JSON with sorted keys, -0 as 0, sets and bags marked and in structural order.
 * Throws `NotPlain`, with the path, where the value is not plain data.
 */
export function canonicalText(value: unknown): string {
  return new PlainValues().textOf(value)
}

interface Canonical {
  readonly text: string
  readonly value: unknown
}

/** One copy of every distinct value, so that `===` on shared values means structural equality. */
export class PlainValues {
  readonly #byText = new Map<string, object>()
  /** Texts of the copies, which need not be looked through again. */
  readonly #texts = new WeakMap<object, string>()

  /** The deeply frozen copy that stands for every value equal to this one. */
  share(value: unknown, path = 'the value'): unknown {
    return this.#canonical(value, path, []).value
  }

  textOf(value: unknown, path = 'the value'): string {
    return this.#canonical(value, path, []).text
  }

  #canonical(value: unknown, path: string, around: readonly unknown[]): Canonical {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
      return { text: JSON.stringify(value), value }
    }
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw notPlain(path, String(value))
      if (Math.abs(value) >= 2 ** 53) throw notPlain(path, `${value}, a whole number that is not exact`)
      const number = value === 0 ? 0 : value
      return { text: String(number), value: number }
    }
    if (typeof value !== 'object') throw notPlain(path, typeof value)
    const known = this.#texts.get(value)
    if (known !== undefined) return { text: known, value }
    if (around.includes(value)) throw notPlain(path, 'a cycle')
    const inside = [...around, value]
    if (!Array.isArray(value)) return this.#object(value, path, inside)
    const place = questionsTo(value) ?? questionsToList(value)
    return place === undefined ? this.#array(value, path, inside) : this.#canonical(place.whole(), path, around)
  }

  #array(values: readonly unknown[], path: string, around: readonly unknown[]): Canonical {
    const indices = Array.from(values, (_, index) => String(index))
    requireOnly(values, path, indices, ['length'])
    const members = values.map((member, index) => this.#canonical(member, `${path}[${index}]`, around))
    const texts = new Map(members.map((member) => [member.value, member.text]))
    const kind = collectionKindOf(values)
    const plain = members.map((member) => member.value)
    const ordered = kind === 'set' ? set(plain) : kind === 'bag' ? bag(plain) : Object.freeze(searchedByContent(plain))
    const inOrder = ordered.map((member) => texts.get(member))
    return this.#shared(`${kind ?? ''}[${inOrder.join(',')}]`, ordered)
  }

  #object(object: object, path: string, around: readonly unknown[]): Canonical {
    const prototype: unknown = Object.getPrototypeOf(object)
    if (prototype !== null && prototype !== Object.prototype) throw notPlain(path, 'an instance of a class')
    const keys = Object.keys(object).sort()
    requireOnly(object, path, keys, [])
    const copy: Record<string, unknown> = {}
    const texts: string[] = []
    for (const key of keys) {
      const member = this.#canonical((object as Record<string, unknown>)[key], `${path}.${key}`, around)
      copy[key] = member.value
      texts.push(`${JSON.stringify(key)}:${member.text}`)
    }
    return this.#shared(`{${texts.join(',')}}`, Object.freeze(copy))
  }

  #shared(text: string, made: object): Canonical {
    const known = this.#byText.get(text)
    if (known !== undefined) return { text, value: known }
    this.#byText.set(text, made)
    this.#texts.set(made, text)
    return { text, value: made }
  }
}

/** Plain data has enumerable data properties under string keys, no holes and nothing else. */
function requireOnly(object: object, path: string, keys: readonly string[], also: readonly string[]): void {
  for (const key of keys) {
    const property = Object.getOwnPropertyDescriptor(object, key)
    if (property === undefined) throw notPlain(`${path}[${key}]`, 'a hole')
    if (!('value' in property) && !isCopy(object)) throw notPlain(`${path}.${key}`, 'an accessor')
    if (key === '__proto__') throw notPlain(path, 'an object with a key __proto__')
  }
  const known = new Set<PropertyKey>([...keys, ...also])
  const extra = Reflect.ownKeys(object).find((key) => typeof key === 'string' && !known.has(key))
  if (extra !== undefined) throw notPlain(`${path}.${String(extra)}`, 'a property that is no part of plain data')
  if (Object.getOwnPropertySymbols(object).some((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol)))
    throw notPlain(path, 'an object with a symbol as key')
}

function notPlain(path: string, found: string): NotPlain {
  return new NotPlain(`${path} is not plain data but ${found}`)
}
