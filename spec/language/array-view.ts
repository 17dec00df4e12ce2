/** What views of pools and of lists have in common: for whoever takes one for an array, it is the whole of what it shows. */
import { inspected } from './printed-view.ts'

/** What all such views stand before: an array, for whoever asks whether it is one, that prints as what it shows. */
const target: unknown[] = Object.defineProperty([], inspected, {
  value(this: readonly unknown[]) {
    return [...this]
  },
})

/** What such a view shows. */
export interface Shown {
  readonly source: {
    /** Somebody writes to the view, under this key. */
    refuse(key: PropertyKey): never
  }
  /** A frozen array. */
  whole(): readonly unknown[]
}

/** Looks at the whole, unless a view of one kind knows better. */
export abstract class ArrayViewHandler<S extends Shown> implements ProxyHandler<unknown[]> {
  protected readonly shown: S

  constructor(shown: S) {
    this.shown = shown
  }

  view(): readonly unknown[] {
    return new Proxy(target, this)
  }

  get(_target: unknown[], key: PropertyKey): unknown {
    if (key === inspected) return target[key as never]
    const whole = this.shown.whole()
    const found: unknown = Reflect.get(whole, key)
    // Bound to the array itself, so that its elements are not asked for one by one through the view.
    return typeof found === 'function' && key !== 'constructor' ? found.bind(whole) : found
  }

  has(_target: unknown[], key: PropertyKey): boolean {
    return Reflect.has(this.shown.whole(), key)
  }

  ownKeys(): (string | symbol)[] {
    return [...Reflect.ownKeys(this.shown.whole()), inspected]
  }

  /** As JavaScript wants it of a view: what its target lacks may change, and the length of its target may too. */
  getOwnPropertyDescriptor(own: unknown[], key: PropertyKey): PropertyDescriptor | undefined {
    if (key === inspected) return Reflect.getOwnPropertyDescriptor(own, key)
    const found = Reflect.getOwnPropertyDescriptor(this.shown.whole(), key)
    if (found === undefined) return undefined
    return key === 'length' ? { ...found, writable: true } : { ...found, configurable: true }
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.shown.whole())
  }

  set(_target: unknown[], key: PropertyKey): boolean {
    return this.shown.source.refuse(key)
  }

  deleteProperty(_target: unknown[], key: PropertyKey): boolean {
    return this.shown.source.refuse(key)
  }

  defineProperty(_target: unknown[], key: PropertyKey): boolean {
    return this.shown.source.refuse(key)
  }

  setPrototypeOf(): boolean {
    return this.shown.source.refuse('prototype')
  }

  preventExtensions(): boolean {
    return this.shown.source.refuse('extensibility')
  }
}
