/** What a check reports: plain data that can be printed, stored or sent to another thread. */

import type { CostKind, FindingKind, PointOfNoReturn, PropertyKind, Trace } from '../../spec/language/index.ts'
import type { CollectionKind } from '../../spec/language/value.ts'

/**
 * How much was explored: the `full` graph; every state up to a `depth`; every state inside a `constraint`; or less,
 * because a limit on `states`, `time` or `memory` was reached, or the run was `stopped`; or only `sampled` walks.
 */
export type Completeness = 'full' | 'depth' | 'constraint' | 'states' | 'time' | 'memory' | 'stopped' | 'sampled'

/** `undecided`: the run ended too early to tell. It never counts as a pass. */
export type Verdict = 'holds' | 'violated' | 'reachable' | 'unreachable' | 'undecided'

export interface PropertyResult {
  readonly name: string
  readonly kind: PropertyKind
  readonly verdict: Verdict
  /** The part of the property that is false at the end of the trace, where it has named parts. */
  readonly part: string | null
  /** Why the verdict is `undecided`, or holds for less than the whole graph, where the bounds alone do not say it. */
  readonly reason: string | null
  /** Shortest story of the violation, or way to the goal with fewest faults and then steps; replayed and compared before it is given out. */
  readonly trace: Trace | null
  /** From where on the violation could no longer be avoided; null or left out where the question makes no sense. */
  readonly pointOfNoReturn?: PointOfNoReturn | null
}

export interface ActionStatistics {
  /** Successors computed, duplicates and self-loops included. */
  readonly generated: number
  /** States that this action reached first. */
  readonly distinct: number
}

/** How a user's function fared in the memo. */
export interface FunctionStatistics {
  readonly kind: 'action' | 'domain' | 'derived' | 'property' | 'constraint' | 'fairness'
  readonly name: string
  /** Times a result was needed. */
  readonly lookups: number
  /** Times the function really ran. */
  readonly runs: number
  /** Most variables (slots) that one run read. */
  readonly mostReads: number
  /** Nodes of its memo: one per variable looked at in a distinct situation. */
  readonly nodes: number
  /** False once it proved cheaper to run it every time. */
  readonly isMemoised: boolean
}

export interface VariableStatistics {
  /** `log`, or `phase.rm1` for a member of a family. */
  readonly path: string
  /** Distinct values met. */
  readonly values: number
  /** Whether new values were still appearing in the last level that was explored. */
  readonly isGrowing: boolean
}

/** Kinds of findings that say something of the specification, and not of what it costs to explore it. */
export type LookedForKind = Exclude<FindingKind, CostKind>

/**
 * Something that a specification seems to promise or to allow, and that was looked for while it was explored: that an
 * action fires, that a variable is read, that a promise can break.
 */
export interface Suspicion {
  /** What it is a finding of, unless it is refuted. */
  readonly kind: LookedForKind
  /** An action, `action.parameter`, a variable or derived value, a property, constraints. */
  readonly subject: string
  /** Member of a family, or part of a property; null where there is only one. */
  readonly part: string | null
  /** Whether the opposite was seen. Only a run that explored everything within its bounds reports what was not. */
  readonly isRefuted: boolean
  /** Why, in words, where that is known. */
  readonly reason: string | null
}

/** A suspicion that nothing refuted: the specification says less, or allows less, than it seems to. */
export interface Finding {
  readonly kind: FindingKind
  /** As in `Suspicion`. */
  readonly subject: string
  /** The members or parts in question; null = all there are. */
  readonly parts: readonly string[] | null
  /** One sentence: what was found, and what to do about it. */
  readonly text: string
  /** `file:line:column` in the user's source; left out where it is about no place. */
  readonly location?: string
}

/** What makes exploring slow: a finding about the cost alone, told where a run was large enough for it to matter. */
export interface SlowSpot {
  readonly kind: CostKind
  /** A variable, or the expression in the source. */
  readonly subject: string
  /** One sentence: what it costs, and the form to use instead. */
  readonly text: string
  /** `file:line:column` of the expression; null where it is about a variable. */
  readonly location: string | null
  /** Runs or states that it costs, to put the worst first. */
  readonly weight: number
}

/** Functions that look at all of a variable that is one set or bag, run after run; the source tells whether they need it. */
export interface WholeReads {
  readonly variable: string
  readonly collection: CollectionKind
  readonly readers: readonly WholeReader[]
  /** What the variable held in some of the states. */
  readonly contents: readonly (readonly unknown[])[]
}

export interface WholeReader {
  /** `action "deliver"`. */
  readonly name: string
  readonly runs: number
  /** Where it asks for all of it: the frames of the stack that are the user's, the innermost first. */
  readonly sites: readonly (readonly string[])[]
}

export interface StateCounts {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /**
   * Lists of interchangeable ids: states that differ by renaming them were explored, and count, as one. Left out where the
   * specification declares none, empty where it was explored without its symmetry.
   */
  readonly symmetric?: readonly (readonly string[])[]
}

export interface CheckResult {
  readonly completeness: Completeness
  readonly states: StateCounts
  readonly bounds: {
    /** Depth limit in force, in states on a path; null = none. */
    readonly depth: number | null
    /** Limit on distinct states in force; null = none. */
    readonly states: number | null
    /** Generated transitions whose target lay outside a constraint. */
    readonly constraintCut: number
  }
  readonly engine: {
    readonly workers: number
    /** Every run of a function of the user's, self-checks included. */
    readonly reducerRuns: number
    /** Share of the results that came from the memo, 0..1. */
    readonly hitRate: number
    /** Memory of the state tables over distinct states. */
    readonly bytesPerState: number
    /** Bits of one packed state. */
    readonly bitsPerState: number
    /** Peak memory of the engine's tables and memo, in bytes (estimate for interned values). */
    readonly memoryBytes: number
    readonly seconds: number
  }
  /** States still waiting to be explored when the run ended. */
  readonly waiting: number
  readonly actions: Readonly<Record<string, ActionStatistics>>
  readonly functions: readonly FunctionStatistics[]
  readonly variables: readonly VariableStatistics[]
  /** Advice on the specification, e.g. an action that reads a whole family to change one member. */
  readonly hints: readonly string[]
  readonly properties: readonly PropertyResult[]
  /** What was looked for, seen or not: findings of several runs are told from these. */
  readonly suspicions: readonly Suspicion[]
  /** What makes exploring slow; empty where the run was small. */
  readonly slow: readonly SlowSpot[]
  /** The same, as far as it has yet to be told with the source at hand: see `toldWithSource`. */
  readonly wholeReads: readonly WholeReads[]
  /** Findings of this run alone; none where it did not explore everything within its bounds. */
  readonly findings: readonly Finding[]
}
