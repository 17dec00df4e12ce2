/**
 * Breadth-first exploration, a level at a time, in steps of bounded duration: the caller decides about threads, timers
 * and signals. What is found does not depend on how long the steps are.
 */
import type { SpecDefinition } from '../../spec/language/index.ts'
import { FALSE, TRUE } from '../memo/functions.ts'
import type { FunctionGroup } from '../memo/memo.ts'
import { Program } from '../memo/program.ts'
import { describeFunction } from '../model/function-names.ts'
import type { Model } from '../model/model.ts'
import { specError } from '../model/spec-errors.ts'
import type { CheckOptions, Progress, StopReason } from '../options.ts'
import type { CheckResult, Completeness } from '../result.ts'
import { HashWords } from '../states/hash-words.ts'
import { fits, grownLayout, type Layout, layoutOf, pack, type Unpack, unpacker } from '../states/layout.ts'
import type { Shard } from '../states/shard.ts'
import { SHARD_SHIFT, SHARDS, VisitedSet } from '../states/visited-set.ts'
import { Findings } from './findings.ts'
import { PlainEvaluator } from './plain-evaluator.ts'
import { summarise } from './summarise.ts'
import { type OpenConditions, Verifier } from './verifier.ts'

/** Settings that change no result; the tests turn them to corners that ordinary runs do not reach. */
export interface TuningOptions {
  /** Bits every slot starts with. */
  readonly initialWidth?: number
  /** States that wait in a shard's buffer before they are looked up together. */
  readonly batch?: number
  /** See `MemoOptions`. */
  readonly trialRuns?: number
  /** See `MemoOptions`. */
  readonly calmStates?: number
  /** States on which everything is also run without the memo. */
  readonly verifiedStates?: number
}

/** One condition to evaluate on every new state; parts of a property stand together, in order. */
interface StateCheck {
  readonly property: number
  readonly label: string | null
  readonly fn: number
  /** The leaf that settles the property. */
  readonly settles: number
  readonly group: FunctionGroup
}

const BATCH = 512
const VERIFIED_STATES = 1000
/** States between two looks at the clock. */
const CLOCK_INTERVAL = 64
/** Outgrown bytes that are worth a garbage collection. */
const GARBAGE_BYTES = 12e6

export class Explorer {
  readonly functionNames: readonly string[]
  readonly #options: CheckOptions
  readonly #program: Program
  readonly #model: Model
  readonly #plain: PlainEvaluator
  readonly #verifier: Verifier
  readonly #visited: VisitedSet
  readonly #hashWords: HashWords
  readonly #findings: Findings
  #layout: Layout
  #unpack: Unpack
  /** Ids of the state being expanded, stored slots then derived ones; and of a successor, in one array for steps. */
  readonly #step: Int32Array
  readonly #ids: Int32Array
  readonly #after: Int32Array
  #packed: Int32Array
  #high = 0
  #low = 0
  readonly #slotHigh: Int32Array
  readonly #slotLow: Int32Array

  #generated = 0
  #distinct = 0
  #expanded = 0
  #constraintCut = 0
  readonly #generatedBy: Float64Array
  #depth = 0
  #shard = SHARDS
  #row = 0
  #end = 0
  #levelEnds = 0
  #expandedBefore = 0

  /** Positions of the properties still to be decided. */
  #open: number[]
  #openSteps: number[] = []
  #stateChecks: StateCheck[] = []
  #openConditions: OpenConditions = { parts: [], steps: [] }
  #isCareful = false
  #deadlock = -1

  #completeness: Completeness | null = null
  #stopReason: StopReason | null = null
  #seconds = 0
  /** Values per slot when the level began, to tell which variables are growing. */
  #sizesAtLevel: number[] = []
  /** Outgrown bytes when garbage was last collected. */
  #collectedBytes = 0
  #result: CheckResult | null = null
  #failure: { readonly error: unknown } | null = null

