/**
 * What the functions of a composed specification, or of a component in it, see of the composed state, and where the
 * changes that they return go. Composed variables are flat, `store.log`; a component sees `s.log` and promises over the
 * whole see `s.store.log`. Views copy nothing: a read is one read of the variable, members of families included.
 */
import type { SpecDefinition, State } from './definition.ts'
import { isReserved } from './keys.ts'
import { printable } from './printed-view.ts'

/** What a name in a view stands for: something of the composed state, a component, or what is not to be seen. */
type Meaning = { readonly place: string } | { readonly scope: Scope } | { readonly hidden: string }

/** What all views stand before: the handlers have the content, and printing looks here how to print it. */
const target = printable({})

/** What platforms and test runners ask of any object, beside what `isReserved` knows; no names of variables. */
const probes: readonly string[] = ['inspect', 'nodeType', 'asymmetricMatch']

/** Errors for changes that a scope does not pass on, of a variable by its name in the composed specification. */
export interface ChangeErrors {
  /** It is changed by two of its names. */
  readonly twice: (variable: string) => Error
  readonly hidden: (variable: string) => Error
}

export class Scope {
  readonly #meanings: ReadonlyMap<string, Meaning>
  /** Stands before a name that means nothing here, so that errors name it as composed variables are named. */
  readonly #prefix: string
  /** What is listed, in the order in which an ordinary object lists it. */
  readonly names: readonly string[]

  constructor(meanings: ReadonlyMap<string, Meaning>, prefix: string) {
    this.#meanings = meanings
    this.#prefix = prefix
    const visible = [...meanings].filter(([, meaning]) => !('hidden' in meaning))
    this.names = Object.keys(Object.fromEntries(visible))
  }

  /** The state as it is seen from here. Reads nothing until somebody looks. */
  view(state: State): State {
    return new Proxy(target, new ViewHandler(this, state)) as State
  }

  /** What is seen of a plain state from here, as plain data: components as objects, without derived values. */
  plain(state: State): State {
    const seen = this.names.flatMap((name): [string, unknown][] => {
      const meaning = this.#meanings.get(name) as Meaning
      if ('scope' in meaning) return [[name, meaning.scope.plain(state)]]
      return 'place' in meaning && Object.hasOwn(state, meaning.place) ? [[name, state[meaning.place]]] : []
    })
    return Object.freeze(Object.fromEntries(seen))
  }

  /** The place in the composed state that a name stands for; null for a component, and for what is not to be seen. */
  placeOf(name: string): string | null {
    const meaning = this.#meanings.get(name)
    if (meaning !== undefined) return 'place' in meaning ? meaning.place : null
    if (isProbe(name)) return name
    return this.hiddenAs(name) === null ? this.#prefix + name : null
  }

  /**
   * The composed name of what is not to be seen from here, where a name stands for that: its own name in a view, or a
   * longer one, `store.log`, as flat states call it. Null for everything else.
   */
  hiddenAs(name: string): string | null {
    const meaning = this.#meanings.get(name)
    if (meaning !== undefined) return 'hidden' in meaning ? meaning.hidden : null
    const dot = name.indexOf('.')
    const component = dot < 0 ? undefined : this.#meanings.get(name.slice(0, dot))
    return component !== undefined && 'scope' in component ? component.scope.hiddenAs(name.slice(dot + 1)) : null
  }

  /** The view of a component. Throws an error for what is not to be seen. */
  component(state: State, name: string): State | undefined {
    const hidden = this.hiddenAs(name)
    if (hidden !== null) {
      throw new Error(`${hiddenText(hidden)}; take it out of "hidden", or look at another`)
    }
    const meaning = this.#meanings.get(name)
    return meaning !== undefined && 'scope' in meaning ? meaning.scope.view(state) : undefined
  }

  /**
   * Changes of what is seen from here as changes of the composed state. What is not well formed stays as it is: whoever
   * reads changes says what is wrong with it. Throws one of `errors` for what cannot be passed on.
   */
  changes(result: unknown, errors: ChangeErrors): unknown {
    if (!isRecord(result)) return result
    const changes = new Map<PropertyKey, unknown>()
    this.#collect(result, changes, errors)
    return Object.fromEntries(changes)
  }

  #collect(result: State, changes: Map<PropertyKey, unknown>, errors: ChangeErrors): void {
    for (const name of Reflect.ownKeys(result)) {
      const value = result[name as string]
      const meaning = typeof name === 'string' ? this.#meanings.get(name) : undefined
      const hidden = typeof name === 'string' ? this.hiddenAs(name) : null
      if (hidden !== null) throw errors.hidden(hidden)
      if (meaning !== undefined && 'scope' in meaning && isRecord(value)) {
        meaning.scope.#collect(value, changes, errors)
        continue
      }
      const place = typeof name === 'string' ? (this.placeOf(name) ?? this.#prefix + name) : name
      if (changes.has(place)) throw errors.twice(String(place))
      changes.set(place, value)
    }
  }
}

