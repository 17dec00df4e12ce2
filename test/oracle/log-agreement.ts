/**
 * Logs of random walks, and the same logs with an event left out, doubled, swapped or changed: `validate` has to find what a
 * plain computation over the whole graph finds. That goes forward event by event with sets of states, on the graph of the
 * reference explorer.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { LogEvent } from '../../runs/validate/log.ts'
import { validate } from '../../runs/validate/validate.ts'
import { walk } from '../../runs/walk/walk.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { collectionKindOf } from '../../spec/language/value.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { exploreReference } from './explore.ts'
import type { ReferenceGraph, ReferenceState } from './graph.ts'
import { forRandomModels } from './random/for-random-models.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'

/** States of a model at most: others are left out. */
const mostStates = 150

export interface LogCounts {
  /** Logs of walks, all of which were accepted. */
  walked: number
  /** Logs that were changed and are behaviours still. */
  stillAccepted: number
  /** Logs that were changed and were refuted where they should be. */
  refuted: number
  /** Of these, logs in which some steps left no event. */
  refutedHidden: number
}

/** What is written down of a walk: which actions and which variables, counted round. */
interface Recorder {
  readonly seed: number
  readonly hidden: readonly number[]
  readonly observed: readonly number[]
  readonly withArguments: boolean
}

const recorder: fc.Arbitrary<Recorder> = fc.record({
  seed: fc.nat(),
  hidden: fc.array(fc.nat(5), { maxLength: 2 }),
  observed: fc.array(fc.nat(5), { maxLength: 3 }),
  withArguments: fc.boolean(),
})

export async function expectAgreementOnLogs(models: number): Promise<LogCounts> {
  const counts: LogCounts = { walked: 0, stillAccepted: 0, refuted: 0, refutedHidden: 0 }
  await forRandomModels({ seed: 11, models }, [blueprint, recorder], (plan, how) => {
    const definition = bare(specificationOf(plan))
    const reference = exploreReference(bare(specificationOf(plan, true)), { maxStates: mostStates })
    if (reference.completeness !== 'full') return
    const { hidden, log } = recorded(definition, how)
    const expectVerdict = (events: readonly LogEvent[]): number | null => {
      const failsAt = firstUnexplained(reference.graph, hidden, events)
      const result = validate(definition, events, { hidden })
      const found = result.verdict === 'refuted' ? result.at : null
      expect([result.verdict, found], result.text).toEqual([failsAt === null ? 'accepted' : 'refuted', failsAt])
      if (result.verdict === 'accepted') expectExplained(definition, { hidden, events, ...result })
      return failsAt
    }
    expect(expectVerdict(log)).toBeNull()
    counts.walked++
    for (const changed of changedLogs(log)) {
      if (expectVerdict(changed) === null) counts.stillAccepted++
      else {
        counts.refuted++
        if (hidden.length > 0) counts.refutedHidden++
      }
    }
  })
  return counts
}

/** What logs are about: neither promises nor constraints. */
function bare(definition: SpecDefinition): SpecDefinition {
  return { ...definition, properties: [], constraints: [], fairness: [] }
}

function recorded(
  definition: SpecDefinition,
  { seed, hidden: hiddenAt, observed: observedAt, withArguments }: Recorder,
): { readonly hidden: readonly string[]; readonly log: readonly LogEvent[] } {
  const { actions, variables } = definition
  const hidden = actions.length === 0 ? [] : hiddenAt.map((at) => actions[at % actions.length]?.name ?? '')
  const names = observedAt.map((at) => variables[at % variables.length]?.name ?? '')
  const { trace } = walk(definition, { seed, steps: 7 })
  const log = trace.steps.flatMap(({ action, params, state }): LogEvent[] => {
    const observed = Object.fromEntries(names.map((name) => [name, state[name]]))
    if (action === null) return names.length === 0 || seed % 2 === 0 ? [] : [{ observed }]
    if (hidden.includes(action)) return []
    return [{ action, observed, ...(withArguments && { args: params }) }]
  })
  return { hidden: [...new Set(hidden)], log }
}

function* changedLogs(log: readonly LogEvent[]): Iterable<readonly LogEvent[]> {
  for (let at = 0; at < log.length; at++) {
    const [before, event, after] = [log.slice(0, at), log[at] as LogEvent, log.slice(at + 1)]
    const next = after[0]
    yield [...before, ...after]
    yield [...before, event, event, ...after]
    if (next === undefined) continue
    yield [...before, next, event, ...after.slice(1)]
    if (next.observed !== undefined) yield [...before, { ...event, observed: next.observed }, ...after]
  }
}

