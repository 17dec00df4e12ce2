/** Arguments of a joint step as one of its actions calls its own; it sees no others. */
import type { Arguments } from './definition.ts'

/** By the name of a parameter of a component's action, what the composed action calls it. */
export type ParameterNames = ReadonlyMap<string, string>

/** Each argument is read only where somebody looks. */
export function renamedArguments(names: ParameterNames, args: Arguments): Arguments {
  const isSame = names.size === Object.keys(args).length && [...names].every(([own, name]) => own === name)
  if (isSame) return args
  const present = new Map([...names].filter(([, name]) => Object.hasOwn(args, name)))
  return new Proxy({}, new ArgumentsHandler(present, args))
}

/** Frozen, as far as whoever writes to it can tell. */
class ArgumentsHandler implements ProxyHandler<object> {
  readonly #names: ParameterNames
  readonly #args: Arguments

  constructor(names: ParameterNames, args: Arguments) {
    this.#names = names
    this.#args = args
  }

  get(target: object, key: PropertyKey): unknown {
    const name = this.#nameOf(key)
    return name === undefined ? Reflect.get(target, key) : this.#args[name]
  }

  has(target: object, key: PropertyKey): boolean {
    return this.#nameOf(key) !== undefined || Reflect.has(target, key)
  }

  ownKeys(): string[] {
    return [...this.#names.keys()]
  }

  getOwnPropertyDescriptor(_target: object, key: PropertyKey): PropertyDescriptor | undefined {
    const name = this.#nameOf(key)
    if (name === undefined) return undefined
    return { value: this.#args[name], writable: true, enumerable: true, configurable: true }
  }

  set(_target: object, key: PropertyKey): boolean {
    throw new TypeError(`Cannot assign to read only property '${String(key)}' of the arguments`)
  }

  deleteProperty(_target: object, key: PropertyKey): boolean {
    throw new TypeError(`Cannot delete property '${String(key)}' of the arguments`)
  }

  defineProperty(_target: object, key: PropertyKey): boolean {
    throw new TypeError(`Cannot define property ${String(key)} of the arguments`)
  }

  #nameOf(key: PropertyKey): string | undefined {
    return typeof key === 'string' ? this.#names.get(key) : undefined
  }
}
