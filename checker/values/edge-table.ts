/** Edges of a tree: open addressing from a node, any number but 0, and an id to the next node. Entries are never removed. */
export class EdgeTable {
  /** Triples: node key (0 = free), id, pointer. */
  #entries = new Int32Array(3 * 64)
  #count = 0

  get bytes(): number {
    return this.#entries.byteLength
  }

  /** 0 where there is no edge. */
  get(key: number, id: number): number {
    const entries = this.#entries
    const place = this.#find(entries, key, id)
    return entries[place] === 0 ? 0 : (entries[place + 2] as number)
  }

  set(key: number, id: number, pointer: number): void {
    if (3 * 2 * (this.#count + 1) > this.#entries.length) this.#grow()
    const place = this.#find(this.#entries, key, id)
    if (this.#entries[place] === 0) this.#count++
    this.#entries[place] = key
    this.#entries[place + 1] = id
    this.#entries[place + 2] = pointer
  }

  #find(entries: Int32Array, key: number, id: number): number {
    const capacity = entries.length / 3
    let hash = Math.imul(key, 0x9e3779b1) ^ Math.imul(id, 0x85ebca77)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let place = (hash ^ (hash >>> 13)) & (capacity - 1)
    for (;;) {
      const found = entries[3 * place]
      if (found === 0 || (found === key && entries[3 * place + 1] === id)) return 3 * place
      place = (place + 1) & (capacity - 1)
    }
  }

  #grow(): void {
    const old = this.#entries
    const entries = new Int32Array(old.length * 2)
    for (let place = 0; place < old.length; place += 3) {
      if (old[place] === 0) continue
      entries.set(old.subarray(place, place + 3), this.#find(entries, old[place] as number, old[place + 1] as number))
    }
    this.#entries = entries
  }
}