/** Index of the first event that no behaviour shows after those before it, or null. */
function firstUnexplained(
  graph: ReferenceGraph,
  hidden: readonly string[],
  events: readonly LogEvent[],
): number | null {
  let states = withHidden(new Set(graph.initial), hidden)
  for (const [at, event] of events.entries()) {
    const next = new Set<ReferenceState>()
    for (const state of states) {
      if (event.action === undefined && isSeen(state, event)) next.add(state)
      for (const { action, args, after } of state.steps ?? []) {
        const isMeant = action === event.action && (event.args === undefined || shows(event.args, args))
        if (isMeant && after !== null && isSeen(after, event)) next.add(after)
      }
    }
    if (next.size === 0) return at
    states = withHidden(next, hidden)
  }
  return null
}

/** Grows until nothing is added any more. */
function withHidden(states: Set<ReferenceState>, hidden: readonly string[]): Set<ReferenceState> {
  // A set that grows while it is walked is walked to its end.
  for (const state of states) {
    for (const { action, after } of state.steps ?? []) if (hidden.includes(action) && after !== null) states.add(after)
  }
  return states
}

function isSeen({ state }: ReferenceState, { observed = {} }: LogEvent): boolean {
  return Object.entries(observed).every(([name, value]) => shows(value, state[name]))
}

/** Whether a log shows this value: itself, or a list in any order where there is a set or a bag. */
function shows(observed: unknown, value: unknown): boolean {
  if (typeof value !== 'object' || typeof observed !== 'object' || value === null || observed === null) {
    return canonicalText(observed) === canonicalText(value)
  }
  if (!Array.isArray(value) || !Array.isArray(observed)) {
    const keys = Object.keys(value).sort()
    const isAlike = Array.isArray(value) === Array.isArray(observed) && `${keys}` === `${Object.keys(observed).sort()}`
    return isAlike && keys.every((key) => shows((observed as State)[key], (value as State)[key]))
  }
  const [kind, observedKind] = [collectionKindOf(value), collectionKindOf(observed)]
  if (value.length !== observed.length || (observedKind !== undefined && observedKind !== kind)) return false
  return kind === undefined
    ? observed.every((each, at) => shows(each, value[at]))
    : areShownInSomeOrder(observed, value)
}

function areShownInSomeOrder([first, ...others]: readonly unknown[], members: readonly unknown[]): boolean {
  if (members.length === 0) return true
  return members.some(
    (member, at) =>
      shows(first, member) &&
      areShownInSomeOrder(
        others,
        members.filter((_, other) => other !== at),
      ),
  )
}

/** The behaviour that is given as the explanation is one, and shows the events. */
function expectExplained(
  definition: SpecDefinition,
  {
    hidden,
    events,
    trace,
    shown,
  }: Pick<Extract<ReturnType<typeof validate>, { verdict: 'accepted' }>, 'trace' | 'shown'> & {
    readonly hidden: readonly string[]
    readonly events: readonly LogEvent[]
  },
): void {
  const world = new PlainWorld(definition)
  const states = trace.steps.map(({ state }) => world.adopt(state))
  expect(world.areInitial(states.slice(0, 1))).toEqual([true])
  const isShown = new Set<number>()
  trace.steps.slice(1).forEach(({ action, params }, at) => {
    const after = world.after(states[at] as never, world.call(action ?? '', params))
    expect(after !== null && world.isSame(after, states[at + 1] as never)).toBe(true)
  })
  expect(shown.length).toBe(events.length)
  events.forEach(({ action, args, observed = {} }, at) => {
    const step = trace.steps[shown[at] as number] as (typeof trace.steps)[number]
    for (const [name, value] of Object.entries(observed)) expect(shows(value, step.state[name])).toBe(true)
    if (action === undefined) return
    isShown.add(shown[at] as number)
    expect(step.action).toBe(action)
    if (args !== undefined) expect(shows(args, step.params)).toBe(true)
  })
  trace.steps.forEach(({ action }, at) => {
    if (action !== null && !isShown.has(at)) expect(hidden).toContain(action)
  })
}
