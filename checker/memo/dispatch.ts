/**
 * Which action instances to look at in a state. Most instances are ruled out by the first slot they read; those that
 * read the same slot first are ruled out together, by one look at it.
 *
 * Hot file: on two-phase commit (42 instances, some 11 enabled) this takes the trie walks per state from 42 to 16.
 * The lists hold pointers into the tries, so they are made again after the tries have changed; while they change with
 * almost every state, as in the beginning, everything is walked from the root.
 */
import type { EnabledList } from './enabled-list.ts'
import { DISABLED } from './functions.ts'
import type { Memo } from './memo.ts'
import type { Trie } from './trie.ts'

/** States without a change of the tries before lists are made, unless told otherwise. */
const CALM_STATES = 64

interface Group {
  readonly slot: number
  readonly instances: readonly number[]
  /** By id of the slot: instances not ruled out, each with the pointer at which its walk goes on. */
  readonly lists: (Int32Array | undefined)[]
}

export class Dispatch {
  readonly #memo: Memo
  readonly #trie: Trie
  readonly #instances: Int32Array
  readonly #calmStates: number
  #version = -1
  #calm = 0
  #groups: Group[] | null = null
  /** Instances without a first slot: not run yet, or independent of the state, or not memoised. */
  #others: number[] = []

  constructor(memo: Memo, instances: Int32Array, calmStates: number = CALM_STATES) {
    this.#memo = memo
    this.#trie = memo.trie
    this.#instances = instances
    this.#calmStates = calmStates
  }

  /** Adds every enabled instance and its effect to `enabled`. */
  collect(ids: Int32Array, enabled: EnabledList): void {
    if (this.#trie.version !== this.#version) {
      this.#version = this.#trie.version
      this.#calm = 0
      this.#groups = null
    } else if (this.#groups === null && ++this.#calm > this.#calmStates) this.#group()
    if (this.#groups === null) {
      for (const fn of this.#instances) addIfEnabled(this.#memo, fn, ids, enabled)
      return
    }
    for (const fn of this.#others) addIfEnabled(this.#memo, fn, ids, enabled)
    const groups = this.#groups
    for (let at = 0; at < groups.length; at++) {
      const group = groups[at] as Group
      const list = group.lists[this.#trie.idAt(group.slot, ids)] ?? this.#makeList(group, ids)
      for (let entry = 0; entry < list.length; entry += 2) {
        const fn = list[entry] as number
        let leaf = list[entry + 1] as number
        if (leaf >= 0) leaf = this.#trie.walk(leaf, ids)
        if (leaf === 0) leaf = this.#memo.run(fn, ids)
        if (leaf < DISABLED) enabled.add(fn, ~leaf - 2)
      }
    }
  }

  #group(): void {
    const bySlot = new Map<number, number[]>()
    this.#others = []
    for (const fn of this.#instances) {
      const root = this.#memo.roots[fn] as number
      if (root <= 0) {
        this.#others.push(fn)
        continue
      }
      const slot = this.#trie.slotAt(root)
      const instances = bySlot.get(slot) ?? []
      instances.push(fn)
      bySlot.set(slot, instances)
    }
    this.#groups = [...bySlot].map(([slot, instances]) => ({ slot, instances, lists: [] }))
  }

  #makeList(group: Group, ids: Int32Array): Int32Array {
    const entries: number[] = []
    for (const fn of group.instances) {
      const root = this.#memo.roots[fn] as number
      // Its action may have given up its memo since the groups were made.
      const next = root > 0 ? this.#trie.next(root, ids) : root
      if (next >= 0 || next < DISABLED) entries.push(fn, next)
    }
    const list = Int32Array.from(entries)
    group.lists[ids[group.slot] as number] = list
    return list
  }
}

/** Adds an instance and its effect to `enabled` if it is. */
export function addIfEnabled(memo: Memo, fn: number, ids: Int32Array, enabled: EnabledList): void {
  const leaf = memo.lookup(fn, ids)
  if (leaf < DISABLED) enabled.add(fn, ~leaf - 2)
}
