/** `validate`: whether what was recorded of a system is a behaviour of a specification. */
import { traceOf } from '../../counterexamples/play/trace-of.ts'
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { printFields } from '../../counterexamples/print/print-value.ts'
import { stepText } from '../../counterexamples/print/sentence.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Step } from '../../spec/language/definition.ts'
import type { PlainState, Spec, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Lens, type Projection } from '../observed/lens.ts'
import { requireFields, requireWholeNumber } from '../port/checked-options.ts'
import { definitionFrom } from '../port/spec-source.ts'
import { UsageError } from '../port/usage-error.ts'
import { type CheckedEvent, checkedEvents, type Log, type LogEvent, requireAction } from './log.ts'
import { type Obstacles, obstaclesTo } from './refutation.ts'
import { behaviourTo, type Explained, type IsHidden, LogSearch } from './search.ts'

export interface ValidateOptions<S = State, N extends string = string> {
  /**
   * Steps that may be taken without an event, any number of them: by their actions, or by a function that says so of a step.
   * Such a step may have an event, too.
   */
  readonly hidden?: readonly N[] | ((before: S, step: Step, after: S) => boolean)
  /** What the log shows of a state where that is no variable as it stands. */
  readonly projection?: Projection<S>
  /** Pairs of a state and a number of events to look at, at most; 500,000 where it is left out. */
  readonly mostStates?: number
}

interface Validated {
  /** Pairs of a state and a number of events that were looked at. */
  readonly looked: number
  /** What came of it, in a few lines. */
  readonly text: string
}

/** The log is a behaviour. */
export interface Accepted extends Validated {
  readonly verdict: 'accepted'
  /** One behaviour that explains the log. There may be others, also shorter ones. */
  readonly trace: Trace
  /** For each event, the index in the trace of the state that it shows: for a step, the state after it. */
  readonly shown: readonly number[]
}

/** No behaviour shows the events up to this one; some behaviour shows those before it. All of them were looked at. */
export interface Refuted extends Validated, Obstacles {
  readonly verdict: 'refuted'
  /** Index of the event, from 0. */
  readonly at: number
  readonly event: LogEvent
  /** A behaviour that explains all events before it. */
  readonly trace: Trace
}

/** There were more states than were to be looked at. */
export interface Unfinished extends Validated {
  readonly verdict: 'undecided'
  /** How many events could be explained until then. */
  readonly explained: number
}

export type Validation = Accepted | Refuted | Unfinished

/**
 * Holds a log against a specification: is there a behaviour, from any initial state, that shows these events in this
 * order? Steps that are not `hidden` are taken only where there is an event for them. Constraints play no part. Throws
 * `UsageError` for a log that cannot be about the specification (an action, parameter or variable that it does not have),
 * and `SpecError` on a mistake in the specification. Cost: all actions, once for every state that can be reached while the log
 * is followed.
 *
 * @example
 * validate(lock, [{ action: 'acquire', args: { client: 'ann' } }, { observed: { holder: 'ann' } }]).verdict // 'accepted'
 */
export function validate<S, A, P extends string>(
  spec: Spec<S, unknown, A, P>,
  log: Log,
  options?: ValidateOptions<PlainState<S>, keyof A & string>,
): Validation
export function validate(definition: SpecDefinition, log: Log, options?: ValidateOptions): Validation
export function validate(source: unknown, log: Log, options: unknown = {}): Validation {
  const definition = definitionFrom(source)
  const { hidden, projection, mostStates } = checkedOptions(definition, options as ValidateOptions)
  const world = new PlainWorld(definition)
  const lens = new Lens(world, projection, 'validate: the projection')
  const events = checkedEvents(definition, lens, log)
  const search = new LogSearch(world, lens, { events, isHidden: hiddenIn(world, lens, hidden), mostLooked: mostStates })
  const { found, isCut, furthest, looked } = search.run()
  const traceTo = (end: Explained): Trace => traceOf(world.definition, behaviourTo(end).path)
  if (found !== null) {
    const trace = traceTo(found)
    const text = `accepted: ${plural(events.length, 'event')}, explained by ${plural(trace.length - 1, 'step')}`
    return { verdict: 'accepted', trace, shown: behaviourTo(found).shown, looked, text }
  }
  const nearest = furthest[0]
  if (nearest === undefined) throw new UsageError(`"${definition.name}" has no initial state`)
  const at = nearest.events
  if (isCut) {
    const text = `undecided: ${at} of ${plural(events.length, 'event')} explained when the limit of ${plural(mostStates, 'state')} was reached`
    return { verdict: 'undecided', explained: at, looked, text }
  }
  const event = events[at] as CheckedEvent
  const obstacles = obstaclesTo(world, lens, search, { event, furthest })
  const given = (Array.isArray(log) ? log : (log as { readonly events: readonly LogEvent[] }).events)[at] as LogEvent
  const place = `event ${at + 1} of ${events.length}, ${eventText(event)}`
  const text = refutedText(definition, place, obstacles)
  return { verdict: 'refuted', at, event: given, trace: traceTo(nearest), ...obstacles, looked, text }
}

function checkedOptions(
  definition: SpecDefinition,
  options: ValidateOptions,
): { readonly hidden: Hidden; readonly projection: Projection; readonly mostStates: number } {
  requireFields(options, 'validate: the options', ['hidden', 'projection', 'mostStates'])
  const { hidden = [], projection = {}, mostStates = 500_000 } = options
  if (!Array.isArray(hidden) && typeof hidden !== 'function') {
    throw new UsageError('validate: "hidden" is neither a list of actions nor a function of a step')
  }
  if (Array.isArray(hidden)) for (const name of hidden) requireAction(definition, name, 'validate: hidden')
  requireWholeNumber(mostStates, 'validate: "mostStates"', 1)
  return { hidden, projection, mostStates }
}

type Hidden = NonNullable<ValidateOptions['hidden']>

function hiddenIn(world: PlainWorld, lens: Lens, hidden: Hidden): IsHidden {
  if (typeof hidden !== 'function') {
    const actions = new Set(hidden)
    return (_before, { action }) => actions.has(action)
  }
  return (before, { action, args, after }) =>
    world.truth(hidden(lens.view(before), { action, args }, lens.view(after)), 'the hidden steps')
}

/** Actions that an event is told by, at most. */
const mostNamed = 3

function eventText({ actions, args, observed }: CheckedEvent): string {
  if (actions.length === 0) return oneLine(`a look that found ${printFields(observed)}`)
  const fields = printFields(args)
  const named = actions.length > mostNamed ? `one of ${actions.length} actions` : actions.join(' or ')
  return oneLine(fields === '' ? named : `${named}(${fields})`)
}

function refutedText({ actions }: SpecDefinition, place: string, { refusals, nearMisses, instead }: Obstacles): string {
  const lines = [
    `refuted at ${place}: no behaviour that shows the events before it goes on so`,
    ...nearMisses.map(({ text }) => `  ${text}`),
    ...refusals.map(({ text }) => `  ${text}`),
  ]
  if (instead.length > 0)
    lines.push(`  possible there: ${instead.map((step) => oneLine(stepText(actions, step))).join(', ')}`)
  return lines.join('\n')
}
