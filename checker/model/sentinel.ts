/**
 * While a user's function runs, the sources of nondeterminism of the platform report themselves by name instead of
 * answering. The replacements are in place only while the engine works, and pass everything else through.
 */
type Refuse = (name: string) => never

const GUARDED = ['Date', 'performance', 'crypto'] as const

export class Sentinel {
  /** True while a user's function runs. */
  isWatching = false
  readonly #refuse: Refuse
  readonly #saved = new Map<string, PropertyDescriptor | undefined>()
  #savedRandom: (() => number) | null = null

  constructor(refuse: Refuse) {
    this.#refuse = refuse
  }

  /** Puts the guards in place; `remove` must follow. Nested calls are refused by the caller's try/finally. */
  install(): void {
    if (this.#savedRandom !== null) return
    const random = Math.random
    this.#savedRandom = random
    Math.random = () => (this.isWatching ? this.#refuse('Math.random') : random())
    for (const name of GUARDED) {
      const original = (globalThis as Record<string, unknown>)[name]
      if (original === undefined) continue
      this.#saved.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
      Object.defineProperty(globalThis, name, {
        value: this.#guard(name, original as object),
        configurable: true,
        writable: true,
      })
    }
  }

  remove(): void {
    if (this.#savedRandom === null) return
    Math.random = this.#savedRandom
    this.#savedRandom = null
    for (const [name, descriptor] of this.#saved) {
      if (descriptor === undefined) delete (globalThis as Record<string, unknown>)[name]
      else Object.defineProperty(globalThis, name, descriptor)
    }
    this.#saved.clear()
  }

  #guard(name: string, original: object): object {
    const check = (use: string): void => {
      if (this.isWatching) this.#refuse(use)
    }
    return new Proxy(original, {
      apply: (target, self, args) => {
        check(name)
        return Reflect.apply(target as () => unknown, self, args)
      },
      construct: (target, args) => {
        check(name)
        return Reflect.construct(target as new () => object, args)
      },
      get: (target, key) => {
        // `x instanceof Date` asks for these two and learns nothing of the clock.
        if (key !== 'prototype' && key !== Symbol.hasInstance) check(`${name}.${String(key)}`)
        const value = Reflect.get(target, key, target)
        return typeof value === 'function' && name !== 'Date' ? value.bind(target) : value
      },
    })
  }
}
