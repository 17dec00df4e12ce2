/**
 * The states met so far, packed, and the one that is being expanded. Successors are packed here and wait in line to be
 * looked up a shard at a time.
 *
 * Hot file: `enqueueSuccessors` runs once for each transition. `npm run bench` measures it.
 */
import type { Program } from '../memo/program.ts'
import { CompiledEffects } from './compiled-effects.ts'
import { HashWords } from './hash-words.ts'
import { fits, grownLayout, type Layout, pack, type Unpack, unpacker } from './layout.ts'
import type { Shard } from './shard.ts'
import { SHARD_SHIFT, SHARDS, VisitedSet } from './visited-set.ts'

/** Decides about a successor before it is packed: whether the state is to be kept. */
export type Allow = (instance: number, effect: number) => boolean
/** Called with the rows of a shard, from `first` on, that are new. */
export type OnNew = (shard: Shard, first: number) => void

/** Steps to stored states, noted while they are taken again after exploring: see `PackedStates.lookUpSteps`. */
export interface StepLog {
  /** Number of the state that each step leads to, by step; -1 where it is not stored. */
  readonly targets: Int32Array
  /** Number of the first state of each shard. */
  readonly firstOfShard: Int32Array
  /** Notes a step of the state being expanded that changes it; the step's number. */
  add(instance: number): number
}

export class PackedStates {
  readonly visited: VisitedSet
  layout: Layout
  /** Different states. */
  distinct = 0
  /** Successors by action. */
  readonly generatedBy: Float64Array
  readonly #program: Program
  readonly #hashWords: HashWords
  readonly #onNew: OnNew
  #unpack: Unpack
  /** The state being expanded: its ids, its packed form, its hash, and the part of each slot in that. */
  readonly #ids: Int32Array
  #packed: Int32Array
  #high = 0
  #low = 0
  readonly #slotHigh: Int32Array
  readonly #slotLow: Int32Array
  readonly #effects: CompiledEffects
  /** Values of stored slots that the layout and the hash words have room for. */
  #fittedValues = 0
  #log: StepLog | null = null

  /** `ids` holds the state being expanded; `batch` states wait per shard before they are looked up. */
  constructor(program: Program, layout: Layout, ids: Int32Array, batch: number, onNew: OnNew) {
    const { stored, definition } = program.model
    this.#program = program
    this.layout = layout
    this.#ids = ids
    this.#onNew = onNew
    this.#unpack = unpacker(layout)
    this.visited = new VisitedSet(layout, definition.actions.length + 1, batch)
    this.generatedBy = new Float64Array(definition.actions.length)
    this.#hashWords = new HashWords(stored)
    this.#packed = new Int32Array(layout.words)
    this.#slotHigh = new Int32Array(stored)
    this.#slotLow = new Int32Array(stored)
    this.#effects = new CompiledEffects(program.effects, layout)
  }

  get bytes(): number {
    return this.visited.peakBytes + this.#hashWords.bytes + this.#effects.bytes
  }

