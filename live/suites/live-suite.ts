/** How the specification of one suite is carried out on a real broker: what each suite says of itself, once. */
import type { Adapter } from '../../runs/conform/adapter.ts'
import type { AnySuite, State, Suite, Trace } from '../../spec/language/index.ts'
import type { Version } from '../classpath/versions.ts'

/** One behaviour that is to be carried out by one broker. */
export interface LiveRun<C> {
  readonly configuration: C
  readonly version: Version
  /** The whole behaviour: what is prepared for it (gates, a disk of its own) follows from its steps. */
  readonly trace: Trace
  /** An empty folder for all that the run writes. Whoever made it takes it away. */
  readonly folder: string
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
  /** For each variable that is never or only partly compared, why. */
  readonly notCompared: Readonly<Record<string, string>>
}

/** A suite of any configuration, for lists of suites. */
export interface AnyLiveSuite extends Omit<LiveSuite<never>, 'suite'> {
  readonly suite: AnySuite
}
