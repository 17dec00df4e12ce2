/**
 * Breadth-first exploration in steps of bounded duration: the caller decides about threads, timers and signals. What is
 * found does not depend on how long the steps are.
 */
import type { SpecDefinition, Trace } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import type { Bounds, Hooks, Progress, StopReason } from '../contract/options.ts'
import type { TuningOptions } from '../contract/tuning.ts'
import { describeFunction } from '../model/function-names.ts'
import { rebuildPath } from '../states/rebuild-path.ts'
import type { Looked } from '../states/subject.ts'
import { Ended } from './ended.ts'
import type { Ending } from './ending.ts'
import type { Phase } from './phase.ts'
import { SearchContext } from './search-context.ts'
import { Starting } from './starting.ts'
import { canonicalIn, unrenamed } from './told-unrenamed.ts'
import { traceOf } from './trace-of.ts'

/** Outgrown bytes that are worth a garbage collection. */
const GARBAGE_BYTES = 12e6

/** Takes a run from phase to phase, and owns its limits, its clock and what becomes of an error. */
export class Search {
  readonly functionNames: readonly string[]
  readonly #bounds: Bounds
  readonly #hooks: Hooks
  readonly #context: SearchContext
  #phase: Phase
  #stopReason: StopReason | null = null
  #seconds = 0
  /** Outgrown bytes when garbage was last collected. */
  #collectedBytes = 0
  #failure: { readonly error: unknown; readonly at: Looked | null } | null = null

  constructor(definition: SpecDefinition, bounds: Bounds, hooks: Hooks, tuning: TuningOptions) {
    this.#bounds = bounds
    this.#hooks = hooks
    this.#context = new SearchContext(definition, bounds, hooks, tuning)
    this.#phase = new Starting(this.#context)
    const { groups } = this.#context.program.memo
    this.functionNames = groups.map(({ kind, name }) => describeFunction({ kind, name, detail: '' }))
  }

  /** Whether user code has thrown. */
  get hasFailed(): boolean {
    return this.#failure !== null
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    if (this.#hasEnded()) return true
    const began = now()
    const before = this.#seconds
    this.#guarded(() => {
      do {
        if (this.#stopReason === null) {
          this.#advance()
          this.#seconds = before + (now() - began) / 1000
        }
        const reason = this.#limitReached()
        if (reason !== null) this.#enter(this.#phase.breakOff(reason))
      } while (!this.#hasEnded() && now() < began + budgetMs)
      this.#collectGarbage()
    })
    this.#seconds = before + (now() - began) / 1000
    return this.#hasEnded()
  }

  /** Ends the run at the next step, with this reason. */
  stop(reason: StopReason): void {
    this.#stopReason ??= reason
  }

  progress(): Progress {
    const { states, generated, waiting, depth, memoryBytes } = this.#context
    return {
      distinct: states.distinct,
      generated,
      waiting,
      depth,
      memoryBytes,
      seconds: this.#seconds,
      isExplored: this.#phase.isJudging,
      violated: this.#violated(),
    }
  }

  /**
   * Calls `conclude` with the ending, on which it may run user code. A run that has not ended is broken off. Throws
   * what `conclude` throws, and what `step` threw.
   */
  concluded<T>(conclude: (ending: Ending) => T): T {
    return this.#guarded(() => {
      if (!this.#hasEnded()) this.#enter(this.#phase.breakOff(this.#stopReason ?? 'stopped'))
      return conclude(this.#ending())
    })
  }

  /**
   * Calls `conclude` with what was known before an error was thrown. Nothing may be expanded or looked up any more, so
   * that a level left in the middle stays as it is, and nothing but violations is certain. Null where `conclude` throws.
   */
  concludedAfterError<T>(conclude: (ending: Ending) => T): T | null {
    const { decisions } = this.#context
    for (const [property, { verdict }] of decisions) if (verdict !== 'violated') decisions.delete(property)
    this.#phase = new Ended('stopped', this.#phase instanceof Ended ? this.#phase.gaveUp : null)
    try {
      return this.#fenced(() => conclude(this.#ending()))
    } catch {
      return null
    }
  }

