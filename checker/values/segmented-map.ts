/**
 * A map without the 2^24 limit of `Map`: a list of maps, a new one begun when the last is full. Entries are never
 * removed. Cost of a look-up: one `Map` look-up a segment, and there is one segment in any ordinary run.
 */
export class SegmentedMap<Key, Value> {
  readonly #segments: Map<Key, Value>[] = [new Map()]
  readonly #segmentSize: number

  constructor(segmentSize: number = 1 << 23) {
    this.#segmentSize = segmentSize
  }

  get size(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0)
  }

  get(key: Key): Value | undefined {
    for (const segment of this.#segments) {
      const value = segment.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** Adds a key that is not there yet. */
  add(key: Key, value: Value): void {
    let last = this.#segments[this.#segments.length - 1] as Map<Key, Value>
    if (last.size >= this.#segmentSize) {
      last = new Map()
      this.#segments.push(last)
    }
    last.set(key, value)
  }
}
