/**
 * Decision tries: for every memoised function, which result belongs to which values of the slots it read. A node says
 * "look at slot k", an edge is the id found there, a leaf is a result. All tries share one arena.
 *
 * Hot file; the exploring loop calls `walk` several times per transition. Children with small ids sit in the node
 * itself, the others in one open-addressing table keyed by (node, id): a function that reads large slots would
 * otherwise need most of its memory for holes.
 *
 * Pointers: positive = address of a node, 0 = nothing known, negative = leaf (`-1 - result`).
 */
import { EdgeTable } from '../values/edge-table.ts'
import { withRoom } from '../values/with-room.ts'

/** Words before a node's children: the slot it looks at, how many children have room in it, and its key in the table. */
const HEADER = 3
/** Ids below this always get a place in the node. */
const ALWAYS_DENSE = 16
/** Ids below this get a place in the node if a quarter of the places would be used. */
const MAYBE_DENSE = 1024

/** Fills in the id of a derived slot that has not been computed for this state yet (-1). */
export type ComputeSlot = (slot: number, environment: Int32Array) => number

export class Trie {
  /** Raised by every `insert`. Pointers from before still lead to right answers, or to 0. */
  version = 0
  #nodes: Int32Array = new Int32Array(1 << 12)
  #top = 1
  #keys = 0
  readonly #edges = new EdgeTable()
  readonly #compute: ComputeSlot

  constructor(compute: ComputeSlot) {
    this.#compute = compute
  }

  /** Nodes made so far. */
  get nodes(): number {
    return this.#keys
  }

  get bytes(): number {
    return this.#nodes.byteLength + this.#edges.bytes
  }

  /** Follows the ids in `environment` from `root` to a leaf, or to 0 where nothing is known yet. */
  walk(root: number, environment: Int32Array): number {
    const nodes = this.#nodes
    let pointer = root
    while (pointer > 0) {
      const id = environment[nodes[pointer] as number] as number
      // A derived slot that is not computed yet has id -1, which is no unsigned number below the room either.
      if (id >>> 0 < (nodes[pointer + 1] as number)) pointer = nodes[pointer + HEADER + id] as number
      else pointer = this.#far(pointer, environment)
    }
    return pointer
  }

  /**
   * Adds the path along which a function read `slots` (the first `length` of them) in `environment` and came to `leaf`.
   * Returns the new root, or null if the path contradicts what is known: the same values were read and yet another slot
   * was looked at next, or another result came out.
   */
  insert(root: number, slots: Int32Array, length: number, environment: Int32Array, leaf: number): number | null {
    this.version++
    let first = root
    let parent = 0
    let pointer = root
    for (let depth = 0; depth < length; depth++) {
      const slot = slots[depth] as number
      if (pointer < 0) return null
      if (pointer === 0) {
        pointer = this.#newNode(slot, environment[slot] as number)
        if (parent === 0) first = pointer
        else this.#setChild(parent, environment, pointer)
      } else if (this.#nodes[pointer] !== slot) return null
      const roomier = this.#makeRoom(pointer, environment[slot] as number)
      if (roomier !== pointer) {
        pointer = roomier
        if (parent === 0) first = pointer
        else this.#setChild(parent, environment, pointer)
      }
      parent = pointer
      pointer = this.#child(parent, environment)
    }
    if (pointer !== 0) return pointer === leaf ? first : null
    if (parent === 0) return leaf
    this.#setChild(parent, environment, leaf)
    return first
  }

  /** The slot that a node looks at. */
  slotAt(node: number): number {
    return this.#nodes[node] as number
  }

  /** The id of a slot, computed if it is derived and has not been. */
  idAt(slot: number, environment: Int32Array): number {
    if ((environment[slot] as number) < 0) environment[slot] = this.#compute(slot, environment)
    return environment[slot] as number
  }

  /** One step of `walk`. */
  next(node: number, environment: Int32Array): number {
    this.idAt(this.#nodes[node] as number, environment)
    return this.#child(node, environment)
  }

  /** The slots that `walk` looks at in this environment, in order. */
  path(root: number, environment: Int32Array): number[] {
    const slots: number[] = []
    for (let pointer = root; pointer > 0; pointer = this.#child(pointer, environment)) {
      slots.push(this.#nodes[pointer] as number)
    }
    return slots
  }

  #far(pointer: number, environment: Int32Array): number {
    this.idAt(this.#nodes[pointer] as number, environment)
    return this.#child(pointer, environment)
  }

  #child(pointer: number, environment: Int32Array): number {
    const nodes = this.#nodes
    const id = environment[nodes[pointer] as number] as number
    return id < (nodes[pointer + 1] as number)
      ? (nodes[pointer + HEADER + id] as number)
      : this.#edges.get(nodes[pointer + 2] as number, id)
  }

  #setChild(pointer: number, environment: Int32Array, child: number): void {
    const nodes = this.#nodes
    const id = environment[nodes[pointer] as number] as number
    if (id < (nodes[pointer + 1] as number)) nodes[pointer + HEADER + id] = child
    else this.#edges.set(nodes[pointer + 2] as number, id, child)
  }

  #newNode(slot: number, id: number): number {
    const room = id < ALWAYS_DENSE ? roomFor(id) : 2
    return this.#allocate(slot, room, ++this.#keys)
  }

  #allocate(slot: number, room: number, key: number): number {
    const address = this.#top
    this.#top += HEADER + room
    this.#nodes = withRoom(this.#nodes, this.#top)
    this.#nodes[address] = slot
    this.#nodes[address + 1] = room
    this.#nodes[address + 2] = key
    return address
  }

  /** A node with a place for `id`, if it deserves one: the node itself, or a larger copy. */
  #makeRoom(pointer: number, id: number): number {
    const room = this.#nodes[pointer + 1] as number
    if (id < room || id >= MAYBE_DENSE) return pointer
    const larger = roomFor(id)
    if (id >= ALWAYS_DENSE) {
      let used = 1
      for (let child = 0; child < room; child++) if (this.#nodes[pointer + HEADER + child] !== 0) used++
      if (4 * used < larger) return pointer
    }
    const slot = this.#nodes[pointer] as number
    const key = this.#nodes[pointer + 2] as number
    const copy = this.#allocate(slot, larger, key)
    this.#nodes.copyWithin(copy + HEADER, pointer + HEADER, pointer + HEADER + room)
    for (let child = room; child < larger; child++) this.#nodes[copy + HEADER + child] = this.#edges.get(key, child)
    return copy
  }
}

function roomFor(id: number): number {
  return id < 2 ? 2 : 2 ** (32 - Math.clz32(id))
}
