import {
  disabled,
  type SpecDefinition,
  type State,
  sameValue,
  type Trace,
  type TraceStep,
} from '../../spec/language/index.ts'
import { plainView } from '../../spec/language/plain-view.ts'

type Call = readonly [action: string, args?: Readonly<Record<string, unknown>>]

/**
 * A trace that goes on for ever: the first steps, then those of the loop, which must lead back to where it began. No
 * loop at all means that nothing happens any more.
 */
export function playLasso(definition: SpecDefinition, stem: readonly Call[], loop: readonly Call[] = []): Trace {
  const { steps } = play(definition, [...stem, ...loop])
  if (loop.length === 0) return { length: steps.length, loop: stem.length, back: null, steps }
  const [closing, begin] = [steps.at(-1), steps[stem.length]]
  if (closing === undefined || closing.action === null || !sameValue(closing.state, begin?.state)) {
    throw new Error('the loop does not come back to where it begins')
  }
  const back = { action: closing.action, params: closing.params }
  return { length: steps.length - 1, loop: stem.length, back, steps: steps.slice(0, -1) }
}

/** The trace of the given steps from the declared initial state; fails where a step is not enabled. */
export function play(definition: SpecDefinition, calls: readonly Call[]): Trace {
  let state: State = Object.fromEntries(definition.variables.map(({ name, initial }) => [name, initial]))
  const steps: TraceStep[] = [{ action: null, params: {}, state, changed: [] }]
  for (const [name, params = {}] of calls) {
    const action = definition.actions.find((each) => each.name === name)
    if (action === undefined) throw new Error(`no action ${name}`)
    const view = plainView(definition, state)
    const changes = action.guard === null || action.guard(view, params) ? action.effect(view, params) : disabled
    if (changes === disabled) throw new Error(`step ${steps.length}, ${name}, is not enabled`)
    const next = applied(definition, state, changes as Readonly<Record<string, unknown>>)
    const changed = Object.keys(next).filter((variable) => !sameValue(next[variable], state[variable]))
    steps.push({ action: name, params, state: next, changed })
    state = next
  }
  return { length: steps.length, loop: null, back: null, steps }
}

function applied(definition: SpecDefinition, state: State, changes: Readonly<Record<string, unknown>>): State {
  return Object.fromEntries(
    definition.variables.map(({ name, keys }) => {
      if (!Object.hasOwn(changes, name)) return [name, state[name]]
      return [name, keys === null ? changes[name] : { ...(state[name] as object), ...(changes[name] as object) }]
    }),
  )
}
