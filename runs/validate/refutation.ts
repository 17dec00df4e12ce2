/** Why no behaviour goes on with an event: what stood in the way where the log could be explained up to it. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { callText, stepText } from '../../counterexamples/print/sentence.ts'
import { type Refusal, refusalOf } from '../../counterexamples/why/refusal.ts'
import type { Step } from '../../spec/language/definition.ts'
import type { ActionDefinition, Arguments, State } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { agrees } from '../observed/agrees.ts'
import { differencesText } from '../observed/difference-text.ts'
import type { Difference, Lens } from '../observed/lens.ts'
import { type CheckedEvent, isAbout } from './log.ts'
import type { Explained, LogSearch } from './search.ts'

/** What the event says can be done, or is there without a step, but is seen otherwise. */
export interface NearMiss {
  /** Null for a look at the system. */
  readonly step: Step | null
  /** What the specification has, and the log has not. */
  readonly differences: readonly Difference[]
  /** `deliver(message: m1) leaves log: expected [m1], observed []`. */
  readonly text: string
}

export interface Obstacles {
  /** Why the action of the event cannot be taken, each reason once: the guard that is false, with what it read. */
  readonly refusals: readonly Refusal[]
  /** Where it can be taken and leaves something else than was observed; the fewest differences first, and of these steps that change what was observed. */
  readonly nearMisses: readonly NearMiss[]
  /** Steps that leave an event, could be taken there instead and leave what was observed; those of the event's own action first. */
  readonly instead: readonly Step[]
}

/** The event that nothing shows, and the states that explain all events before it. */
interface StuckAt {
  readonly event: CheckedEvent
  readonly furthest: readonly Explained[]
}

/** Of each kind, at most. */
const mostNamed = 5
/** States that are asked what is in the way, at most; those with the fewest steps without an event come first. */
const mostAsked = 100

export function obstaclesTo(world: PlainWorld, lens: Lens, search: LogSearch, { event, furthest }: StuckAt): Obstacles {
  const asked = nearestFirst(furthest).slice(0, mostAsked)
  const refusals = new Map<string, Refusal>()
  const nearMisses = new Map<string, { readonly miss: NearMiss; readonly distance: number }>()
  const instead = new Map<string, Step>()
  const miss = (state: State, step: Step | null, before: State): void => {
    const differences = lens.differences({ state, step }, event.observed)
    const does = step === null ? '' : `${stepText(world.definition.actions, step)} leaves `
    const text = does + differencesText(differences)
    // What changes nothing that was observed says little.
    const earlier = lens.differences({ state: before, step }, event.observed)
    const isIdle = step !== null && differencesText(earlier) === differencesText(differences)
    nearMisses.set(text, { miss: { step, differences, text }, distance: differences.length + (isIdle ? 0.5 : 0) })
  }
  for (const { state, key } of asked) {
    if (event.actions.length === 0) miss(state, null, state)
    for (const { action, args, after, isHidden } of search.successors({ state, key })) {
      const step = Object.freeze({ action, args })
      if (isAbout(event, step)) miss(after, step, state)
      else if (!isHidden && lens.differences({ state: after, step }, event.observed).length === 0) {
        instead.set(world.textOf([action, args]), step)
      }
    }
    if (refusals.size >= mostNamed) continue
    for (const refusal of refusalsOf(world, state, event)) refusals.set(refusal.text, refusal)
  }
  const isOwn = ({ action }: Step): number => (event.actions.includes(action) ? 0 : 1)
  return {
    refusals: [...refusals.values()].slice(0, mostNamed),
    nearMisses: [...nearMisses.values()]
      .sort((left, right) => left.distance - right.distance)
      .slice(0, mostNamed)
      .map(({ miss }) => miss),
    instead: [...instead.values()].sort((left, right) => isOwn(left) - isOwn(right)).slice(0, mostNamed),
  }
}

function nearestFirst(furthest: readonly Explained[]): readonly Explained[] {
  const withDistance = furthest.map((explained) => ({ explained, distance: hiddenBefore(explained) }))
  return withDistance.sort((left, right) => left.distance - right.distance).map(({ explained }) => explained)
}

/** Steps without an event since the last one. */
function hiddenBefore(explained: Explained): number {
  let steps = 0
  for (let each = explained; each.before?.events === explained.events; each = each.before) steps++
  return steps
}

/** Why each instance that the event may be about cannot be taken here; none where one can. */
function refusalsOf(world: PlainWorld, state: State, event: CheckedEvent): readonly Refusal[] {
  const actions = world.definition.actions.filter(({ name }) => event.actions.includes(name))
  return actions.flatMap((action) => {
    const all = world.argumentsOf(action, state)
    if (all.length === 0) return emptyDomain(world, state, action, event) ?? []
    const names = Object.keys(event.args)
    const fitting = all.filter((args) => names.every((name) => agrees(args[name], event.args[name])))
    // No such instance: asked for as the log has it, with the other arguments as they can be chosen.
    const wanted = fitting.length > 0 ? fitting : all.map((args) => ({ ...args, ...event.args }))
    return wanted.flatMap((args) => refusalOf(world, state, { action: action.name, args }) ?? [])
  })
}

/** Which parameter there is nothing to choose for, with the parameters before it as the log has them where they can be. */
function emptyDomain(
  world: PlainWorld,
  state: State,
  action: ActionDefinition,
  { args }: CheckedEvent,
): Refusal | null {
  const view = world.view(state)
  let before: Arguments = {}
  for (const parameter of action.parameters) {
    const { name } = parameter
    const { choices } = world.choice(action, parameter, view, { args: { [name]: null }, before })
    if (choices.size === 0) {
      // Any value will do: what is asked is why there is none.
      const nothing = Object.fromEntries(action.parameters.map((each) => [each.name, null]))
      const refusal = refusalOf(world, state, { action: action.name, args: { ...nothing, ...before } })
      const why = refusal?.text.slice(refusal.text.indexOf(cannot))
      return refusal && { ...refusal, text: oneLine(callText(action.name, { ...before, ...args })) + why }
    }
    const meant = [...choices].find((value) => agrees(value, args[name])) ?? [...choices][0]
    before = { ...before, [name]: meant }
  }
  return null
}

const cannot = ' cannot be taken: '
