/**
 * Breadth-first exploration, a level at a time, in steps of bounded duration: the caller decides about threads, timers
 * and signals. What is found does not depend on how long the steps are.
 */
import type { SpecDefinition } from '../../spec/language/index.ts'
import { isGoal, needsGraph } from '../../spec/language/property-kinds.ts'
import { graphBytes, SEARCH_BYTES_PER_STATE } from '../graph/state-graph.ts'
import { analyse, type Outcome } from '../liveness/analyse.ts'
import { Program } from '../memo/program.ts'
import { describeFunction } from '../model/function-names.ts'
import type { Model } from '../model/model.ts'
import { noInitialState } from '../model/spec-errors.ts'
import type { CheckOptions, Progress, StopReason } from '../options.ts'
import type { CheckResult, Completeness } from '../result.ts'
import { grownLayout, type Layout, layoutOf } from '../states/layout.ts'
import type { Shard } from '../states/shard.ts'
import { SHARDS } from '../states/visited-set.ts'
import { Findings } from './findings.ts'
import { OpenProperties, type StepIds } from './open-properties.ts'
import { PackedStates } from './packed-states.ts'
import { PlainEvaluator } from './plain-evaluator.ts'
import { summarise } from './summarise.ts'
import { Verifier } from './verifier.ts'

/** Settings that change no verdict; the tests turn them to corners that ordinary runs do not reach. */
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
  /** See `LoopSearch`: with 0, loops are put together from one need to the next, as in large components. */
  readonly mostLoopPairs?: number
}