  /** Reads the stored ids of a row into `ids`. */
  read(shard: Shard, row: number, ids: Int32Array): void {
    shard.unpackRow(this.#unpack, row, ids)
  }

  /** Makes a row the state being expanded. Derived slots are left as they are. */
  load(shard: Shard, row: number): void {
    shard.unpackRow(this.#unpack, row, this.#ids)
    shard.copyRow(row, this.#packed)
    this.#loadHash()
  }

  /** Puts an initial state in line. */
  enqueueInitial(ids: Int32Array): void {
    this.#fitNewValues()
    this.#ids.set(ids)
    this.#loadHash()
    const { visited, layout } = this
    const shard = this.#high >>> SHARD_SHIFT
    const waiting = visited.pending[shard] as number
    const to = shard * visited.bufferWords + waiting * visited.entryWords
    pack(layout, ids, visited.buffers, to)
    visited.buffers[to + layout.words] = this.#high
    visited.buffers[to + layout.words + 1] = this.#low
    visited.buffers[to + layout.words + 2] = this.generatedBy.length
    visited.pending[shard] = waiting + 1
    if (waiting + 1 === visited.batch) this.#flush(shard)
  }

  /** From now on successors are looked up and noted in `log`, no longer added. Nothing may be waiting. */
  lookUpSteps(log: StepLog): void {
    this.#log = log
  }

  /** Puts what `program.enabled` leads to in line, as far as `allow` lets it. */
  enqueueSuccessors(allow: Allow | null): void {
    this.#fitNewValues()
    this.#effects.catchUp()
    const { enabled, actionOf } = this.#program
    const { count, instances } = enabled
    const effectOf = enabled.effects
    const { code, offsets } = this.#effects
    const { buffers, pending, batch, bufferWords, entryWords } = this.visited
    const packed = this.#packed
    const words = packed.length
    const slotHigh = this.#slotHigh
    const slotLow = this.#slotLow
    const stateHigh = this.#high
    const stateLow = this.#low
    const { generatedBy } = this
    const log = this.#log

    for (let next = 0; next < count; next++) {
      const effect = effectOf[next] as number
      const action = actionOf[instances[next] as number] as number
      if (log === null) generatedBy[action] = (generatedBy[action] as number) + 1
      if (allow !== null && !allow(instances[next] as number, effect)) continue

      let at = offsets[effect] as number
      const writesEnd = at + 3 + (code[at] as number)
      let high = stateHigh ^ (code[at + 1] as number)
      let low = stateLow ^ (code[at + 2] as number)
      for (at += 3; at < writesEnd; at++) {
        const slot = code[at] as number
        high ^= slotHigh[slot] as number
        low ^= slotLow[slot] as number
      }

      const wordsEnd = at + 1 + 3 * (code[at] as number)
      at += 1
      if (high === stateHigh && low === stateLow && isSelfLoop(code, at, wordsEnd, packed)) continue

      const shard = high >>> SHARD_SHIFT
      const waiting = pending[shard] as number
      const to = shard * bufferWords + waiting * entryWords
      for (let word = 0; word < words; word++) buffers[to + word] = packed[word] as number
      for (; at < wordsEnd; at += 3) {
        const place = to + (code[at] as number)
        buffers[place] = ((buffers[place] as number) & (code[at + 1] as number)) | (code[at + 2] as number)
      }
      buffers[to + words] = high
      buffers[to + words + 1] = low
      buffers[to + words + 2] = log === null ? action : log.add(instances[next] as number)
      pending[shard] = waiting + 1
      if (waiting + 1 === batch) this.#flush(shard)
    }
  }

  /** Looks up everything that waits. */
  flushAll(): void {
    for (let shard = 0; shard < SHARDS; shard++) this.#flush(shard)
  }

  /** Makes room for values that are new since the last time, if need be by packing everything again. */
  #fitNewValues(): void {
    const { model } = this.#program
    if (model.storedValues === this.#fittedValues) return
    this.#fittedValues = model.storedValues
    const sizes = model.sizes()
    this.#hashWords.cover(sizes)
    if (fits(this.layout, sizes)) return
    this.flushAll()
    const layout = grownLayout(this.layout, sizes, model.families)
    this.visited.repack(this.layout, layout)
    this.#effects.relayout(layout)
    this.#packed = new Int32Array(layout.words)
    pack(layout, this.#ids, this.#packed, 0)
    this.layout = layout
    this.#unpack = unpacker(layout)
  }

  #flush(shardNumber: number): void {
    if (this.#log !== null) {
      this.visited.find(shardNumber, this.#log.targets, this.#log.firstOfShard[shardNumber] as number)
      return
    }
    const shard = this.visited.shards[shardNumber] as Shard
    const before = shard.count
    this.visited.flush(shardNumber)
    this.distinct += shard.count - before
    if (shard.count > before) this.#onNew(shard, before)
  }

  #loadHash(): void {
    const { base, high, low } = this.#hashWords
    const ids = this.#ids
    const slotHigh = this.#slotHigh
    const slotLow = this.#slotLow
    let stateHigh = 0
    let stateLow = 0
    for (let slot = 0; slot < slotHigh.length; slot++) {
      const word = (base[slot] as number) + (ids[slot] as number)
      stateHigh ^= slotHigh[slot] = high[word] as number
      stateLow ^= slotLow[slot] = low[word] as number
    }
    this.#high = stateHigh
    this.#low = stateLow
  }
}

/** Whether the words that an effect touches, in `code` from `at` to `end`, stay as they are. */
function isSelfLoop(code: Int32Array, at: number, end: number, packed: Int32Array): boolean {
  for (let next = at; next < end; next += 3) {
    const before = packed[code[next] as number] as number
    if (((before & (code[next + 1] as number)) | (code[next + 2] as number)) !== before) return false
  }
  return true
}
