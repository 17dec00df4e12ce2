/**
 * Runs the functions that cost most once more, on a sample of the states, and notes what they read: all of it evenly
 * spread and without chance, so that equal explorations tell the same.
 */
import { userFrames } from '../../spec/language/call-site.ts'
import { SpecError } from '../../spec/language/index.ts'
import type { Ending } from '../explore/ending.ts'
import type { MemoFunction } from '../memo/memo.ts'
import type { Program } from '../memo/program.ts'
import type { Pool } from '../model/pool.ts'

/** States of the sample, and runs of the functions of a group on each of them, at most. */
const MOST_STATES = 128
const MOST_RUNS = 32
/** Times that a group is asked on one state where it looks at a pool, at most: finding out takes longer than a run. */
const MOST_STACKS = 16
/** After so many times without a new place no other is looked for. */
const MOST_KNOWN = 256
/** Frames to capture: those of the library lie between. */
const FRAMES = 24

export interface SampledGroup {
  readonly group: number
  runs: number
  /** Runs that read a slot of a state, by slot. */
  readonly bySlot: Map<number, number>
  /** What is known of runs that read all of some pool. */
  readonly ofPools: {
    runs: number
    readonly functions: Set<number>
    /** Each function with all that it read besides pools. */
    readonly situations: Set<string>
  }
  readonly pools: Map<Pool, { runs: number; readonly sites: Map<string, readonly string[]> }>
}

/** By group; null where a function fails on a state on which it need not be defined. */
export function sampleRuns(ending: Ending, groups: ReadonlySet<number>): readonly SampledGroup[] | null {
  const sample = new Sample(ending.program, groups)
  const { userCode } = ending.program
  userCode.noteWholeRead = (pool) => sample.noteWholeRead(pool)
  try {
    let number = 0
    for (const ids of sampledStates(ending, MOST_STATES)) sample.run(ids, number++)
    return sample.groups
  } catch (error) {
    if (error instanceof SpecError) return null
    throw error
  } finally {
    userCode.noteWholeRead = null
  }
}

/** Ids of all slots of so many stored states, nothing computed; the array is used again. */
export function* sampledStates({ program, stored }: Ending, most: number): Generator<Int32Array> {
  const { shards, count } = stored.visited
  const ids = program.model.newIds()
  const step = Math.max(1, count / most)
  let before = 0
  let next = 0
  for (const shard of shards) {
    for (; Math.floor(next) < before + shard.count; next += step) {
      stored.read(shard, Math.floor(next) - before, ids)
      yield ids
    }
    before += shard.count
  }
}

class Sample {
  readonly #program: Program
  readonly #groups = new Map<number, SampledGroup>()
  /** By group, those left on the state at hand. */
  readonly #stacksLeft = new Map<number, number>()
  /** By group, times without a new place. */
  readonly #known = new Map<number, number>()
  readonly #conditions: readonly number[]
  readonly #derivedSlots: readonly number[]

