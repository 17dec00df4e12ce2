/**
 * One run of a user's function: what it reads, in order, and the views through which it reads. Views belong to their
 * run: when it ends they are revoked, so that a view kept in a variable of the user's cannot smuggle a later state in.
 */
import type { State } from '../../spec/language/index.ts'
import { listView } from '../../spec/language/list-view.ts'
import { poolView } from '../../spec/language/pool-view.ts'
import { printable } from '../../spec/language/printed-view.ts'
import { carriedShape } from '../../spec/language/shape.ts'
import { withRoom } from '../values/with-room.ts'
import type { List } from './list.ts'
import type { Model, Place } from './model.ts'
import type { Pool } from './pool.ts'
import type { PoolPart } from './pool-part.ts'
import { notPlain } from './spec-errors.ts'
import { TrackedList } from './tracked-list.ts'
import { TrackedPool } from './tracked-pool.ts'
import { UntouchedParts } from './untouched-parts.ts'

export interface UserRunHost {
  readonly model: Model
  /** Computes the id of a derived slot in this environment. */
  computeDerived(slot: number, environment: Int32Array): number
  /** A function asks for all of a pool; null where nobody wants to know. */
  noteWholeRead: ((pool: Pool) => void) | null
  /** Records the first violation of the rules for user code, and throws. */
  report(code: RuleBroken, problem: string, hint: string): never
}

type RuleBroken = 'unknown-variable' | 'unknown-key' | 'mutation' | 'stale-state' | 'not-plain-data'

/** What all views stand before: the handlers have the content, and printing looks here how to print it. */
const target = printable({})

/** Names that JavaScript itself asks objects for; they are no variables. */
const PROBES = new Set<PropertyKey>([
  'toJSON',
  'then',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'inspect',
  'nodeType',
  'asymmetricMatch',
])

/** Room for reads to begin with: most functions read little of a large state. */
const FIRST_READS = 64
/** In a larger environment the slots that were read are kept as a set: a flag for each would cost more than the run. */
const MOST_FLAGS = 2 ** 12

export class UserRun {
  /** Slots read, each once, in order of the first read: the first `readCount` entries. */
  reads: Int32Array
  readCount = 0
  isAlive = true
  /**
   * Ids of all slots; a step has the state before in the first half and the state after in the second. Derived slots
   * not computed yet are -1.
   */
  readonly environment: Int32Array
  /** Values are wrapped by this, if given, before user code sees them (to find a mutation). */
  wrap: ((value: unknown, path: string) => unknown) | null = null
  /** Slots that were read for nothing but to make out what a change comes to; null for none. */
  readForChanges: Set<number> | null = null
  /** What is divided and was given back as it is; null for none. */
  placesGivenBack: Place[] | null = null
  /** Families without members that were looked at; null for none. */
  emptyFamilies: Set<string> | null = null
  /** Set while a domain runs that may give back a part of a pool without looking at it. */
  untouchedParts: UntouchedParts | null = null
  /** The part that it gave back so. Nothing of it was read, and yet it was used. */
  partGivenBack: PoolPart | null = null
  readonly #host: UserRunHost
  readonly #flags: Uint8Array | null
  readonly #set: Set<number> | null
  readonly #pools = new Map<Pool, TrackedPool>()
  readonly #lists = new Map<List, TrackedList>()
  #isForChanges = false

  constructor(host: UserRunHost, environment: Int32Array) {
    this.#host = host
    this.environment = environment
    this.reads = new Int32Array(Math.min(environment.length, FIRST_READS))
    const hasFlags = environment.length <= MOST_FLAGS
    this.#flags = hasFlags ? new Uint8Array(environment.length) : null
    this.#set = hasFlags ? null : new Set()
  }

  hasRead(slot: number): boolean {
    return this.#flags === null ? this.#set?.has(slot) === true : this.#flags[slot] === 1
  }

  /** What `action` reads is needed to make out what a change comes to; nobody looks at it. */
  forChanges<T>(action: () => T): T {
    const before = this.#isForChanges
    this.#isForChanges = true
    try {
      return action()
    } finally {
      this.#isForChanges = before
    }
  }

  /** Nothing of the place is read, and it stays as it is. */
  givenBack(place: Place): void {
    this.placesGivenBack ??= []
    this.placesGivenBack.push(place)
  }

