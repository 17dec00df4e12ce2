/** What was recorded of a system while it ran. */
import type { Step } from '../../spec/language/definition.ts'
import type { ActionDefinition, Arguments, SpecDefinition } from '../../spec/language/index.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { canonicalText, NotPlain } from '../../spec/semantics/plain-values.ts'
import { agrees } from '../observed/agrees.ts'
import type { Lens, Observation } from '../observed/lens.ts'
import { requireFields } from '../port/checked-options.ts'
import { UsageError } from '../port/usage-error.ts'

/**
 * One line of a log. With an action it is a step: the action was taken, and what was observed is what it left. Without one
 * it is a look at the system: what was observed was there, and no step was taken.
 */
export interface LogEvent {
  /** The action; several where the log does not tell them apart. */
  readonly action?: string | readonly string[]
  /** Arguments of the action, as far as the log has them. A set or a bag may be given as a list in any order. */
  readonly args?: Arguments
  /** What could be seen, after the step where there is one. */
  readonly observed?: Observation
}

/** Events in the order in which they happened, and the name of the specification that they are about, if it is known. */
export type Log = readonly LogEvent[] | { readonly spec?: string; readonly events: readonly LogEvent[] }

/** An event in which everything is known to be what it should be. */
export interface CheckedEvent {
  /** Any of these; none for a look at the system. */
  readonly actions: readonly string[]
  readonly args: Arguments
  readonly observed: Observation
}

/** Throws `UsageError`, which names the event, where the log cannot be one of this specification. */
export function checkedEvents(definition: SpecDefinition, lens: Lens, log: unknown): readonly CheckedEvent[] {
  return eventsOf(definition, log).map((event, at) => checkedEvent(definition, lens, event, `event ${at + 1}`))
}

function eventsOf({ name }: SpecDefinition, log: unknown): readonly unknown[] {
  if (Array.isArray(log)) return log
  requireFields(log, 'the log', ['spec', 'events'])
  const { spec, events } = log as { readonly spec?: unknown; readonly events?: unknown }
  if (spec !== undefined && spec !== name) {
    throw new UsageError(`the log is about "${String(spec)}", and the specification is "${name}"`)
  }
  if (!Array.isArray(events)) throw new UsageError('the log has no list of "events"')
  return events
}

function checkedEvent(definition: SpecDefinition, lens: Lens, event: unknown, where: string): CheckedEvent {
  requireFields(event, where, ['action', 'args', 'observed'])
  const { action, args = {}, observed = {} } = event as Readonly<Record<keyof LogEvent, unknown>>
  const actions = action === undefined ? [] : Array.isArray(action) ? action : [action]
  if (Array.isArray(action) && action.length === 0) throw new UsageError(`${where}: its list of actions is empty`)
  const definitions = actions.map((name) => requireAction(definition, name, where))
  if (actions.length === 0 && args !== undefined && 'args' in (event as object)) {
    throw new UsageError(`${where}: it has arguments, and no action that they could be of`)
  }
  requireArguments(definitions, args, where)
  const checked = { actions, args: args as Arguments, observed: lens.observation(observed, `${where}, observed`) }
  if (actions.length > 0 || Object.keys(checked.observed).length > 0) return checked
  throw new UsageError(`${where}: it has neither an action nor anything that was observed`)
}

/** Throws `UsageError` where there is no such action. */
export function requireAction({ actions }: SpecDefinition, name: unknown, where: string): ActionDefinition {
  const found = actions.find((each) => each.name === name)
  if (found !== undefined) return found
  const names = actions.map((each) => each.name)
  throw new UsageError(`${where}: there is no action "${String(name)}"${suggest(String(name), names)}`)
}

function requireArguments(actions: readonly ActionDefinition[], args: unknown, where: string): void {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new UsageError(`${where}: its arguments are no object, { parameter: value }`)
  }
  for (const [name, value] of Object.entries(args)) {
    for (const { name: action, parameters } of actions) {
      if (parameters.some((each) => each.name === name)) continue
      const names = parameters.map((each) => each.name)
      const instead = names.length === 0 ? '; it takes none' : suggest(name, names)
      throw new UsageError(`${where}: action "${action}" has no parameter "${name}"${instead}`)
    }
    try {
      canonicalText(value)
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error
      throw new UsageError(`${where}: argument "${name}": ${error.message}`, { cause: error })
    }
  }
}

/** Whether the event may be about this step, whatever was observed of it. */
export function isAbout({ actions, args }: CheckedEvent, step: Step): boolean {
  return actions.includes(step.action) && Object.keys(args).every((name) => agrees(step.args[name], args[name]))
}
