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
  /** What the state is mapped to, in a trace that breaks a refinement. */
  readonly abstract?: State
}

/** A path through a specification's states, the initial state first. */
export interface Trace {
  /** Number of states. */
  readonly length: number
  /**
   * Index of the state to which the last one returns, for ever; null where the trace simply ends. The index of the last
   * state itself means that nothing happens any more.
   */
  readonly loop: number | null
  /** The step from the last state back to the state at `loop`; null where there is none. */
  readonly back: { readonly action: string; readonly params: Readonly<Record<string, unknown>> } | null
  readonly steps: readonly TraceStep[]
}

/**
 * From where on a break could not be avoided any more: every way on, as long as something can happen, leads to a break.
 */
export interface PointOfNoReturn {
  /** Index in the trace of the last state with a way on that never breaks the property; null = not even the first. */
  readonly index: number | null
  /** A step from that state which leaves the break avoidable; null where there is none to name. */
  readonly instead: { readonly action: string; readonly params: Readonly<Record<string, unknown>> } | null
  /**
   * Why it is not known (`index` is null then): the search took too long, left a constraint or what was explored, or
   * met a mistake in the specification beyond what was checked. Null where it is known.
   */
  readonly unknown: 'budget' | 'constraint' | 'bound' | 'error' | null
}
