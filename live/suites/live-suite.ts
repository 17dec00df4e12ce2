/** How the specification of one suite is carried out on a real broker: what each suite says of itself, once. */
import type { Adapter } from '../../runs/conform/adapter.ts'
import type { Attempt } from '../../runs/conform/attempt.ts'
import type { WaysBack } from '../../runs/conform/promise-seen.ts'
import type { AnySuite, State, Suite, Trace } from '../../spec/language/index.ts'
import type { Version } from '../classpath/versions.ts'

/** One behaviour that is to be carried out by one broker. */
export interface LiveRun<C> {
  readonly configuration: C
  readonly version: Version
  /** The whole behaviour: what is prepared for it (gates, a disk of its own) follows from its steps. */
  readonly trace: Trace
  /** Steps that the specification refuses on the way, and that are tried; none where it is left out. */
  readonly attempts?: readonly Attempt[]
  /** An empty folder for all that the run writes. Whoever made it takes it away. */
  readonly folder: string
}

/** An attempt that might be made, and where. */
export interface PossibleAttempt extends Attempt {
  readonly state: State
  readonly trace: Trace
}

/** Which brokers behave as a configuration says. */
export interface Predicted {
  readonly versions: readonly Version[]
  /** Why not the others, or why none: what is in no release, or what no means at hand can force. */
  readonly because: string | null
}

export interface LiveSuite<C, P extends string = string> {
  readonly suite: Suite<C, P>
  /** Where the suite is exported, and its adapter: results are results of these sources. From the root of the project. */
  readonly sources: readonly string[]
  readonly predicted: (configuration: C) => Predicted
  /** A new adapter for one run. Starts nothing: that is for `Adapter.start`. */
  readonly open: (run: LiveRun<C>) => Adapter<State>
  /**
   * Why a step that the specification refuses is not tried there; null where the broker can be given every chance to take it. What is no
   * deed of the broker's is not tried, nor what could not be told from another step, nor what only an assumption forbids.
   */
  readonly whyNotTried: (attempt: PossibleAttempt, configuration: C) => string | null
  /** How what was observed goes back into the state, where it is no variable as it stands: so that promises can be asked of it. */
  readonly waysBack: WaysBack
  /** For each variable that is never or only partly compared, why. */
  readonly notCompared: Readonly<Record<string, string>>
}

/** A suite of any configuration, for lists of suites. */
export interface AnyLiveSuite extends Omit<LiveSuite<never>, 'suite'> {
  readonly suite: AnySuite
}
