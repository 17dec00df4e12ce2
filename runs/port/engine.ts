/** The port through which everything above runs specifications: in this thread, in another, in a browser's worker. */

import type { Progress } from '../../checker/contract/options.ts'
import type { CheckResult } from '../../checker/contract/result.ts'
import type { ReplayResult } from '../../checker/faults/replay.ts'
import type { Story, StoryStep } from '../../counterexamples/index.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Script } from '../../spec/semantics/script.ts'
import type { SuiteOutline } from './outline.ts'
import type { RanPlaces } from './ran-places.ts'
import type { StopSignal } from './stop-signal.ts'
import type { ReplayTask, SuiteSource, Task } from './task.ts'
import type { VariantNotes } from './variant.ts'

/** What is known of an exploration while it goes on. */
export type Counters = Omit<Progress, 'violated'>

/** Who looks on while a task is carried out. */
export interface Watch {
  readonly onProgress?: (counters: Counters) => void
  /** Asks the task to end early; what was found until then is given out. */
  readonly signal?: StopSignal
}

/** An error in a specification, or a bug, as data. */
export interface Failure {
  /** The code of a SpecError, or `does-not-return`, `exited`, `internal`. */
  readonly code: string
  readonly message: string
  /** `file:line:column` in the user's source. */
  readonly location: string | null
  readonly stack: string | null
  /** A shortest way to where it happened; left out where it is not known, or it happened on none. */
  readonly path?: FailurePath
}

/** How an exploration came to an error: to the state that a function was run for, or by the step that was looked at. */
export interface FailurePath {
  readonly trace: Trace
  /** The trace as it is told. */
  readonly steps: readonly StoryStep[]
}

/** By property. */
export type Stories = Readonly<Record<string, Story>>
/** Stories that can be run again with more faults, by property. */
export type Scripts = Readonly<Record<string, Script>>

/** What came of exploring a scenario. */
export interface Exploration {
  /** Where it failed: what was known by then. */
  readonly result: CheckResult
  readonly stories: Stories
  /** Only where the task has a fault budget of its own. */
  readonly scripts?: Scripts
  /** What was learned besides; only where the task has a variant and came to its end. */
  readonly notes?: VariantNotes
  /** Which places of the source ran; only where they are counted, and it came to some end. */
  readonly ran?: RanPlaces
  /** What ended it before its time, or null. */
  readonly failure: Failure | null
}

/** What running a story again showed; `result` is null where it was ended before it could tell. */
export interface Replayed {
  readonly result: ReplayResult | null
  readonly failure: Failure | null
}

/** A source of suites that cannot be loaded: one line that says why. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
  /** `file:line:column` in the user's source, where it is known. */
  readonly location: string | null

  constructor(message: string, location: string | null = null, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.location = location
  }
}

/** Carries out tasks. Asked for more than it takes, it lets them wait. */
export interface Engine {
  /** How many tasks it carries out at once. */
  readonly atOnce: number
  /** The suites of a source. Rejects with LoadError. A task may name a source that has been loaded, and no other. */
  load(source: SuiteSource): Promise<readonly SuiteOutline[]>
  explore(task: Task, watch: Watch): Promise<Exploration>
  replay(task: ReplayTask, watch: Watch): Promise<Replayed>
  /** Frees what the engine holds. It may be used again. */
  close(): Promise<void>
}