  constructor(definition: SpecDefinition, options: CheckOptions = {}, tuning: TuningOptions = {}) {
    this.#options = options
    const initialLayout = (model: Model): Layout =>
      grownLayout(
        layoutOf(Array.from({ length: model.stored }, () => tuning.initialWidth ?? 1)),
        model.sizes(),
        model.families,
      )
    this.#program = new Program(definition, initialLayout, options.activity ?? null, tuning)
    this.#model = this.#program.model
    this.#layout = initialLayout(this.#model)
    this.#unpack = unpacker(this.#layout)
    this.#plain = new PlainEvaluator(this.#program)
    this.#verifier = new Verifier(this.#program, this.#plain, tuning.verifiedStates ?? VERIFIED_STATES)
    this.#visited = new VisitedSet(this.#layout, definition.actions.length + 1, tuning.batch ?? BATCH)
    this.#hashWords = new HashWords(this.#model.stored)
    this.#findings = new Findings(this.#program)
    const { slots, stored } = this.#model
    this.#step = new Int32Array(2 * slots)
    this.#ids = this.#step.subarray(0, slots)
    this.#after = this.#step.subarray(slots)
    this.#packed = new Int32Array(this.#layout.words)
    this.#slotHigh = new Int32Array(stored)
    this.#slotLow = new Int32Array(stored)
    this.#generatedBy = new Float64Array(definition.actions.length)
    this.#open = definition.properties.map((_, property) => property)
    this.#program.memo.afterAction = () => this.#fitLayout()
    this.#program.memo.countLookups = () => this.#countLookups()
    this.functionNames = this.#program.memo.groups.map(({ kind, name }) => describeFunction({ kind, name, detail: '' }))
    this.#sortOpenProperties()
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    if (this.#completeness !== null) return true
    const began = now()
    const before = this.#seconds
    this.#guarded(() => {
      do {
        if (this.#stopReason === null) {
          if (this.#depth === 0) this.#start()
          this.#expandSome(CLOCK_INTERVAL)
          this.#seconds = before + (now() - began) / 1000
        }
        this.#checkLimits()
      } while (this.#completeness === null && now() < began + budgetMs)
      this.#collectGarbage()
    })
    this.#seconds = before + (now() - began) / 1000
    return this.#completeness !== null
  }

  /** Ends the run at the next step, with this reason. */
  stop(reason: StopReason): void {
    this.#stopReason ??= reason
  }

  progress(): Progress {
    return {
      distinct: this.#distinct,
      generated: this.#generated,
      frontier: this.#distinct - this.#expanded,
      depth: this.#depth,
      memoryBytes: this.#memoryBytes(),
      seconds: this.#seconds,
      violated: this.#findings.properties
        .map((property) => this.#program.properties[property]?.definition)
        .filter((definition) => definition !== undefined && !definition.kind.startsWith('reachable'))
        .map((definition) => definition?.name ?? ''),
    }
  }

  /**
   * Verdicts and statistics; a run that has not ended is stopped. Stories are rebuilt and run again here, which may
   * throw `SpecError`, and does if `step` did.
   */
  result(): CheckResult {
    this.#result ??= this.#guarded(() => this.#conclude())
    return this.#result
  }

  #conclude(): CheckResult {
    if (this.#completeness === null) this.#finishEarly(this.#stopReason ?? 'stopped')
    this.#countLookups()
    // Stories may run actions on states that were still waiting; nothing is packed any more.
    this.#program.memo.afterAction = () => {}
    return summarise({
      program: this.#program,
      plain: this.#plain,
      visited: this.#visited,
      layout: this.#layout,
      findings: this.#findings,
      options: this.#options,
      completeness: this.#completeness ?? 'stopped',
      states: { distinct: this.#distinct, generated: this.#generated, depth: this.#deepest() },
      frontier: this.#distinct - this.#expanded,
      constraintCut: this.#constraintCut,
      generatedBy: this.#generatedBy,
      sizesBefore: this.#sizesAtLevel,
      memoryBytes: this.#memoryBytes(),
      seconds: this.#seconds,
    })
  }

  /**
   * Runs user code with the platform fenced off. After an error a state may be half expanded, so there is no going on
   * and no result.
   */
  #guarded<T>(action: () => T): T {
    if (this.#failure !== null) throw this.#failure.error
    const { sentinel } = this.#program.userCode
    sentinel.install()
    try {
      return action()
    } catch (error) {
      this.#failure = { error }
      throw error
    } finally {
      sentinel.remove()
    }
  }

  /** Adds the initial states: the first level. */
  #start(): void {
    this.#depth = 1
    this.#visited.beginLevel(1)
    const initial = this.#plain.initialStates()
    this.#fitLayout()
    if (initial.length === 0) {
      throw specError(
        this.#model.definition,
        'empty',
        'the initial states',
        'there are none',
        'startingFrom(…) must give at least one entry.',
      )
    }
    for (const ids of initial) this.#addInitial(ids)
    this.#flushAll()
    this.#visited.beginLevel(2)
    this.#shard = -1
    this.#nextShard()
    this.#endInitialLevel()
  }

  #endInitialLevel(): void {
    this.#retire()
    this.#levelEnds = 1
    if (this.#distinct === 0) this.#finish(this.#constraintCut > 0 ? 'constraint' : 'full')
    else this.#decideWhetherToGoOn()
  }

  #addInitial(ids: Int32Array): void {
    this.#generated++
    this.#after.fill(-1)
    this.#after.set(ids)
    if (this.#isOutside()) return
    let high = 0
    let low = 0
    for (let slot = 0; slot < ids.length; slot++) {
      const word = (this.#hashWords.base[slot] as number) + (ids[slot] as number)
      high ^= this.#hashWords.high[word] as number
      low ^= this.#hashWords.low[word] as number
    }
    const { words } = this.#layout
    const visited = this.#visited
    const shard = high >>> SHARD_SHIFT
    const to = shard * visited.bufferWords + (visited.pending[shard] as number) * visited.entryWords
    pack(this.#layout, ids, visited.buffers, to)
    visited.buffers[to + words] = high
    visited.buffers[to + words + 1] = low
    visited.buffers[to + words + 2] = this.#generatedBy.length
    this.#enqueue(shard)
  }

  #enqueue(shard: number): void {
    const { pending, batch } = this.#visited
    const waiting = (pending[shard] as number) + 1
    pending[shard] = waiting
    if (waiting === batch) this.#flush(shard)
  }

  /** Expands up to so many states, or to the end of the run. */
  #expandSome(limit: number): void {
    for (let done = 0; done < limit && this.#completeness === null; done++) {
      if (this.#row === this.#end && !this.#nextShard()) {
        this.#endLevel()
        continue
      }
      const shard = this.#visited.shards[this.#shard] as Shard
      const row = this.#row++
      this.#expand(shard, row)
      if (this.#options.maxStates !== undefined && this.#distinct > this.#options.maxStates) this.#finishEarly('states')
    }
  }

  /** Goes to the next shard that has states on this level; false when there is none. */
  #nextShard(): boolean {
    while (++this.#shard < SHARDS) {
      const [first, end] = (this.#visited.shards[this.#shard] as Shard).level(this.#depth)
      this.#row = first
      this.#end = end
      if (first < end) return true
    }
    this.#row = this.#end
    return false
  }

  #expand(shard: Shard, row: number): void {
    const { stored } = this.#model
    const ids = this.#ids
    shard.unpackRow(this.#unpack, row, ids)
    ids.fill(-1, stored)
    shard.copyRow(row, this.#packed)
    this.#loadHash()
    this.#expanded++
    this.#program.findSuccessors(ids)
    this.#enqueueSuccessors()
    if (this.#program.enabled.count === 0 && this.#deadlock >= 0) this.#noteDeadlock()
    this.#verifier.afterExpanding(ids, this.#expanded, this.#openConditions)
  }

  #loadHash(): void {
    const { base, high, low } = this.#hashWords
    let stateHigh = 0
    let stateLow = 0
    const ids = this.#ids
    const slotHigh = this.#slotHigh
    const slotLow = this.#slotLow
    for (let slot = 0; slot < slotHigh.length; slot++) {
      const word = (base[slot] as number) + (ids[slot] as number)
      stateHigh ^= slotHigh[slot] = high[word] as number
      stateLow ^= slotLow[slot] = low[word] as number
    }
    this.#high = stateHigh
    this.#low = stateLow
  }

  /** Packs the successors of the state being expanded and puts them in line to be looked up. Hot. */
  #enqueueSuccessors(): void {
    const { enabled, actionOf, effects } = this.#program
    const { count, instances } = enabled
    const effectOf = enabled.effects
    const { code, offsets } = effects
    const visited = this.#visited
    const { buffers, pending, batch, bufferWords, entryWords } = visited
    const packed = this.#packed
    const words = packed.length
    const slotHigh = this.#slotHigh
    const slotLow = this.#slotLow
    const stateHigh = this.#high
    const stateLow = this.#low
    const generatedBy = this.#generatedBy
    const isCareful = this.#isCareful
    this.#generated += count

    for (let next = 0; next < count; next++) {
      const effect = effectOf[next] as number
      const action = actionOf[instances[next] as number] as number
      generatedBy[action] = (generatedBy[action] as number) + 1
      if (isCareful && !this.#isAllowed(instances[next] as number, effect)) continue

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
      buffers[to + words + 2] = action
      pending[shard] = waiting + 1
      if (waiting + 1 === batch) this.#flush(shard)
    }
  }

  /** Checks the step properties, then the constraints; false for a successor that is not to be explored. */
  #isAllowed(fn: number, effect: number): boolean {
    const { stored } = this.#model
    const after = this.#after
    after.set(this.#ids.subarray(0, stored))
    after.fill(-1, stored)
    const writes = this.#program.effects.writes(effect)
    for (let at = 0; at < writes.length; at += 2) after[writes[at] as number] = writes[at + 1] as number
    for (const property of this.#openSteps) this.#checkStep(property, fn)
    return !this.#isOutside()
  }

  /** Whether the successor lies outside a constraint; if so it is checked here, because it will not be stored. */
  #isOutside(): boolean {
    const { constraints, memo } = this.#program
    for (const { fn } of constraints) {
      memo.group(memo.function(fn).group).lookups++
      if (memo.lookup(fn, this.#after) !== FALSE) continue
      this.#constraintCut++
      this.#checkState(this.#depth === 1 && this.#levelEnds === 0 ? 1 : this.#depth + 1)
      return true
    }
    return false
  }

  #checkStep(property: number, fn: number): void {
    const { memo } = this.#program
    const definition = this.#program.properties[property]?.definition
    const predicate = this.#program.stepPredicate(property, fn)
    memo.group(memo.function(predicate).group).lookups++
    const holds = memo.lookup(predicate, this.#step) === TRUE
    if (holds === (definition?.kind === 'always-step')) return
    const { stored } = this.#model
    this.#findings.offer(property, {
      depth: this.#depth,
      ids: this.#ids.slice(0, stored),
      part: null,
      step: { fn, ids: this.#after.slice(0, stored) },
    })
  }

  /** Checks the state in `#after` against the state properties. */
  #checkState(depth: number): void {
    const { memo } = this.#program
    const checks = this.#stateChecks
    for (let at = 0; at < checks.length; at++) {
      const check = checks[at] as StateCheck
      check.group.lookups++
      if (memo.lookup(check.fn, this.#after) !== check.settles) continue
      const ids = this.#after.slice(0, this.#model.stored)
      this.#findings.offer(check.property, { depth, ids, part: check.label, step: null })
      while (checks[at + 1]?.property === check.property) at++
    }
  }

  #noteDeadlock(): void {
    const { memo, properties } = this.#program
    const [isFinal] = (properties[this.#deadlock] as (typeof properties)[number]).parts
    if (isFinal !== undefined) {
      memo.group(memo.function(isFinal.fn).group).lookups++
      if (memo.lookup(isFinal.fn, this.#ids) === TRUE) return
    }
    const ids = this.#ids.slice(0, this.#model.stored)
    this.#findings.offer(this.#deadlock, { depth: this.#depth, ids, part: null, step: null })
  }

  /** Looks up the states that wait for a shard, and checks those that are new. */
  #flush(shardNumber: number): void {
    const shard = this.#visited.shards[shardNumber] as Shard
    const before = shard.count
    this.#visited.flush(shardNumber)
    this.#distinct += shard.count - before
    if (this.#stateChecks.length === 0) return
    const { stored } = this.#model
    const depth = this.#levelEnds === 0 ? 1 : this.#depth + 1
    for (let row = before; row < shard.count; row++) {
      shard.unpackRow(this.#unpack, row, this.#after)
      this.#after.fill(-1, stored)
      this.#checkState(depth)
    }
  }

  #flushAll(): void {
    for (let shard = 0; shard < SHARDS; shard++) this.#flush(shard)
  }

  /** Makes room for ids that are new since the last time. */
  #fitLayout(): void {
    const sizes = this.#model.sizes()
    this.#hashWords.cover(sizes)
    if (fits(this.#layout, sizes)) return
    this.#flushAll()
    const layout = grownLayout(this.#layout, sizes, this.#model.families)
    this.#visited.repack(this.#layout, layout)
    this.#program.effects.relayout(layout)
    this.#packed = new Int32Array(layout.words)
    pack(layout, this.#ids, this.#packed, 0)
    this.#layout = layout
    this.#unpack = unpacker(layout)
  }

  #endLevel(): void {
    this.#flushAll()
    this.#levelEnds = this.#depth
    this.#retire()
    if (this.#distinct === this.#expanded) {
      this.#finish(this.#constraintCut > 0 ? 'constraint' : 'full')
      return
    }
    this.#sizesAtLevel = this.#model.sizes()
    this.#depth++
    this.#visited.beginLevel(this.#depth + 1)
    this.#shard = -1
    this.#nextShard()
    this.#decideWhetherToGoOn()
  }

  #decideWhetherToGoOn(): void {
    const { maxDepth, maxStates, stopFirst, exhaust } = this.#options
    const { properties } = this.#program
    const isBroken = this.#findings.properties.some(
      (property) => !properties[property]?.definition.kind.startsWith('reachable'),
    )
    if (stopFirst === true && isBroken) this.#finish('stopped')
    else if (exhaust !== true && this.#open.length === 0 && properties.length > 0) this.#finish('stopped')
    else if (maxDepth !== undefined && this.#depth >= maxDepth) this.#finish('depth')
    else if (maxStates !== undefined && this.#distinct > maxStates) this.#finish('states')
  }

  /** Properties that something was found about need no more looking. */
  #retire(): void {
    this.#open = this.#open.filter((property) => this.#findings.get(property) === undefined)
    this.#sortOpenProperties()
  }

  #sortOpenProperties(): void {
    const ofKind = (...kinds: string[]): number[] =>
      this.#open.filter((property) => kinds.includes(this.#program.properties[property]?.definition.kind ?? ''))
    this.#stateChecks = ofKind('always', 'reachable').flatMap((property) => this.#checksOf(property))
    this.#openSteps = ofKind('always-step', 'reachable-step')
    this.#openConditions = {
      parts: ofKind('always', 'reachable').flatMap((property) => this.#program.properties[property]?.parts ?? []),
      steps: this.#openSteps,
    }
    this.#deadlock = ofKind('deadlock-free')[0] ?? -1
    this.#isCareful = this.#openSteps.length > 0 || this.#program.constraints.length > 0
  }

  #checksOf(property: number): StateCheck[] {
    const { memo, properties } = this.#program
    const { definition, parts } = properties[property] as (typeof properties)[number]
    const settles = definition.kind === 'always' ? FALSE : TRUE
    return parts.map(({ fn, label }) => ({ property, label, fn, settles, group: memo.group(memo.function(fn).group) }))
  }

  #checkLimits(): void {
    if (this.#completeness !== null) return
    const { timeLimitSeconds, memoryLimitBytes } = this.#options
    if (this.#stopReason !== null) this.#finishEarly(this.#stopReason)
    else if (timeLimitSeconds !== undefined && this.#seconds >= timeLimitSeconds) this.#finishEarly('time')
    else if (memoryLimitBytes !== undefined && this.#memoryBytes() >= memoryLimitBytes) this.#finishEarly('memory')
  }

  /** Ends in the middle of a level; what waits is still looked up and checked. */
  #finishEarly(completeness: Completeness): void {
    if (this.#depth > 0) this.#flushAll()
    this.#finish(completeness)
  }

  #finish(completeness: Completeness): void {
    this.#completeness = completeness
  }

  /** States on the longest shortest path met so far. */
  #deepest(): number {
    const last = this.#depth + 1
    const hasNext = this.#visited.shards.some((shard) => {
      const [first, end] = shard.level(last)
      return first < end
    })
    return this.#distinct === 0 ? 0 : hasNext ? last : this.#depth
  }

  /** Look-ups of functions that are asked in every state are not counted one by one. */
  #countLookups(): void {
    const { memo, fixed, actionOf } = this.#program
    const states = this.#expanded - this.#expandedBefore
    this.#expandedBefore = this.#expanded
    for (const fn of fixed) memo.group(this.#program.actionGroup(actionOf[fn] as number)).lookups += states
  }

  #collectGarbage(): void {
    const { collectGarbage } = this.#options
    const { outgrownBytes } = this.#visited
    if (collectGarbage === undefined || outgrownBytes < this.#collectedBytes + GARBAGE_BYTES) return
    this.#collectedBytes = outgrownBytes
    collectGarbage()
  }

  #memoryBytes(): number {
    const { memo, effects, model } = this.#program
    const values = model.tables.reduce((sum, table) => sum + 64 * table.size, 0)
    return this.#visited.peakBytes + memo.bytes + effects.bytes + this.#hashWords.bytes + model.interner.bytes + values
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

/** The clock, taken before any user code could be fenced off from it. */
const performanceNow = globalThis.performance.now.bind(globalThis.performance)

function now(): number {
  return performanceNow()
}
