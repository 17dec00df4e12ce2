/** A gate at the entry of a method: while it is closed, threads that enter stand there until they are let through. */
import { type Patience, until } from '../../machine/wait.ts'

/** What a gate asks of the debug port. */
export interface Holding {
  holdAt(place: Buffer, arrive: (thread: bigint) => void): Promise<number>
  clear(request: number): Promise<void>
  nameOf(thread: bigint): Promise<string>
  resume(thread: bigint): Promise<void>
}

export interface Held {
  readonly thread: bigint
  readonly name: string
}

export class Gate {
  /** `CLASS#METHOD`. */
  readonly name: string
  readonly #places: Buffer[]
  readonly #port: Holding
  readonly #held: Held[] = []
  #requests: number[] = []
  /** Whom it holds while it is closed. */
  #only: RegExp | null = null

  constructor(name: string, places: readonly Buffer[], port: Holding) {
    this.name = name
    this.#places = [...places]
    this.#port = port
  }

  /** Those who stand there, the first to arrive first. */
  get held(): readonly Held[] {
    return [...this.#held]
  }

  /** `only`: threads whose names fit; all others go on. A closed gate stays as it is. */
  async close(only: RegExp = /(?:)/): Promise<void> {
    if (this.#only !== null) return
    this.#only = only
    for (const place of this.#places) await this.#watch(place)
  }

  /** Places of a class that was not loaded before. */
  async add(places: readonly Buffer[]): Promise<void> {
    if (this.#places.length > 0) return
    this.#places.push(...places)
    if (this.#only === null) return
    for (const place of places) await this.#watch(place)
  }

  async #watch(place: Buffer): Promise<void> {
    this.#requests.push(await this.#port.holdAt(place, (thread) => void this.#arrive(thread)))
  }

  async #arrive(thread: bigint): Promise<void> {
    const name = await this.#port.nameOf(thread).catch(() => '')
    if (this.#only?.test(name) === true) this.#held.push({ thread, name })
    else await this.#port.resume(thread)
  }

  /** Waits until somebody stands there. Throws `WaitRanOut`. */
  async arrival(patience?: Patience): Promise<Held> {
    return await until(`somebody at the gate ${this.name}`, () => this.#held[0], patience)
  }

  /** Lets one thread through, if it stands there. */
  async passOne(thread: bigint): Promise<void> {
    const at = this.#held.findIndex((held) => held.thread === thread)
    if (at < 0) return
    this.#held.splice(at, 1)
    await this.#port.resume(thread)
  }

  /** Lets all through who stand there, or so many; whoever comes next has to wait again. */
  async pass(count = Number.POSITIVE_INFINITY): Promise<void> {
    for (const { thread } of this.#held.splice(0, count)) await this.#port.resume(thread)
  }

  async open(): Promise<void> {
    this.#only = null
    const requests = this.#requests
    this.#requests = []
    for (const request of requests) await this.#port.clear(request)
    await this.pass()
  }
}
