/**
 * A story: a counterexample (or a way to a goal) told in the words of its specification. Plain data made of strings,
 * numbers, booleans and arrays, so that it can be stored, printed, drawn or sent to another thread.
 */
import type { PropertyKind } from '../spec/language/index.ts'

/** A variable, or one member of a family (`phase.rm1`), and its value as printed. */
export interface NamedValue {
  readonly path: string
  readonly value: string
}

/**
 * What one step changed in one place. `changed` has both values; `added` and `removed` speak of an element of the
 * array, set or bag at `path`, or of an optional field, and have only the one that exists.
 */
export interface Change {
  readonly path: string
  readonly kind: 'changed' | 'added' | 'removed'
  readonly before: string | null
  readonly after: string | null
  /** Whether the promise in question reads this variable when it is evaluated at the end of the story. */
  readonly isRead: boolean
}

export interface StoryStep {
  /** 0 for the initial state. */
  readonly index: number
  /** Null for the initial state. */
  readonly action: string | null
  /** The arguments as printed, `rm: rm1, message: {type: commit}`; '' where there are none. */
  readonly args: string
  /** The step in the terms of the field; `action(arg: value)` where the specification does not say. */
  readonly sentence: string
  /** Why the specification's own sentence could not be used, or null. */
  readonly storyProblem: string | null
  readonly actor: string | null
  /** A fault of the environment rather than a step of the protocol. */
  readonly isFault: boolean
  readonly changes: readonly Change[]
  /** Whether some change touches a variable that the promise reads at the end of the story. It claims no more. */
  readonly touchesPromise: boolean
  /** All variables after the step. */
  readonly state: readonly NamedValue[]
}

/** One line of the reason: a part of the promise, or for a deadlock an action, and whether it holds (is enabled). */
export interface Reason {
  readonly label: string
  /** Null where it could not be evaluated. */
  readonly holds: boolean | null
  /** What was read to decide it, as far as that helps. */
  readonly values: readonly NamedValue[]
  /** Further words, e.g. why an action is disabled; '' where there are none. */
  readonly detail: string
}

export interface Story {
  readonly spec: string
  readonly property: string
  readonly kind: PropertyKind
  /** `reachable` = the story shows the way to a goal. */
  readonly verdict: 'violated' | 'reachable'
  /** The part of the property that is false at the end, where it has named parts. */
  readonly part: string | null
  /** One line: what happened to which promise, after how many steps. */
  readonly headline: string
  /** Number of states, the initial state included. */
  readonly length: number
  /** Index of the state to which the last one returns; null where the story simply ends. */
  readonly loop: number | null
  readonly steps: readonly StoryStep[]
  readonly finalState: readonly NamedValue[]
  readonly why: readonly Reason[]
}