  constructor(program: Program, groups: ReadonlySet<number>) {
    this.#program = program
    for (const group of groups) {
      const ofPools = { runs: 0, functions: new Set<number>(), situations: new Set<string>() }
      this.#groups.set(group, { group, runs: 0, bySlot: new Map(), ofPools, pools: new Map() })
    }
    const { properties, constraints, memo, model } = program
    this.#conditions = [
      ...properties.flatMap(({ parts, responses }) => [...parts, ...responses].map(({ fn }) => fn)),
      ...constraints.map(({ fn }) => fn),
    ].filter((fn) => groups.has(memo.function(fn).group))
    this.#derivedSlots = model.derivations
      .map((_, at) => model.firstComputed + at)
      .filter((slot) => groups.has(program.derivedValue(slot).group))
  }

  get groups(): readonly SampledGroup[] {
    return [...this.#groups.values()]
  }

  noteWholeRead(pool: Pool): void {
    const { userCode } = this.#program
    const group = userCode.runningGroup
    const left = this.#stacksLeft.get(group) ?? 0
    const known = this.#known.get(group) ?? 0
    if (left === 0 || known === MOST_KNOWN) return
    this.#stacksLeft.set(group, left - 1)
    // Reading the stack is the tool's own doing.
    userCode.sentinel.isWatching = false
    const frames = ownFrames()
    userCode.sentinel.isWatching = true
    const { sites } = this.#pool(group, pool)
    const place = frames.join(' ')
    this.#known.set(group, sites.has(place) ? known + 1 : 0)
    sites.set(place, frames)
  }

  /** Runs what is asked of the state, a part of each group's functions. */
  run(ids: Int32Array, number: number): void {
    const { fixed, branches, effects } = this.#program
    for (const group of this.#groups.keys()) this.#stacksLeft.set(group, MOST_STACKS)
    effects.release()
    this.#runSome([...fixed], ids, number)
    for (const branch of branches) this.#branch(branch, ids, number)
    this.#runSome(this.#conditions, ids, number)
    // Where nothing asked for it, a derived value may not be defined.
    for (const slot of this.#derivedSlots) {
      if ((ids[slot] as number) < 0) continue
      this.#track(slot, this.#program.derivedValue(slot), ids)
    }
  }

  /** As `Program.findSuccessors` goes: an instance is run only where its arguments are there. */
  #branch(domain: number, ids: Int32Array, number: number): void {
    this.#runSome([domain], ids, number)
    const list = this.#program.behind(domain, ids)
    this.#runSome(
      list.filter((each) => each >= 0),
      ids,
      number,
    )
    for (const inner of list) if (inner < 0) this.#branch(~inner, ids, number)
  }

  #runSome(functions: readonly number[], ids: Int32Array, number: number): void {
    const { memo } = this.#program
    const step = Math.ceil(functions.length / MOST_RUNS)
    functions.forEach((fn, at) => {
      const { group } = memo.function(fn)
      if ((at + number) % step !== 0 || !this.#groups.has(group)) return
      this.#track(fn, memo.function(fn), ids)
    })
  }

  /** `fn` tells the functions of a group apart. */
  #track(fn: number, own: MemoFunction, ids: Int32Array): void {
    const { model, userCode } = this.#program
    const sampled = this.#groups.get(own.group)
    if (sampled === undefined) return
    const { run } = userCode.track(own, ids)
    const reads = [...run.reads.subarray(0, run.readCount)]
    sampled.runs++
    const whole = new Set<Pool>()
    for (const slot of reads) {
      sampled.bySlot.set(slot, (sampled.bySlot.get(slot) ?? 0) + 1)
      const pool = model.poolAt(slot)
      if (pool !== null && slot === pool.whole.slot) whole.add(pool)
    }
    for (const pool of whole) this.#pool(own.group, pool).runs++
    if (whole.size === 0) return
    const { ofPools } = sampled
    ofPools.runs++
    ofPools.functions.add(fn)
    const others = reads.filter((slot) => model.poolAt(slot) === null).map((slot) => `${slot}=${run.environment[slot]}`)
    ofPools.situations.add(`${fn}: ${others.join()}`)
  }

  #pool(group: number, pool: Pool): { runs: number; readonly sites: Map<string, readonly string[]> } {
    const { pools } = this.#groups.get(group) as SampledGroup
    let known = pools.get(pool)
    if (known === undefined) {
      known = { runs: 0, sites: new Map() }
      pools.set(pool, known)
    }
    return known
  }
}

function ownFrames(): readonly string[] {
  const limit: unknown = Error.stackTraceLimit
  Reflect.set(Error, 'stackTraceLimit', FRAMES)
  const { stack = '' } = new Error('read here')
  Reflect.set(Error, 'stackTraceLimit', limit)
  return userFrames(stack).slice(0, 3)
}