  /** What answers for a pool of the state whose slots begin at `base`. */
  pool(pool: Pool, base = 0): TrackedPool {
    const known = base === 0 ? this.#pools.get(pool) : undefined
    if (known !== undefined) {
      this.untouchedParts?.notePool(pool, known)
      return known
    }
    const tracked = new TrackedPool(pool, {
      interner: this.#host.model.interner,
      read: (slot) => this.read(slot, base),
      part: (part) => this.untouchedParts?.standInFor(part) ?? (this.read(part.slot, base) as readonly unknown[]),
      noteWhole: () => {
        if (!this.#isForChanges) this.#host.noteWholeRead?.(pool)
      },
      refuse: (path) => refuseWrite(this.#host, path),
      refuseValue: (error) => {
        const { problem, hint } = notPlain(error)
        return this.#host.report('not-plain-data', problem, hint)
      },
    })
    if (base === 0) this.#pools.set(pool, tracked)
    this.untouchedParts?.notePool(pool, tracked)
    return tracked
  }

  /** What answers for a list of the state whose slots begin at `base`. */
  list(list: List, base = 0): TrackedList {
    const known = base === 0 ? this.#lists.get(list) : undefined
    if (known !== undefined) return known
    const tracked = new TrackedList(list, {
      interner: this.#host.model.interner,
      read: (slot) => this.read(slot, base),
      forChanges: (action) => this.forChanges(action),
      refuse: (path) => refuseWrite(this.#host, path),
    })
    if (base === 0) this.#lists.set(list, tracked)
    return tracked
  }

  /**
   * The part of a pool that `domain` gives back without having looked at it, given these arguments; what else it read is
   * logged. Null where it gives anything else, or throws: then nothing is logged, and it has to run again.
   */
  untouchedPartOf(args: Readonly<Record<string, unknown>>, domain: () => unknown): PoolPart | null {
    const parts = new UntouchedParts(args)
    this.untouchedParts = parts
    try {
      this.partGivenBack = parts.givenBack(domain())
    } catch {
      this.partGivenBack = null
    }
    this.untouchedParts = null
    if (this.partGivenBack === null) this.#forget()
    return this.partGivenBack
  }

  #forget(): void {
    for (let at = 0; at < this.readCount; at++) {
      if (this.#flags !== null) this.#flags[this.reads[at] as number] = 0
    }
    this.#set?.clear()
    this.readCount = 0
    this.emptyFamilies = null
  }

  /** Ends the run: its views stop working. */
  end(): void {
    this.isAlive = false
  }

  /** Arguments as user code should see them. */
  arguments<T extends Readonly<Record<string, unknown>>>(args: T): T {
    return this.wrap === null ? args : (this.wrap(args, 'args') as T)
  }

  /** The state whose slots begin at `base` in the environment. */
  view(base = 0): State {
    return new Proxy(target, new StateHandler(this, this.#host, base)) as State
  }

  noteEmptyFamily(name: string): void {
    this.emptyFamilies ??= new Set()
    this.emptyFamilies.add(name)
  }

  /** Logs the read and gives the value. */
  read(slot: number, base: number): unknown {
    const at = base + slot
    if (!this.isAlive) {
      this.#host.report(
        'stale-state',
        `a state from an earlier call was read (${this.#host.model.path(slot)})`,
        'Read only the state that is passed in, and keep nothing of it between calls.',
      )
    }
    if (!this.hasRead(at)) {
      if (this.#isForChanges) {
        this.readForChanges ??= new Set()
        this.readForChanges.add(at)
      }
      if (this.#flags === null) this.#set?.add(at)
      else this.#flags[at] = 1
      if (this.readCount === this.reads.length) this.reads = withRoom(this.reads, this.readCount + 1)
      this.reads[this.readCount++] = at
    } else if (!this.#isForChanges) this.readForChanges?.delete(at)
    let id = this.environment[at] as number
    if (id < 0) {
      id = this.#host.computeDerived(at, this.environment)
      this.environment[at] = id
    }
    const table = this.#host.model.table(slot)
    const value = table.value(id)
    this.untouchedParts?.noteValue(value)
    return this.wrap === null ? value : this.wrap(value, table.path)
  }
}

/** What the handlers of states and of families share: they are read-only and have no secrets. */
abstract class ReadOnlyHandler implements ProxyHandler<object> {
  protected readonly run: UserRun
  protected readonly host: UserRunHost
  protected readonly base: number

  constructor(run: UserRun, host: UserRunHost, base: number) {
    this.run = run
    this.host = host
    this.base = base
  }

  abstract has(target: object, key: PropertyKey): boolean
  protected abstract path(key: PropertyKey): string

  /** Present, but without a value: looking at the keys is no read. */
  getOwnPropertyDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
    return this.has(target, key)
      ? { value: undefined, writable: true, enumerable: true, configurable: true }
      : undefined
  }

  set(_target: object, key: PropertyKey): boolean {
    return this.refuse(key)
  }

  deleteProperty(_target: object, key: PropertyKey): boolean {
    return this.refuse(key, 'was deleted')
  }

  defineProperty(_target: object, key: PropertyKey): boolean {
    return this.refuse(key)
  }

  setPrototypeOf(): boolean {
    return this.refuse('prototype')
  }

  preventExtensions(): boolean {
    return this.refuse('extensibility')
  }

  private refuse(key: PropertyKey, what = 'was assigned to'): never {
    return refuseWrite(this.host, this.path(key), what)
  }
}

function refuseWrite(host: UserRunHost, path: string, what = 'was assigned to'): never {
  return host.report(
    'mutation',
    `${path} ${what}`,
    'The state is read-only: return what changes from changes() instead.',
  )
}

class StateHandler extends ReadOnlyHandler {
  readonly #members = new MemberViews(this.run, this.host, this.base)
  readonly #pools = new Map<Pool, readonly unknown[]>()

  has(_target: object, key: PropertyKey): boolean {
    return typeof key === 'string' && this.host.model.groups.has(key)
  }

  ownKeys(): string[] {
    return [...this.host.model.names]
  }

  get(_target: object, key: PropertyKey): unknown {
    if (typeof key === 'symbol') return undefined
    const group = this.host.model.groups.get(key as string)
    if (group === undefined) return this.#unknown(key as string)
    if (group.pool !== null) return this.#pool(group.pool)
    if (group.size === 0) this.run.noteEmptyFamily(group.name)
    return this.#members.view(group)
  }

  protected path(key: PropertyKey): string {
    return String(key)
  }

  #pool(pool: Pool): readonly unknown[] {
    let view = this.#pools.get(pool)
    if (view === undefined) {
      view = poolView(this.run.pool(pool, this.base))
      this.#pools.set(pool, view)
    }
    return view
  }

  #unknown(key: string): unknown {
    if (PROBES.has(key)) return Reflect.get(Object.prototype, key)
    const names = [...this.host.model.groups.keys()]
    return this.host.report(
      'unknown-variable',
      `there is no variable "${key}"`,
      `The variables are: ${names.join(', ')}.`,
    )
  }
}

/** What stands at places: values are read, views of families, records and lists are made as they are looked at. */
class MemberViews {
  readonly #run: UserRun
  readonly #host: UserRunHost
  readonly #base: number
  readonly #views = new Map<Place, object>()

  constructor(run: UserRun, host: UserRunHost, base: number) {
    this.#run = run
    this.#host = host
    this.#base = base
  }

  view(place: Place): unknown {
    const { slot, members, list } = place
    if (members === null && list === null) return this.#run.read(slot, this.#base)
    let view = this.#views.get(place)
    if (view === undefined) {
      view =
        members === null
          ? listView(this.#run.list(list as List, this.#base))
          : new Proxy(target, new FamilyHandler(this.#run, this.#host, this.#base, place, members))
      this.#views.set(place, view)
    }
    return view
  }
}

class FamilyHandler extends ReadOnlyHandler {
  readonly #place: Place
  readonly #members: ReadonlyMap<string, Place>
  #views: MemberViews | null = null

  constructor(run: UserRun, host: UserRunHost, base: number, place: Place, members: ReadonlyMap<string, Place>) {
    super(run, host, base)
    this.#place = place
    this.#members = members
  }

  has(_target: object, key: PropertyKey): boolean {
    return typeof key === 'string' && this.#members.has(key)
  }

  ownKeys(): string[] {
    return [...this.#place.keys]
  }

  get(_target: object, key: PropertyKey): unknown {
    if (key === carriedShape) return this.#place.shape
    if (typeof key === 'symbol') return undefined
    const found = this.#members.get(key as string)
    if (found !== undefined) {
      this.#views ??= new MemberViews(this.run, this.host, this.base)
      return this.#views.view(found)
    }
    if (PROBES.has(key)) return Reflect.get(Object.prototype, key)
    const [what, named] = this.#place.shape?.kind === 'record' ? ['record', 'field'] : ['family', 'key']
    return this.host.report(
      'unknown-key',
      `the ${what} "${this.#place.path}" has no ${named} "${key as string}"`,
      `Its ${named}s are: ${[...this.#members.keys()].join(', ')}.`,
    )
  }

  protected path(key: PropertyKey): string {
    return `${this.#place.path}.${String(key)}`
  }
}