  /**
   * A shortest way to where user code threw: to the state that it was run for, or the step from there. Null where it was
   * run for neither, or the way cannot be told.
   */
  errorTrace(): Trace | null {
    const at = this.#failure?.at ?? null
    if (at === null || this.#bounds.withoutStories === true) return null
    const { program, states } = this.#context
    try {
      return this.#fenced(() => {
        const ids = canonicalIn(program, at.ids)
        const path = rebuildPath(program, states, ids, at.depth)
        const last = at.step === null ? [] : [{ ...at.step, ids: canonicalIn(program, at.step.ids) }]
        return traceOf(program, unrenamed(program, [...path, ...last]))
      })
    } catch {
      return null
    }
  }

  #hasEnded(): boolean {
    return this.#phase instanceof Ended
  }

  #advance(): void {
    const { decisions } = this.#context
    const known = decisions.size
    this.#enter(this.#phase.advance())
    if (decisions.size > known && this.#violated().length > 0) this.#hooks.onSettled?.()
  }

  #enter(phase: Phase): void {
    const before = this.#phase
    this.#phase = phase
    if (phase.isJudging && !before.isJudging) this.#hooks.onSettled?.()
  }

  #limitReached(): StopReason | null {
    if (this.#hasEnded()) return null
    const { timeLimitSeconds, memoryLimitBytes } = this.#bounds
    if (this.#stopReason !== null) return this.#stopReason
    if (timeLimitSeconds !== undefined && this.#seconds >= timeLimitSeconds) return 'time'
    if (memoryLimitBytes !== undefined && this.#context.memoryBytes >= memoryLimitBytes) return 'memory'
    return null
  }

  /** Names of the broken promises known so far. */
  #violated(): string[] {
    const { program, sightings, decisions } = this.#context
    const broken = program.properties.filter(({ definition }, at) =>
      isGoal(definition.kind) ? false : sightings.get(at) !== undefined || decisions.get(at)?.verdict === 'violated',
    )
    return broken.map(({ definition }) => definition.name)
  }

  #ending(): Ending {
    if (!(this.#phase instanceof Ended)) throw new Error('unreachable: the run has not ended')
    const { completeness, gaveUp } = this.#phase
    const { bounds, program, states, properties, sightings, decisions, cutBy, growth, tuning } = this.#context
    const { distinct, generatedBy } = states
    const { generated, waiting, memoryBytes } = this.#context
    const { symmetric } = program.model.definition
    return {
      bounds,
      slowFrom: tuning.slowFrom,
      program,
      stored: states,
      sightings,
      decisions,
      gaveUp,
      refinementOf: (property) => properties.refinement(property),
      completeness,
      states: { distinct, generated, depth: this.#context.deepest(), ...(symmetric !== undefined && { symmetric }) },
      waiting,
      constraintCut: properties.constraintCut,
      cutBy,
      generatedBy,
      metBefore: growth.before,
      memoryBytes,
      seconds: this.#seconds,
    }
  }

  /** Runs user code. After an error a state may be half expanded, so there is no going on. */
  #guarded<T>(action: () => T): T {
    if (this.#failure !== null) throw this.#failure.error
    try {
      return this.#fenced(action)
    } catch (error) {
      const { subject, model } = this.#context
      // What runs after the end runs for stories.
      this.#failure = { error, at: this.#hasEnded() ? null : subject.looked(model.stored) }
      throw error
    }
  }

  /** Runs user code with the platform fenced off. */
  #fenced<T>(action: () => T): T {
    const { sentinel } = this.#context.program.userCode
    sentinel.install()
    try {
      return action()
    } finally {
      sentinel.remove()
    }
  }

  #collectGarbage(): void {
    const { outgrownBytes } = this.#context.states.visited
    const { collectGarbage } = this.#hooks
    if (collectGarbage === undefined || outgrownBytes < this.#collectedBytes + GARBAGE_BYTES) return
    this.#collectedBytes = outgrownBytes
    collectGarbage()
  }
}

/** The clock, taken before any user code could be fenced off from it. */
const performanceNow = globalThis.performance.now.bind(globalThis.performance)

function now(): number {
  return performanceNow()
}
