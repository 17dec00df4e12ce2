/**
 * The states met so far, packed, and the one that is being expanded. Successors are packed here and wait in line to be
 * looked up a shard at a time.
 *
 * Hot file: `enqueueSuccessors` runs once for each transition. `npm run bench` measures it.
 */
import type { Program } from '../memo/program.ts'
import { isSameState } from '../model/state-ids.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'
import { withRoom } from '../values/with-room.ts'
import { Bundles } from './bundles.ts'
import { CompiledEffects } from './compiled-effects.ts'
import { HashWords } from './hash-words.ts'
import { bitsFor, fits, grownLayout, type Layout, pack, type Unpack, unpacker } from './layout.ts'
import type { Shard } from './shard.ts'
import { SHARD_SHIFT, SHARDS, VisitedSet } from './visited-set.ts'

/** Decides about a successor before it is packed: whether the state is to be kept. */
export type Allow = (instance: number, effect: number) => boolean
/** Called with the rows of a shard, from `first` on, that are new. */
export type OnNew = (shard: Shard, first: number) => void

/** See `TuningOptions`. */
export interface PackedStatesOptions {
  readonly batch?: number
  readonly splitAbove?: number
}

/** States that wait in a shard's buffer before they are looked up together. */
const BATCH = 512

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
  /** Elements of pools; null where there are none. */
  readonly #bundles: Bundles | null
  /** Slots up to here are fields of their own, those from here on lie in bundles. */
  readonly #firstGrown: number
  /** Ids of all fields: of the state being expanded, and of another that is being read. */
  #fields: Int32Array
  #otherFields: Int32Array
  /** The combinations that the enabled effects lead to, one for each bundle that one of them changes. */
  #changed: Int32Array = new Int32Array(64)
  readonly #slotHigh: Int32Array
  readonly #slotLow: Int32Array
  readonly #effects: CompiledEffects
  /** Values of stored slots that the layout and the hash words have room for. */
  #fittedValues = 0
  #log: StepLog | null = null

  /** `ids` holds the state being expanded. */
  constructor(program: Program, layout: Layout, ids: Int32Array, options: PackedStatesOptions, onNew: OnNew) {
    const { model } = program
    const { firstGrown, definition } = model
    this.#firstGrown = firstGrown
    this.#bundles = model.hasPools ? new Bundles(model, options.splitAbove) : null
    this.#program = program
    this.layout = layout
    this.#ids = ids
    this.#onNew = onNew
    this.#unpack = unpacker(layout)
    this.visited = new VisitedSet(layout, definition.actions.length + 1, options.batch ?? BATCH)
    this.generatedBy = new Float64Array(definition.actions.length)
    this.#hashWords = new HashWords(firstGrown)
    this.#packed = new Int32Array(layout.words)
    this.#slotHigh = new Int32Array(firstGrown)
    this.#slotLow = new Int32Array(firstGrown)
    this.#effects = new CompiledEffects(program.effects, layout, firstGrown, this.#bundles)
    this.#fields = new Int32Array(layout.word.length)
    this.#otherFields = new Int32Array(layout.word.length)
  }

  get bytes(): number {
    return this.visited.peakBytes + this.#hashWords.bytes + this.#effects.bytes + (this.#bundles?.bytes ?? 0)
  }

  /** Bits that the ids met so far need, field by field. */
  get bitsPerState(): number {
    return this.#sizes().reduce((sum, size) => sum + (size > 1 ? bitsFor(size) : 0), 0)
  }

  /** Reads the stored ids of a row into `ids`; what is computed is marked as not computed. */
  read(shard: Shard, row: number, ids: Int32Array): void {
    this.#unpackRow(shard, row, ids, this.#otherFields)
    this.#program.model.forget(ids)
  }

  /** In how many fields a row differs from a packed state; more than `most` are not counted. */
  differences(shard: Shard, row: number, packed: Int32Array, most: number): number {
    return shard.differences(this.layout, row, packed, most)
  }

  /** The packed form of a state that was met. */
  packed(ids: Int32Array): Int32Array {
    const packed = new Int32Array(this.layout.words)
    pack(this.layout, this.#fieldsOf(ids, this.#otherFields), packed, 0)
    return packed
  }

  /** Makes a row the state being expanded. */
  load(shard: Shard, row: number): void {
    this.#unpackRow(shard, row, this.#ids, this.#fields)
    this.#program.model.forget(this.#ids)
    shard.copyRow(row, this.#packed)
    this.#loadHash()
  }

  /** Puts an initial state in line. */
  enqueueInitial(ids: Int32Array): void {
    const { symmetry } = this.#program
    if (symmetry !== null) {
      this.#enqueueStates([{ ids: symmetry.canonical(ids), tag: this.generatedBy.length }])
      return
    }
    this.#fitNewValues()
    this.#program.model.load(ids, this.#ids)
    this.#fieldsOf(this.#ids, this.#fields)
    if (this.#bundles !== null) this.#fit(this.#sizes())
    this.#loadHash()
    const hash = { high: this.#high, low: this.#low }
    this.#enqueue(this.#bundles === null ? ids : this.#fields, hash, this.generatedBy.length)
  }

  /** From now on successors are looked up and noted in `log`, no longer added. Nothing may be waiting. */
  lookUpSteps(log: StepLog): void {
    this.#log = log
  }

  /** Puts what `program.enabled` leads to in line, as far as `allow` lets it. */
  enqueueSuccessors(allow: Allow | null): void {
    if (this.#program.symmetry !== null) {
      this.#enqueueCanonical(this.#program.symmetry, allow)
      return
    }
    this.#fitNewValues()
    this.#effects.catchUp()
    if (this.#bundles !== null) this.#meetBundles(this.#bundles)
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
    const bundles = this.#bundles
    const firstGrown = this.#firstGrown
    const fields = this.#fields
    const { word: fieldWord, shift: fieldShift, mask: fieldMask } = this.layout
    const changed = this.#changed
    let changeAt = 0

    for (let next = 0; next < count; next++) {
      const effect = effectOf[next] as number
      const action = actionOf[instances[next] as number] as number
      if (log === null) generatedBy[action] = (generatedBy[action] as number) + 1
      let at = offsets[effect] as number
      if (allow !== null && !allow(instances[next] as number, effect)) {
        if (bundles !== null) changeAt += code[bundlesAt(code, at)] as number
        continue
      }

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
      let hasNewBundle = false
      const firstChange = changeAt
      if (bundles !== null) {
        for (const end = changeAt + (code[wordsEnd] as number); changeAt < end; changeAt++) {
          const change = wordsEnd + 1 + 2 * (changeAt - firstChange)
          const bundle = bundles.at(code[change] as number)
          const before = fields[firstGrown + (code[change] as number)] as number
          const after = changed[changeAt] as number
          if (after === before) continue
          hasNewBundle = true
          high ^= (bundle.high[before] as number) ^ (bundle.high[after] as number)
          low ^= (bundle.low[before] as number) ^ (bundle.low[after] as number)
        }
      }
      if (high === stateHigh && low === stateLow && !hasNewBundle && isSelfLoop(code, at, wordsEnd, packed)) continue

      const shard = high >>> SHARD_SHIFT
      const waiting = pending[shard] as number
      const to = shard * bufferWords + waiting * entryWords
      for (let word = 0; word < words; word++) buffers[to + word] = packed[word] as number
      for (; at < wordsEnd; at += 3) {
        const place = to + (code[at] as number)
        buffers[place] = ((buffers[place] as number) & (code[at + 1] as number)) | (code[at + 2] as number)
      }
      if (hasNewBundle) {
        for (let change = firstChange; change < changeAt; change++) {
          const field = firstGrown + (code[wordsEnd + 1 + 2 * (change - firstChange)] as number)
          const place = to + (fieldWord[field] as number)
          const shift = fieldShift[field] as number
          const keep = ~((fieldMask[field] as number) << shift)
          buffers[place] = ((buffers[place] as number) & keep) | ((changed[change] as number) << shift)
        }
      }
      buffers[to + words] = high
      buffers[to + words + 1] = low
      buffers[to + words + 2] = log === null ? action : log.add(instances[next] as number)
      pending[shard] = waiting + 1
      if (waiting + 1 === batch) this.#flush(shard)
    }
  }

  /** The same up to symmetry: for each successor its canonical form, unless that is the state being expanded. */
  #enqueueCanonical(symmetry: Symmetry, allow: Allow | null): void {
    const { enabled, actionOf, effects, model } = this.#program
    const { count, instances } = enabled
    const state = this.#ids.slice(0, model.stored)
    const found: { readonly ids: Int32Array; readonly tag: number }[] = []
    for (let next = 0; next < count; next++) {
      const instance = instances[next] as number
      const effect = enabled.effects[next] as number
      const action = actionOf[instance] as number
      if (this.#log === null) this.generatedBy[action] = (this.generatedBy[action] as number) + 1
      if (allow !== null && !allow(instance, effect)) continue
      const ids = symmetry.canonical(model.after(state, effects.writes(effect)))
      if (isSameState(ids, state)) continue
      found.push({ ids, tag: this.#log === null ? action : this.#log.add(instance) })
    }
    this.#enqueueStates(found)
  }

  /** Puts states in line that may have values, elements and combinations of them that were not met before. */
  #enqueueStates(states: readonly { readonly ids: Int32Array; readonly tag: number }[]): void {
    // Everything has to fit before the first is packed.
    this.#fitNewValues()
    if (this.#bundles !== null) this.#meetCombinations(this.#bundles, states)
    for (const { ids, tag } of states) {
      const fields = this.#fieldsOf(ids, this.#otherFields)
      this.#enqueue(fields, this.#hashOf(fields), tag)
    }
  }

  /** Makes room for what bundles are in these states. */
  #meetCombinations(bundles: Bundles, states: readonly { readonly ids: Int32Array }[]): void {
    const before = bundles.met
    for (const { ids } of states) this.#fieldsOf(ids, this.#otherFields)
    if (bundles.met === before) return
    const met = bundles.met
    this.#fit(this.#sizes())
    // Where a bundle was split, its halves have not met what is in the states.
    if (bundles.met !== met) this.#meetCombinations(bundles, states)
  }

  /** Puts any state in line, given by the ids of its fields, all of which fit. */
  #enqueue(fields: Int32Array, { high, low }: { readonly high: number; readonly low: number }, tag: number): void {
    const { visited, layout } = this
    const shard = high >>> SHARD_SHIFT
    const waiting = visited.pending[shard] as number
    const to = shard * visited.bufferWords + waiting * visited.entryWords
    pack(layout, fields, visited.buffers, to)
    visited.buffers[to + layout.words] = high
    visited.buffers[to + layout.words + 1] = low
    visited.buffers[to + layout.words + 2] = tag
    visited.pending[shard] = waiting + 1
    if (waiting + 1 === visited.batch) this.#flush(shard)
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
    this.#bundles?.catchUp()
    const sizes = this.#sizes()
    this.#hashWords.cover(sizes.slice(0, this.#firstGrown))
    this.#fit(sizes)
  }

  /** Finds out, and makes room for, what the enabled effects do to bundles. */
  #meetBundles(bundles: Bundles): void {
    const { enabled } = this.#program
    const { code, offsets } = this.#effects
    const before = bundles.met
    let count = 0
    for (let next = 0; next < enabled.count; next++) {
      let at = bundlesAt(code, offsets[enabled.effects[next] as number] as number)
      const end = at + 1 + 2 * (code[at] as number)
      for (at += 1; at < end; at += 2) {
        const bundle = code[at] as number
        const combination = this.#fields[this.#firstGrown + bundle] as number
        if (count === this.#changed.length) this.#changed = withRoom(this.#changed, count + 1)
        this.#changed[count++] = bundles.at(bundle).after(combination, code[at + 1] as number)
      }
    }
    if (bundles.met === before) return
    this.#fit(this.#sizes())
    this.#effects.catchUp()
    // Where a bundle was split, its halves have not met what the effects lead to.
    if (bundles.met !== before) this.#meetBundles(bundles)
  }

  /** Ids met so far in each field. */
  #sizes(): number[] {
    const { model } = this.#program
    return this.#bundles === null ? model.sizes() : [...model.sizes(this.#firstGrown), ...this.#bundles.sizes()]
  }

  /** Packs everything again where an id does not fit its field, or a bundle is to be split. */
  #fit(sizes: readonly number[]): void {
    const isAnyCrowded = this.#bundles?.isAnyCrowded === true
    // What has no field yet has id 0 in every state that is packed.
    this.#fields = withRoom(this.#fields, sizes.length)
    this.#otherFields = withRoom(this.#otherFields, sizes.length)
    if (fits(this.layout, sizes) && !isAnyCrowded) return
    this.flushAll()
    const split = this.#bundles?.split() ?? null
    const layout = grownLayout(this.layout, this.#sizes(), this.#familiesOfFields())
    const firstGrown = this.#firstGrown
    this.visited.repack(this.layout, layout, split === null ? null : (ids) => split(ids, firstGrown))
    this.#effects.relayout(layout)
    this.layout = layout
    this.#unpack = unpacker(layout)
    this.#fields = new Int32Array(layout.word.length)
    this.#otherFields = new Int32Array(layout.word.length)
    this.#packed = new Int32Array(layout.words)
    pack(layout, this.#fieldsOf(this.#ids, this.#fields), this.#packed, 0)
  }

  /** Bundles grow each by itself. */
  #familiesOfFields(): readonly number[] {
    const { families, definition } = this.#program.model
    if (this.#bundles === null) return families
    return [...families, ...this.#bundles.sizes().map((_, bundle) => definition.variables.length + bundle)]
  }

  /** The ids of all fields of a state: `ids` themselves, or put into `fields`. */
  #fieldsOf(ids: Int32Array, fields: Int32Array): Int32Array {
    if (this.#bundles === null) return ids
    fields.set(ids.subarray(0, this.#firstGrown))
    this.#bundles.pack(ids, fields, this.#firstGrown)
    return fields
  }

  #unpackRow(shard: Shard, row: number, ids: Int32Array, fields: Int32Array): void {
    if (this.#bundles === null) {
      shard.unpackRow(this.#unpack, row, ids)
      return
    }
    shard.unpackRow(this.#unpack, row, fields)
    for (let slot = 0; slot < this.#firstGrown; slot++) ids[slot] = fields[slot] as number
    this.#bundles.unpack(fields, this.#firstGrown, ids)
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

  /** The hash of a state with these ids of fields, for which room has been made. */
  #hashOf(fields: Int32Array): { readonly high: number; readonly low: number } {
    let { high, low } = this.#hashWords.of(fields)
    for (let bundle = 0; bundle < (this.#bundles?.count ?? 0); bundle++) {
      const id = fields[this.#firstGrown + bundle] as number
      if (id === 0) continue
      const { high: highWords, low: lowWords } = (this.#bundles as Bundles).at(bundle)
      high ^= highWords[id] as number
      low ^= lowWords[id] as number
    }
    return { high, low }
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
    const bundles = this.#bundles
    if (bundles !== null) {
      const fields = this.#fields
      for (let bundle = 0; bundle < bundles.count; bundle++) {
        const id = fields[slotHigh.length + bundle] as number
        if (id === 0) continue
        stateHigh ^= bundles.at(bundle).high[id] as number
        stateLow ^= bundles.at(bundle).low[id] as number
      }
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

/** Where the code of an effect, which begins at `at`, says how many bundles it changes. */
function bundlesAt(code: Int32Array, at: number): number {
  const words = at + 3 + (code[at] as number)
  return words + 1 + 3 * (code[words] as number)
}
