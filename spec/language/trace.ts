import type { State } from './definition.ts'

/** One state of a trace and the step that led to it. */
export interface TraceStep {
  /** The action taken; null for the initial state. */
  readonly action: string | null
  readonly params: Readonly<Record<string, unknown>>
  /** The whole state after the step, variables and families by name (no derived values). */
  readonly state: State
  /** Paths that differ from the state before, e.g. `log`, `phase.rm1`; empty for the initial state. */
  readonly changed: readonly string[]
}

/** A path through a specification's states, the initial state first. */
export interface Trace {
  /** Number of states. */
  readonly length: number
  /** Index of the state to which the last one returns; null where the trace simply ends. */
  readonly loop: number | null
  readonly steps: readonly TraceStep[]
}