const BATCH = 512
const VERIFIED_STATES = 1000
const MOST_LOOP_PAIRS = 100_000
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
  readonly #mostLoopPairs: number
  readonly #states: PackedStates
  readonly #findings: Findings
  readonly #properties: OpenProperties

  /** Ids of all slots of the state being expanded, then those of a successor: the environment of a step. */
  readonly #stepIds: StepIds
  readonly #ids: Int32Array
  readonly #after: Int32Array

  #generated = 0
  /** Of those, by action, the ones outside a constraint. */
  readonly #cutBy: Float64Array
  #expanded = 0
  /** Expanded states that `lookups` were counted for. */
  #countedStates = 0
  /** Depth of the states being expanded; 0 before the start. */
  #depth = 0
  /** Depth of the states being found. */
  #nextDepth = 1
  /** Where on the level the next state is: shard, row, and the level's end in that shard. */
  #shard = SHARDS
  #row = 0
  #end = 0

  #completeness: Completeness | null = null
  /** What is left to do once exploring has ended, for the properties that need the whole graph. */
  #analysis: Generator<void, void> | null = null
  readonly #outcomes = new Map<number, Outcome>()
  /** Why the analysis was given up, if it was. */
  #gaveUp: StopReason | null = null
  #analysisBytes = 0
  #stopReason: StopReason | null = null
  #seconds = 0
  /** Values per slot when the level began, and when the one before it did, to tell which variables are growing. */
  #sizesAtLevel: readonly number[] = []
  #sizesBefore: readonly number[] = []
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
    this.#cutBy = new Float64Array(definition.actions.length)
    const { slots } = this.#model
    const both = new Int32Array(2 * slots)
    this.#ids = both.subarray(0, slots)
    this.#after = both.subarray(slots)
    this.#stepIds = { before: this.#ids, after: this.#after, both }
    this.#plain = new PlainEvaluator(this.#program)
    this.#verifier = new Verifier(this.#program, this.#plain, tuning.verifiedStates ?? VERIFIED_STATES)
    this.#mostLoopPairs = tuning.mostLoopPairs ?? MOST_LOOP_PAIRS
    this.#findings = new Findings(this.#program, () => options.onFinding?.())
    this.#properties = new OpenProperties(this.#program, this.#findings)
    this.#states = new PackedStates(
      this.#program,
      initialLayout(this.#model),
      this.#ids,
      tuning.batch ?? BATCH,
      (shard, first) => this.#checkNew(shard, first),
    )
    this.#program.memo.afterAction = () => this.#states.fitLayout()
    this.#program.memo.countLookups = () => this.#countLookups()
    this.functionNames = this.#program.memo.groups.map(({ kind, name }) => describeFunction({ kind, name, detail: '' }))
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    if (this.#isDone()) return true
    const began = now()
    const before = this.#seconds
    this.#guarded(() => {
      do {
        if (this.#stopReason === null) {
          if (this.#completeness !== null) this.#analyseSome()
          else if (this.#depth === 0) this.#start()
          else this.#expandSome(CLOCK_INTERVAL)
          this.#seconds = before + (now() - began) / 1000
        }
        this.#checkLimits()
      } while (!this.#isDone() && now() < began + budgetMs)
      this.#collectGarbage()
    })
    this.#seconds = before + (now() - began) / 1000
    return this.#isDone()
  }

  /** Ends the run at the next step, with this reason. */
  stop(reason: StopReason): void {
    this.#stopReason ??= reason
  }

  progress(): Progress {
    return {
      distinct: this.#states.distinct,
      generated: this.#generated,
      frontier: this.#states.distinct - this.#expanded,
      depth: this.#depth,
      memoryBytes: this.#memoryBytes(),
      seconds: this.#seconds,
      isExplored: this.#analysis !== null,
      violated: this.#violated(),
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

  /**
   * What was found before `step` threw: stories that are known and still stand when they are run again, everything else
   * undecided. Null where they cannot be told.
   */
  resultAfterError(): CheckResult | null {
    if (this.#failure === null) return this.result()
    // Nothing may be expanded or looked up any more, so the level that was left in the middle stays as it is.
    this.#analysis = null
    this.#completeness = 'stopped'
    for (const [property, { verdict }] of this.#outcomes) if (verdict !== 'violated') this.#outcomes.delete(property)
    try {
      this.#result ??= this.#fenced(() => this.#conclude())
      return this.#result
    } catch {
      return null
    }
  }

  /** Names of the broken promises known so far. */
  #violated(): string[] {
    const broken = this.#program.properties.filter(({ definition }, at) =>
      isGoal(definition.kind)
        ? false
        : this.#findings.get(at) !== undefined || this.#outcomes.get(at)?.verdict === 'violated',
    )
    return broken.map(({ definition }) => definition.name)
  }

  #conclude(): CheckResult {
    if (this.#completeness !== null && !this.#isDone()) this.#giveUp(this.#stopReason ?? 'stopped')
    if (this.#completeness === null) this.#finishEarly(this.#stopReason ?? 'stopped')
    this.#countLookups()
    // Stories may run actions on states that were still waiting; nothing is packed any more.
    this.#program.memo.afterAction = () => {}
    const { visited, layout, distinct, generatedBy } = this.#states
    return summarise({
      program: this.#program,
      plain: this.#plain,
      visited,
      layout,
      findings: this.#findings,
      outcomes: this.#outcomes,
      gaveUp: this.#gaveUp,
      refinementOf: (property) => this.#properties.refinement(property),
      options: this.#options,
      completeness: this.#completeness ?? 'stopped',
      states: { distinct, generated: this.#generated, depth: this.#deepest() },
      frontier: distinct - this.#expanded,
      constraintCut: this.#properties.constraintCut,
      cutBy: this.#cutBy,
      generatedBy,
      sizesBefore: this.#sizesAtLevel,
      memoryBytes: this.#memoryBytes(),
      seconds: this.#seconds,
    })
  }

  /** Runs user code. After an error a state may be half expanded, so there is no going on and no result. */
  #guarded<T>(action: () => T): T {
    if (this.#failure !== null) throw this.#failure.error
    try {
      return this.#fenced(action)
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }

  /** Runs user code with the platform fenced off. */
  #fenced<T>(action: () => T): T {
    const { sentinel } = this.#program.userCode
    sentinel.install()
    try {
      return action()
    } finally {
      sentinel.remove()
    }
  }

  /** Adds the initial states: the first level. */
  #start(): void {
    this.#states.visited.beginLevel(1)
    const initial = this.#plain.initialStates()
    this.#program.witnesses.noteInitial(initial)
    this.#states.fitLayout()
    if (initial.length === 0) throw noInitialState(this.#model.definition)
    for (const ids of initial) {
      this.#generated++
      this.#after.fill(-1)
      this.#after.set(ids)
      this.#properties.checkInitial(this.#after)
      if (!this.#properties.isOutside(this.#after, 1)) this.#states.enqueueInitial(ids)
    }
    this.#endLevel()
  }

  /** Expands up to so many states, or to the end of the run. */
  #expandSome(limit: number): void {
    const { maxStates } = this.#options
    for (let done = 0; done < limit && this.#completeness === null; done++) {
      if (this.#row === this.#end && !this.#nextShard()) {
        this.#endLevel()
        continue
      }
      this.#expand(this.#states.visited.shards[this.#shard] as Shard, this.#row++)
      if (maxStates !== undefined && this.#states.distinct > maxStates) this.#finishEarly('states')
    }
  }

  /** Goes to the next shard that has states on this level; false when there is none. */
  #nextShard(): boolean {
    while (++this.#shard < SHARDS) {
      const [first, end] = (this.#states.visited.shards[this.#shard] as Shard).level(this.#depth)
      this.#row = first
      this.#end = end
      if (first < end) return true
    }
    this.#row = this.#end
    return false
  }

  #expand(shard: Shard, row: number): void {
    const ids = this.#ids
    this.#states.load(shard, row)
    ids.fill(-1, this.#model.stored)
    this.#expanded++
    this.#program.findSuccessors(ids)
    const { count } = this.#program.enabled
    this.#generated += count
    this.#states.enqueueSuccessors(this.#properties.needSteps ? this.#isAllowed : null)
    if (count === 0) {
      this.#program.witnesses.deadEnds++
      this.#properties.checkDeadlock(ids, this.#depth)
    }
    this.#verifier.afterExpanding(ids, this.#expanded, this.#properties.conditions)
  }

  /** Checks the step properties, then the constraints; false for a successor that is not to be explored. */
  readonly #isAllowed = (instance: number, effect: number): boolean => {
    const { stored } = this.#model
    const after = this.#after
    after.set(this.#ids.subarray(0, stored))
    after.fill(-1, stored)
    const writes = this.#program.effects.writes(effect)
    for (let at = 0; at < writes.length; at += 2) after[writes[at] as number] = writes[at + 1] as number
    this.#properties.checkStep(this.#stepIds, instance, this.#depth)
    if (!this.#properties.isOutside(after, this.#nextDepth)) return true
    const action = this.#program.actionOf[instance] as number
    this.#cutBy[action] = (this.#cutBy[action] as number) + 1
    return false
  }

  #checkNew(shard: Shard, first: number): void {
    if (!this.#properties.needStates) return
    const after = this.#after
    for (let row = first; row < shard.count; row++) {
      this.#states.read(shard, row, after)
      after.fill(-1, this.#model.stored)
      this.#properties.checkState(after, this.#nextDepth)
    }
  }

  /** Ends the level whose states were being found, and begins to expand it. */
  #endLevel(): void {
    this.#states.flushAll()
    this.#properties.retire()
    if (this.#states.distinct === this.#expanded) {
      this.#finish(this.#properties.constraintCut > 0 ? 'constraint' : 'full')
      return
    }
    this.#depth = this.#nextDepth++
    this.#states.visited.beginLevel(this.#nextDepth)
    this.#shard = -1
    this.#nextShard()
    this.#decideWhetherToGoOn()
    if (this.#completeness !== null) return
    this.#sizesBefore = this.#sizesAtLevel
    this.#sizesAtLevel = this.#model.sizes()
  }

  #decideWhetherToGoOn(): void {
    const { maxDepth, maxStates, stopFirst, exhaust } = this.#options
    const isDecided = this.#properties.count === 0 && this.#program.properties.length > 0
    if (stopFirst === true && this.#properties.isAnyBroken) this.#finish('stopped')
    else if (exhaust !== true && isDecided) this.#finish('stopped')
    else if (maxDepth !== undefined && this.#depth >= maxDepth) this.#finish('depth')
    else if (maxStates !== undefined && this.#states.distinct > maxStates) this.#finish('states')
  }

  #checkLimits(): void {
    if (this.#isDone()) return
    const { timeLimitSeconds, memoryLimitBytes } = this.#options
    const end = (reason: StopReason): void => {
      if (this.#completeness === null) this.#finishEarly(reason)
      else this.#giveUp(reason)
    }
    if (this.#stopReason !== null) end(this.#stopReason)
    else if (timeLimitSeconds !== undefined && this.#seconds >= timeLimitSeconds) end('time')
    else if (memoryLimitBytes !== undefined && this.#memoryBytes() >= memoryLimitBytes) end('memory')
  }

  /** Ends in the middle of a level; what waits is still looked up and checked. */
  #finishEarly(completeness: Completeness): void {
    if (this.#depth > 0) this.#states.flushAll()
    // A level that was left in the middle says little about growth: the one before counts as well.
    if (this.#sizesBefore.length > 0) this.#sizesAtLevel = this.#sizesBefore
    this.#finish(completeness)
  }

  #finish(completeness: Completeness): void {
    this.#completeness = completeness
    const isExplored = ['full', 'constraint', 'depth', 'states'].includes(completeness)
    const isAsked = this.#program.properties.some(({ definition }) => needsGraph(definition.kind))
    if (!isExplored || this.#states.distinct === 0 || !isAsked) return
    // The loop that expands makes sure of the order: no state is half expanded here, except on the level given.
    this.#analysis = analyse(
      {
        program: this.#program,
        plain: this.#plain,
        states: this.#states,
        ids: this.#ids,
        completeness,
        mostPairs: this.#mostLoopPairs,
        unexpandedFrom: completeness === 'depth' || completeness === 'states' ? this.#depth : null,
        deepest: this.#deepest(),
        mostSteps: this.#generated,
      },
      this.#outcomes,
    )
    const hasFairness = this.#model.definition.fairness.length > 0
    this.#analysisBytes =
      graphBytes(this.#states.distinct, this.#generated, hasFairness) + this.#states.distinct * SEARCH_BYTES_PER_STATE
    this.#options.onFinding?.()
  }

  #isDone(): boolean {
    return this.#completeness !== null && this.#analysis === null
  }

  #analyseSome(): void {
    const known = this.#outcomes.size
    if (this.#analysis?.next().done === true) this.#analysis = null
    if (this.#outcomes.size > known && this.#violated().length > 0) this.#options.onFinding?.()
  }

  #giveUp(reason: StopReason): void {
    this.#analysis = null
    this.#gaveUp = reason
  }

  /** States on the longest shortest path met so far. */
  #deepest(): number {
    const isOnNext = this.#states.visited.shards.some((shard) => {
      const [first, end] = shard.level(this.#nextDepth)
      return first < end
    })
    return isOnNext ? this.#nextDepth : this.#depth
  }

  /** Look-ups of functions that are asked in every state are not counted one by one. */
  #countLookups(): void {
    const { memo, fixed, actionOf } = this.#program
    const states = this.#expanded - this.#countedStates
    this.#countedStates = this.#expanded
    for (const fn of fixed) memo.group(this.#program.actionGroup(actionOf[fn] as number)).lookups += states
  }

  #collectGarbage(): void {
    const { collectGarbage } = this.#options
    const { outgrownBytes } = this.#states.visited
    if (collectGarbage === undefined || outgrownBytes < this.#collectedBytes + GARBAGE_BYTES) return
    this.#collectedBytes = outgrownBytes
    collectGarbage()
  }

  #memoryBytes(): number {
    const { memo, effects, model, listBytes } = this.#program
    const values = model.tables.reduce((sum, table) => sum + 64 * table.size, 0)
    return (
      this.#analysisBytes + this.#states.bytes + memo.bytes + effects.bytes + listBytes + model.interner.bytes + values
    )
  }
}

/** The clock, taken before any user code could be fenced off from it. */
const performanceNow = globalThis.performance.now.bind(globalThis.performance)

function now(): number {
  return performanceNow()
}
