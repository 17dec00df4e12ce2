/**
 * What this process takes, and so what the explorations in it take together: the platform tells it of the process, and of
 * no single thread.
 */

/** V8 needs so much in a thread to load the library and a specification at all. */
export const leastHeapBytes = 96 * 2 ** 20

export class ResidentMemory {
  readonly #threads: number
  /** With an idle thread: what the limit is counted from. */
  #idleBytes: number | null = null
  /** Bytes of the tables of each exploration that goes on. */
  readonly #tables = new Map<object, number>()

  constructor(threads = 1) {
    this.#threads = threads
  }

  /** When a thread is ready and has done nothing yet. Only the first time counts, until `forget`. */
  beginAtIdle(): void {
    this.#idleBytes ??= process.memoryUsage.rss()
  }

  /** What is there now is to count no more. */
  forget(): void {
    this.#idleBytes = null
  }

  /** What has come since a thread was idle, in bytes. */
  usedBytes(): number {
    return process.memoryUsage.rss() - (this.#idleBytes ?? 0)
  }

  /** The same without what the threads need in any case. */
  exploringBytes(): number {
    return this.usedBytes() - leastHeapBytes * this.#threads
  }

  /** What the tables of an exploration take at the moment; null when it has ended. */
  note(exploration: object, bytes: number | null): void {
    if (bytes === null) this.#tables.delete(exploration)
    else this.#tables.set(exploration, bytes)
  }

  /** Whether no other exploration has larger tables. */
  isLargest(exploration: object): boolean {
    const own = this.#tables.get(exploration) ?? 0
    return [...this.#tables.values()].every((bytes) => bytes <= own)
  }
}
