/** How a real system carries out the steps of a specification: what a user writes for `conform`. */
import type { Step } from '../../spec/language/definition.ts'
import type { State, Trace } from '../../spec/language/index.ts'
import type { Observation, Projection } from '../observed/lens.ts'
import type { StopSignal } from '../port/stop-signal.ts'
import type { Attempt } from './attempt.ts'

/** A step of a trace as it is carried out. */
export interface StepAtHand<S = State> extends Step {
  /** The state that the specification has before the step, and after it. */
  readonly before: S
  readonly after: S
  /** Number of the step, from 1: `trace.steps[number]` is where it leads. */
  readonly number: number
  /** The whole behaviour: also what is still to come, where a system has to be prepared for it. */
  readonly trace: Trace
  /** Aborted where the wait for the step runs out, or the run is asked to end. */
  readonly signal: StopSignal
}

/** An attempt as it is made: a step that the specification refuses, tried on the system all the same. */
export interface AttemptAtHand<S = State> extends Attempt {
  /** The state that the specification has, before the attempt and after it. */
  readonly state: S
  readonly trace: Trace
  /** Aborted where the wait for the attempt runs out, or the run is asked to end. */
  readonly signal: StopSignal
}

type MaybeLater<T> = T | Promise<T>

/** The adapter makes the step happen. */
export interface ForcedStep<S = State> {
  readonly how: 'forced'
  /**
   * Returns once the step was carried out: nothing, or what its answer shows, which is compared together with what
   * `observe` gives. Throws `WaitRanOut` where it cannot be known whether it was.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is as good as one that returns undefined
  readonly run: (step: StepAtHand<S>) => MaybeLater<Observation | undefined | void>
}

/** The system takes the step by itself. */
export interface AwaitedStep<S = State> {
  readonly how: 'awaited'
  /**
   * Whether the system has taken the step; asked again and again. Where it is null, the step is taken once what is observed
   * is what it should be.
   */
  readonly until: ((step: StepAtHand<S>) => MaybeLater<boolean>) | null
}

/** Nobody can see whether or when the system takes the step, and it changes nothing that is compared. */
export interface UnobservableStep {
  readonly how: 'unobservable'
  /** Why: what hides it. */
  readonly because: string
}

export type StepHandler<S = State> = ForcedStep<S> | AwaitedStep<S> | UnobservableStep

/**
 * Gives the system every chance to take a step that the specification refuses, and returns when it has had it: nothing, or what the
 * answer shows, which is compared as well. Afterwards the system has to be as before. Throws `WaitRanOut` where it cannot be known
 * whether the system had its chance.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: as above
export type AttemptHandler<S = State> = (attempt: AttemptAtHand<S>) => MaybeLater<Observation | undefined | void>

export interface Adapter<S = State, N extends string = string> {
  /** For each action how its steps come about. What a trace does not need may be left out. */
  readonly actions: { readonly [K in N]?: StepHandler<S> }
  /** For each action how its steps are tried where the specification refuses them. What is never tried may be left out. */
  readonly attempts?: { readonly [K in N]?: AttemptHandler<S> }
  /** Brings the system to this initial state. */
  readonly start: (initial: S, signal: StopSignal) => MaybeLater<void>
  /**
   * What can be seen of the system now. What it leaves out is not compared at this moment, such as what only a running
   * server tells.
   */
  readonly observe: (signal: StopSignal) => MaybeLater<Observation>
  /** What should be seen of a state where that is no variable as it stands. */
  readonly projection?: Projection<S>
  /** Ends the system. Called once, whatever happened, also where `start` failed. */
  readonly stop: () => MaybeLater<void>
}

/** Makes the step happen. */
export function forced<S = State>(run: ForcedStep<S>['run']): ForcedStep<S> {
  return { how: 'forced', run }
}

/** Waits until the system has taken the step: until the answer is true, or what is observed is what it should be. */
export function awaited<S = State>(until: AwaitedStep<S>['until'] = null): AwaitedStep<S> {
  return { how: 'awaited', until }
}

/** Says that nothing shows the step, and why. */
export function unobservable(because: string): UnobservableStep {
  return { how: 'unobservable', because }
}
