/**
 * A parameter's domain that gives back a pool, or a part of one by pattern, without having looked at it. It has one value for
 * each element, whichever elements there are: so nothing was read.
 *
 * Sound, because what stands for a part here cannot be told from the part itself. Whoever looks into it is noticed. All that
 * is left is its identity, and there is nothing to compare it with: the domain has seen no other array, neither in the state,
 * nor among its arguments, nor as another part.
 */
import { changesFrom } from '../../spec/language/pool-view.ts'
import type { Pool } from './pool.ts'
import type { PoolPart } from './pool-part.ts'
import type { TrackedPool } from './tracked-pool.ts'

/** Somebody looks into a part. The domain is then run again, on the parts themselves. */
export class LookedAt extends Error {
  override readonly name = 'LookedAt'

  constructor() {
    super('a part of a set or a bag was kept from one call to the next')
  }
}

export class UntouchedParts {
  readonly #pools = new Map<Pool, TrackedPool>()
  #part: PoolPart | null = null
  #standIn: readonly unknown[] | null = null
  #isTouched = false
  #mayBeCompared: boolean

  /** `args`: what the domain is given. */
  constructor(args: Readonly<Record<string, unknown>>) {
    this.#mayBeCompared = holdsArray(args)
  }

  /** A pool of which the domain may give back the view. */
  notePool(pool: Pool, tracked: TrackedPool): void {
    this.#pools.set(pool, tracked)
  }

  /** The domain has read this value of the state. */
  noteValue(value: unknown): void {
    if (holdsArray(value)) this.#mayBeCompared = true
  }

  /** What stands for a part until somebody looks into it. */
  standInFor(part: PoolPart): readonly unknown[] {
    if (this.#part !== null && this.#part !== part) this.#mayBeCompared = true
    this.#part = part
    const look = (): never => {
      this.#isTouched = true
      throw new LookedAt()
    }
    this.#standIn ??= new Proxy<readonly unknown[]>([], handlerThat(look))
    return this.#standIn
  }

  /** The part that a domain gave back without having looked at it; null where it gave anything else. */
  givenBack(result: unknown): PoolPart | null {
    if (this.#isTouched) return null
    if (this.#part !== null) return result === this.#standIn && !this.#mayBeCompared ? this.#part : null
    // The view of a pool is no value: to compare it has no meaning.
    for (const [pool, tracked] of this.#pools) if (changesFrom(tracked, result)?.length === 0) return pool.whole
    return null
  }
}

/** Every way to look into an object, or to change it. */
function handlerThat(look: () => never): ProxyHandler<readonly unknown[]> {
  return {
    get: look,
    has: look,
    ownKeys: look,
    getOwnPropertyDescriptor: look,
    getPrototypeOf: look,
    isExtensible: look,
    set: look,
    deleteProperty: look,
    defineProperty: look,
    setPrototypeOf: look,
    preventExtensions: look,
  }
}

function holdsArray(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.values(value).some(holdsArray)
}
