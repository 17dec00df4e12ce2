/** Looks for a behaviour that explains a log: steps that leave no event are searched. */
import type { Step } from '../../spec/language/definition.ts'
import type { State } from '../../spec/language/index.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Successor } from '../../spec/semantics/world.ts'
import type { Lens, Moment } from '../observed/lens.ts'
import { type CheckedEvent, isAbout } from './log.ts'

/** A state that explains the events before it. */
export interface Explained {
  readonly state: State
  readonly key: string
  /** How many events are explained. */
  readonly events: number
  /** The step that led to it; null in an initial state, and after a look at the system. */
  readonly step: Step | null
  readonly before: Explained | null
}

interface Onward extends Successor<State> {
  readonly isHidden: boolean
  /** Of the state after the step. */
  readonly key: string
  readonly moment: Moment
}

export interface SearchResult {
  /** Explains the whole log; null where nothing does, or the search was cut short. */
  readonly found: Explained | null
  /** Whether the limit was reached first. */
  readonly isCut: boolean
  /** States that explain as many events as any. */
  readonly furthest: readonly Explained[]
  /** How many pairs of a state and a number of events were looked at. */
  readonly looked: number
}

/** Whether a step from this state may be taken without an event. */
export type IsHidden = (before: State, successor: Successor<State>) => boolean

export interface Wanted {
  readonly events: readonly CheckedEvent[]
  readonly isHidden: IsHidden
  readonly mostLooked: number
}

/**
 * Goes on from a state that explains the most events, so that a log that is a behaviour is soon found to be one. All states are
 * looked at before a log is found to be none.
 */
export class LogSearch {
  readonly #world: PlainWorld
  readonly #lens: Lens
  readonly #wanted: Wanted
  /** By the number of events that they explain. */
  readonly #reached: Explained[][] = []
  readonly #taken: number[] = []
  readonly #known: Set<string>[] = []
  readonly #successors = new Map<string, readonly Onward[]>()
  readonly #looks = new Map<string, Moment>()
  #looked = 0

  constructor(world: PlainWorld, lens: Lens, wanted: Wanted) {
    this.#world = world
    this.#lens = lens
    this.#wanted = wanted
  }

  run(): SearchResult {
    const { events, mostLooked } = this.#wanted
    for (const state of this.#world.initialStates()) {
      if (this.#looked > mostLooked) return this.#result(null, true)
      this.#reach({ state, key: this.#world.keyOf(state), events: 0, step: null, before: null })
    }
    for (let at = this.#nextLevel(0); at >= 0; at = this.#nextLevel(Math.min(at + 1, events.length))) {
      const reached = this.#reached[at] as Explained[]
      const explained = reached[(this.#taken[at] as number)++] as Explained
      if (at === events.length) return this.#result(explained, false)
      if (this.#looked > mostLooked) return this.#result(null, true)
      this.#goOn(explained, events[at] as CheckedEvent)
    }
    return this.#result(null, false)
  }

  /** The level at or below this one that has states to go on from, or -1. */
  #nextLevel(from: number): number {
    let at = from
    while (at >= 0 && (this.#taken[at] ?? 0) >= (this.#reached[at]?.length ?? 0)) at--
    return at
  }

  #goOn(explained: Explained, event: CheckedEvent): void {
    const { state, key, events } = explained
    const isLook = event.actions.length === 0
    if (isLook && this.#lens.differences(this.#look(explained), event.observed).length === 0) {
      this.#reach({ state, key, events: events + 1, step: null, before: explained })
    }
    for (const { moment, isHidden, key: after } of this.successors(explained)) {
      const step = moment.step as Step
      const onward = { state: moment.state, key: after, step, before: explained }
      if (isAbout(event, step) && this.#lens.differences(moment, event.observed).length === 0) {
        this.#reach({ ...onward, events: events + 1 })
      }
      if (isHidden) this.#reach({ ...onward, events })
    }
  }

  /** The steps from a state; those that may be taken without an event are marked. */
  successors({ state, key }: Pick<Explained, 'state' | 'key'>): readonly Onward[] {
    const known = this.#successors.get(key)
    if (known !== undefined) return known
    const { isHidden } = this.#wanted
    const successors = Array.from(this.#world.successors(state), (successor) => ({
      ...successor,
      isHidden: isHidden(state, successor),
      key: this.#world.keyOf(successor.after),
      moment: { state: successor.after, step: Object.freeze({ action: successor.action, args: successor.args }) },
    }))
    this.#successors.set(key, successors)
    return successors
  }

  #look({ state, key }: Explained): Moment {
    const look = this.#looks.get(key) ?? { state, step: null }
    this.#looks.set(key, look)
    return look
  }

  #reach(explained: Explained): void {
    const { events, key } = explained
    this.#known[events] ??= new Set()
    const known = this.#known[events]
    if (known.has(key)) return
    known.add(key)
    this.#looked++
    this.#reached[events] ??= []
    this.#taken[events] ??= 0
    this.#reached[events].push(explained)
  }

  #result(found: Explained | null, isCut: boolean): SearchResult {
    return { found, isCut, furthest: this.#reached.at(-1) ?? [], looked: this.#looked }
  }
}

/** The behaviour that leads there, and for each event the index of the state that shows it. */
export function behaviourTo(end: Explained): { readonly path: PlainPath; readonly shown: readonly number[] } {
  const way: Explained[] = []
  for (let each: Explained | null = end; each !== null; each = each.before) way.push(each)
  way.reverse()
  const states: State[] = []
  const calls: Step[] = []
  const shown: number[] = []
  for (const { state, step, events } of way) {
    if (step !== null || states.length === 0) states.push(state)
    if (step !== null) calls.push(step)
    if (events > shown.length) shown.push(states.length - 1)
  }
  return { path: { states, calls, loop: null, back: null }, shown }
}