function isProbe(name: string): boolean {
  return isReserved(name) || probes.includes(name)
}

/** Where a component, or a part of one, is called this. */
type NameOf = (name: string) => string

/** What the functions of a component see. `nameOf` gives the composed name of each of its variables and derived values. */
export function scopeOfComponent(definition: SpecDefinition, nameOf: NameOf, component: string): Scope {
  const names = [...definition.variables, ...definition.derived].map(({ name }) => name)
  return new Scope(new Map(names.map((name) => [name, { place: nameOf(name) }])), `${component}.`)
}

/** What functions over the whole of a composed specification see; null where it is not composed. */
export function scopeOfWhole(definition: SpecDefinition): Scope | null {
  return definition.components === undefined ? null : presented(definition, (name) => name, '')
}

/** The same with all that components hide: a mapping to the specification gives all of its variables. */
export function scopeOfMapping(definition: SpecDefinition): Scope | null {
  return definition.components === undefined ? null : presented(definition, (name) => name, '', 'nothing')
}

/**
 * Variables by name, and components as objects, as whoever looks from outside sees them. `hidden` are those of the
 * specification itself that are kept from there; with `'nothing'`, what is hidden at any depth is seen.
 */
function presented(
  definition: SpecDefinition,
  nameOf: NameOf,
  prefix: string,
  hidden: ReadonlySet<string> | 'nothing' = new Set(),
): Scope {
  const isHidden = (name: string): boolean => hidden !== 'nothing' && hidden.has(name)
  const meanings = new Map<string, Meaning>()
  const inComponents = new Set<string>()
  for (const { name, definition: inner, names, hidden: ofInner } of definition.components ?? []) {
    const nameOfInner: NameOf = (own) => nameOf(names.get(own) ?? `${name}.${own}`)
    const hiddenInside = [...names].flatMap(([own, flat]) => (isHidden(flat) ? own : []))
    const ofScope = hidden === 'nothing' ? hidden : new Set([...ofInner, ...hiddenInside])
    meanings.set(name, { scope: presented(inner, nameOfInner, `${prefix}${name}.`, ofScope) })
    for (const own of names.keys()) inComponents.add(`${name}.${own}`)
  }
  for (const { name } of [...definition.variables, ...definition.derived]) {
    if (inComponents.has(name)) continue
    meanings.set(name, isHidden(name) ? { hidden: prefix + name } : { place: nameOf(name) })
  }
  return new Scope(meanings, prefix)
}

class ViewHandler implements ProxyHandler<object> {
  readonly #scope: Scope
  readonly #state: State
  /** Views of components, so that each is one object. */
  #components: Map<string, unknown> | null = null

  constructor(scope: Scope, state: State) {
    this.#scope = scope
    this.#state = state
  }

  get(_target: object, key: PropertyKey): unknown {
    if (typeof key === 'symbol') return undefined
    const name = key as string
    const place = this.#scope.placeOf(name)
    if (place !== null) return this.#state[place]
    this.#components ??= new Map()
    if (!this.#components.has(name)) this.#components.set(name, this.#scope.component(this.#state, name))
    return this.#components.get(name)
  }

  has(_target: object, key: PropertyKey): boolean {
    return typeof key === 'string' && this.#scope.names.includes(key)
  }

  ownKeys(): string[] {
    return [...this.#scope.names]
  }

  /** Present, but without a value: looking at the keys is no read. */
  getOwnPropertyDescriptor(_target: object, key: PropertyKey): PropertyDescriptor | undefined {
    return this.has(_target, key)
      ? { value: undefined, writable: true, enumerable: true, configurable: true }
      : undefined
  }

  /** The state refuses, by the name of the variable in the composed specification. */
  set(_target: object, key: PropertyKey, value: unknown): boolean {
    return Reflect.set(this.#state, this.#place(key), value)
  }

  deleteProperty(_target: object, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.#state, this.#place(key))
  }

  defineProperty(_target: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#state, this.#place(key), descriptor)
  }

  setPrototypeOf(_target: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#state, prototype)
  }

  preventExtensions(): boolean {
    return Reflect.preventExtensions(this.#state)
  }

  #place(key: PropertyKey): PropertyKey {
    return typeof key === 'string' ? (this.#scope.placeOf(key) ?? key) : key
  }
}

/** An instance of a class, a list or a symbol is no record of changes: it is handed on as it is. */
export function isRecord(value: unknown): value is State {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What is wrong with looking at a variable or changing it from outside. */
export function hiddenText(variable: string): string {
  return `"${variable}" is hidden, and only its component sees it`
}
