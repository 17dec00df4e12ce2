/** A pool as a run of a user's function asks about it: every answer is a read of the slot that holds it. */
import { partOf } from '../../spec/language/collections.ts'
import type { PoolSource, Shared } from '../../spec/language/pool-view.ts'
import type { CollectionKind } from '../../spec/language/value.ts'
import type { Interner } from '../values/interner.ts'
import { NotPlainData } from '../values/not-plain-data.ts'
import type { Pool } from './pool.ts'
import type { PoolPart } from './pool-part.ts'

export interface PoolReader {
  readonly interner: Interner
  /** Logs the read of a slot of the state that is looked at, and gives its value. */
  read(slot: number): unknown
  /** The same of the slot that holds a part. */
  part(part: PoolPart): readonly unknown[]
  /** The whole is asked for, before it is read. */
  noteWhole(): void
  /** Somebody writes to the pool. */
  refuse(path: string): never
  /** Somebody gives what a state cannot hold. */
  refuseValue(error: NotPlainData): never
}

export class TrackedPool implements PoolSource {
  readonly kind: CollectionKind
  readonly #pool: Pool
  readonly #reader: PoolReader

  constructor(pool: Pool, reader: PoolReader) {
    this.kind = pool.kind
    this.#pool = pool
    this.#reader = reader
  }

  share<T>(value: T, what: Shared): T {
    const { name } = this.#pool
    const path = what === 'element' ? `${name}{…}` : what === 'pattern' ? `where(${name}, {…})` : name
    try {
      return this.#reader.interner.canonical(value, path) as T
    } catch (error) {
      if (error instanceof NotPlainData) this.#reader.refuseValue(error)
      throw error
    }
  }

  copies(value: unknown): number {
    const element = this.#pool.element(value)
    if (element !== null) return this.#reader.read(element.slot) as number
    return this.whole().filter((each) => each === value).length
  }

  part(pattern: Readonly<Record<string, unknown>>): readonly unknown[] {
    const part = this.#pool.part(pattern)
    if (part !== null) return this.#reader.part(part)
    return this.share(partOf(this.whole(), this.kind, pattern), 'pool')
  }

  whole(): readonly unknown[] {
    this.#reader.noteWhole()
    return this.#reader.read(this.#pool.whole.slot) as readonly unknown[]
  }

  refuse(key: PropertyKey): never {
    return this.#reader.refuse(`${this.#pool.name}.${String(key)}`)
  }
}
