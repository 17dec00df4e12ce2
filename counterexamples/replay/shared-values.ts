import { collection } from '../../spec/language/collections.ts'
import { collectionKindOf } from '../../spec/language/value.ts'

/**
 * One frozen copy of every distinct value, so that `===` compares content when a story is run again, as it does while
 * checking.
 */
export class SharedValues {
  readonly #byText = new Map<string, object>()
  readonly #texts = new WeakMap<object, string>()

  /** The copy that stands for every value equal to this one. Throws where it is not plain data. */
  share(value: unknown): unknown {
    if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value === 0 ? 0 : value
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
    if (typeof value !== 'object') throw new TypeError(`${String(value)} is not plain data`)
    if (this.#texts.has(value)) return value
    return Array.isArray(value) ? this.#array(value) : this.#object(value as Readonly<Record<string, unknown>>)
  }

  /** A text that equal values share, and no others. */
  textOf(value: unknown): string {
    const shared = this.share(value)
    return typeof shared === 'object' && shared !== null ? (this.#texts.get(shared) ?? '') : JSON.stringify(shared)
  }

  #array(values: readonly unknown[]): object {
    const kind = collectionKindOf(values)
    const members = values.map((member) => this.share(member))
    const text = `${kind ?? ''}[${members.map((member) => this.textOf(member)).join()}]`
    return this.#known(text, () => (kind === undefined ? Object.freeze(members) : collection(kind, members)))
  }

  #object(value: Readonly<Record<string, unknown>>): object {
    const names = Object.keys(value).sort()
    const fields = names.map((name) => [name, this.share(value[name])] as const)
    const text = `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${this.textOf(field)}`).join()}}`
    return this.#known(text, () => Object.freeze(Object.fromEntries(fields)))
  }

  #known(text: string, make: () => object): object {
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const made = make()
    this.#byText.set(text, made)
    this.#texts.set(made, text)
    return made
  }
}
