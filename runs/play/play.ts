/** `play`: steps through a specification by hand, in a test or while it is written. */

import { playError } from '../../counterexamples/play/play-error.ts'
import { Player } from '../../counterexamples/play/player.ts'
import type { Refusal } from '../../counterexamples/why/refusal.ts'
import type {
  Arguments,
  Changes,
  ChosenArguments,
  PlainState,
  Spec,
  SpecDefinition,
  State,
  Step,
  Suite,
  Trace,
} from '../../spec/language/index.ts'
import { isSuite } from '../../spec/language/index.ts'
import { definitionOf, describeKind } from '../../spec/language/specify.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { requireContentEquality } from '../../spec/source/require-content-equality.ts'

/** Arguments of an action: none are to be given where it has no parameters, and what the state gives may be left out. */
export type ActionArguments<Args> = string extends keyof Args
  ? [args?: Args]
  : keyof Args extends never
    ? [args?: Readonly<Record<string, never>>]
    : keyof ChosenArguments<Args> extends never
      ? [args?: Partial<Args>]
      : [args: ChosenArguments<Args> & Partial<Args>]

/** A specification that is played. `S` variables, `A` arguments by action, `P` names of the promises. */
export interface Play<S = State, A = Readonly<Record<string, Arguments>>, P extends string = string> {
  /** The state at hand: variables, families and components by name, frozen plain data, without derived values. */
  readonly state: PlainState<S>
  /** The way so far, as a check gives its stories. */
  readonly trace: Trace
  /** Every step that can be taken now, those that change nothing included. Cost: runs all actions. */
  enabled(): readonly Step<A>[]
  /** Whether the step can be taken now. */
  can<N extends keyof A & string>(action: N, ...args: ActionArguments<A[N]>): boolean
  /** Why the step cannot be taken now: what is in the way, and what it read. Null where it can. */
  why<N extends keyof A & string>(action: N, ...args: ActionArguments<A[N]>): Refusal | null
  /** Takes the step. Throws `PlayError`, which says what is in the way, where it cannot be taken. */
  do<N extends keyof A & string>(action: N, ...args: ActionArguments<A[N]>): this
  /**
   * Throws `PlayError`, with the steps and the reason as a story tells them, unless the promise is kept: one about
   * states in the state at hand, one about steps by the last step. A goal has to be reached in the state at hand. A
   * promise about all that happens for ever cannot be played: throws an error that says so.
   */
  expect(promise: P): this
  /** Goes back over the last step. Throws `PlayError` in the initial state. */
  undo(): this
  /** The steps so far as lines of text, with what each of them changed. */
  text(): string
}

export interface PlayOptions<S = State> {
  /**
   * Which initial state, where there are several: its index, from 0, or the values of some variables in it. The first
   * one where it is left out.
   */
  readonly startingFrom?: number | Changes<S>
}

export interface PlaySuiteOptions<C = object> extends PlayOptions {
  /** Name or id of the scenario whose specification is played; the suite's own where it is left out. */
  readonly scenario?: string
  /** Constants that differ from those of the scenario, or of the suite. */
  readonly configuration?: Partial<C>
}

/**
 * Steps through a specification by hand, by its plain meaning: nothing is explored, and constraints play no part. What a
 * specification's own functions throw comes through. Throws `SpecError` where the specification is ill-formed.
 *
 * @example
 * const lock = play(specification)
 * lock.do('acquire', { client: 'ann' }).expect('one holder')
 * lock.can('acquire', { client: 'bob' }) // false
 * lock.why('acquire', { client: 'bob' })?.text // '… its guard is false; it read holder = ann'
 */
export function play<S, A, P extends string>(spec: Spec<S, unknown, A, P>, options?: PlayOptions<S>): Play<S, A, P>
export function play<C, P extends string>(
  suite: Suite<C, P>,
  options?: PlaySuiteOptions<C>,
): Play<State, Readonly<Record<string, Arguments>>, P>
export function play(source: unknown, options: PlayOptions | PlaySuiteOptions = {}): Play {
  requireKnownOptions(options)
  const definition = isSuite(source) ? ofSuite(source, options) : ofSpec(source, options)
  requireContentEquality(definition)
  return new Player(definition, options.startingFrom as number | State | undefined)
}

const optionNames = ['startingFrom', 'scenario', 'configuration']

function requireKnownOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw playError(
      `play: the options are ${describeKind(options)}; expected an object, such as { scenario: '…' }`,
      play,
    )
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name))
  if (unknown === undefined) return
  throw playError(`play: there is no option "${unknown}"${suggest(unknown, optionNames)}`, play)
}

function ofSpec(source: unknown, options: PlaySuiteOptions): SpecDefinition {
  const needless = (['scenario', 'configuration'] as const).find((option) => options[option] !== undefined)
  if (needless === undefined) return definitionOf(source)
  throw playError(`play: a specification has no ${needless}; give the suite, or leave out "${needless}"`, play)
}

function ofSuite(suite: Suite<object, string>, { scenario: wanted, configuration }: PlaySuiteOptions): SpecDefinition {
  if (wanted === undefined) return suite.build(configuration)
  const scenario = suite.scenarios.find(({ name, id }) => name === wanted || id === wanted)
  if (scenario === undefined) {
    const names = suite.scenarios.map(({ name }) => name)
    throw playError(`play: suite "${suite.name}" has no scenario "${wanted}"${suggest(wanted, names)}`, play)
  }
  if (configuration === undefined) return scenario.definition
  return suite.build({ ...scenario.configuration, ...configuration })
}
