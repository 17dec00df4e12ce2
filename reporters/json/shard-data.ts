/** What the report of a shard holds besides, so that several of them can be merged into that of one run. */
import type { SlowSpot, Suspicion } from '../../checker/contract/result.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import type { RanPlaces } from '../../runs/port/ran-places.ts'
import type { Shard } from '../../runs/port/shard.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import type { BranchedFile } from '../../runs/scenarios/idle-branches.ts'
import type { Acceptance } from '../../spec/language/index.ts'
import { asItIs, relativeTo } from './relative-location.ts'

export interface ShardData extends Shard {
  /** Version of the ackproof that ran it. */
  readonly ackproof: string
  /** What was asked for, the same for all shards of a run. */
  readonly asked: Asked
  /** Null where the run could not begin. */
  readonly whole: WholeRun | null
}

export interface Asked {
  readonly specs: readonly string[]
  readonly builtIn: boolean
  readonly scenarios: readonly string[]
  readonly properties: readonly string[]
  /** Scenarios that pin more states are left out; absent = none is. */
  readonly upToStates?: number
  readonly strict: boolean
  /** Those of the command line; how much memory there is differs from machine to machine. */
  readonly limits: Omit<RunLimits, 'memoryLimitBytes'>
}

/** The run of which this is a shard. */
export interface WholeRun {
  /** Every scenario, in the order of the run; `suite` is an index in `suites`. */
  readonly scenarios: readonly { readonly suite: number; readonly scenario: string }[]
  readonly suites: readonly {
    readonly spec: string
    readonly location: string | null
    /** A hash of its files; null for a built-in suite, which the version of ackproof tells. */
    readonly sources: string | null
    readonly accepted: readonly Acceptance[]
    /** Whether all its scenarios are run, with all their properties, so that findings can be told. */
    readonly isWhole: boolean
    /** Its branches, where it is counted what runs of them. */
    readonly files?: readonly BranchedFile[]
  }[]
  /** What each of the scenarios of this shard suspects, in the order of `results`; empty for a fault search. */
  readonly suspicions: readonly (readonly Suspicion[])[]
  /** What makes each of them slow; left out where nothing does. */
  readonly slow?: readonly (readonly SlowSpot[])[]
  /** Which places of the source each of them ran; null where they are not counted. */
  readonly ran: readonly (RanPlaces | null)[]
}

/** `planned`: the scenarios of the whole run. `finished`: those of this shard, where they were checked. */
export function wholeRun(
  planned: readonly PlannedScenario[],
  finished: readonly FinishedScenario[],
  root: string | null,
): WholeRun {
  const at = root === null ? asItIs : relativeTo(root)
  const suites = [...new Set(planned.map(({ suite }) => suite))]
  const slow = finished.map(({ run }) => run.result.slow.map((spot) => ({ ...spot, location: at(spot.location) })))
  return {
    scenarios: planned.map(({ suite, scenario }) => ({ suite: suites.indexOf(suite), scenario: scenario.name })),
    suites: suites.map((suite) => {
      const own = planned.filter((each) => each.suite === suite)
      const isWhole = own.length === suite.scenarios.length && own.every(({ properties }) => properties === undefined)
      const files = own[0]?.files?.map(({ path, branches }) => ({ path, branches }))
      const { name: spec, location, accepted } = suite
      return {
        spec,
        location: at(location),
        sources: own[0]?.sources ?? null,
        accepted,
        isWhole,
        ...(files !== undefined && { files }),
      }
    }),
    suspicions: finished.map(({ run }) => run.result.suspicions),
    ...(slow.some((spots) => spots.length > 0) && { slow }),
    ran: finished.map(({ run }) => run.ran ?? null),
  }
}
