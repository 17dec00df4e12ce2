/**
 * A story: a counterexample (or a way to a goal) told in the words of its specification. Plain data made of strings,
 * numbers, booleans and arrays, so that it can be stored, printed, drawn or sent to another thread.
 */
import type { PropertyKind } from '../../spec/language/index.ts'

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
  /**
   * What the step changes in the abstract specification's state, seen through the mapping; for the initial state that
   * whole state, as `added`. Null where the promise is no refinement.
   */
  readonly abstract: readonly Change[] | null
  /**
   * Whether the story needs the step: without it the rest cannot be done, or does not break the promise. Found out by
   * leaving it out. Null for the initial state, and where it could not be found out.
   */
  readonly matters: boolean | null
  /** Why it matters or does not, `without it step 5 (deliver) cannot be taken`; '' for the initial state. */
  readonly because: string
  /** Number of the first step that cannot be taken without it; null where all can. */
  readonly blocks: number | null
  /** What it wrote that a later step or the promise read before it was written again. */
  readonly feeds: readonly Feed[]
}

/** A variable that a step wrote, and who read it before it was written again. */
export interface Feed {
  /** `log`, `phase.rm1` */
  readonly path: string
  /** Numbers of the steps that read it to be taken, in order; in a loop, those of the next round as well. */
  readonly readers: readonly number[]
  /** Whether the promise reads it where it is broken. */
  readonly isReadByPromise: boolean
}

/** One line of the reason: a part of the promise, or for a deadlock an action, and whether it holds (is enabled). */
export interface Reason {
  readonly label: string
  /** Null where it could not be evaluated. */
  readonly holds: boolean | null
  /** What was read to decide it, as far as that helps. */
  readonly values: readonly NamedValue[]
  /** What the values are; `reads` where it is left out. */
  readonly valuesTitle?: string
  /** Further words, e.g. why an action is disabled; '' where there are none. */
  readonly detail: string
}

/** From where on the promise could not be kept any more. */
export interface StoryTurn {
  /**
   * Index of the last state from which the break could still be avoided; null where that was not even so in the initial
   * state, or is not known.
   */
  readonly index: number | null
  readonly isKnown: boolean
  /** A step from there that still avoids it, `flush(broker: b1)`; null where none is known. */
  readonly instead: string | null
  /** `point of no return: after step 4 every continuation breaks it` */
  readonly sentence: string
}

export interface Story {
  readonly spec: string
  readonly property: string
  readonly kind: PropertyKind
  /** `reachable` = the story shows the way to a goal. */
  readonly verdict: 'violated' | 'reachable'
  /** The part of the property that is false at the end, where it has named parts. */
  readonly part: string | null
  /** One line: what happened to which promise, in how many states. */
  readonly headline: string
  /** Number of states, the initial state included. */
  readonly length: number
  /**
   * Index of the state to which the last one returns, for ever; null where the story simply ends. The index of the last
   * state itself means that nothing happens any more.
   */
  readonly loop: number | null
  readonly steps: readonly StoryStep[]
  /** The step from the last state back to the one at `loop`; null where there is none. */
  readonly back: StoryStep | null
  readonly finalState: readonly NamedValue[]
  readonly why: readonly Reason[]
  /**
   * For each fairness assumption, why the loop is fair nonetheless; then the actions that may be put off for ever
   * because no fairness is assumed of them. Empty where the story simply ends.
   */
  readonly fairness: readonly Reason[]
  /** Null where the question makes no sense: for goals, loops, and promises broken in the initial state. */
  readonly pointOfNoReturn: StoryTurn | null
}
