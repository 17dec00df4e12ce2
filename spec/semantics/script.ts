import type { Trace } from '../language/index.ts'
import { canonicalText } from './plain-values.ts'
import type { Call, World } from './world.ts'

/** What was done along a trace, without the states: plain data that says the same in every thread. */
export type Script = readonly ScriptStep[]

export interface ScriptStep {
  readonly action: string
  /** The arguments as canonical text, in which a set, a bag and an array differ. */
  readonly args: string
}

/** Call it where the trace was made: arguments lose the marks of sets and bags on the way to another thread. */
export function scriptOf(trace: Trace): Script {
  return trace.steps.flatMap(({ action, params }) => (action === null ? [] : [{ action, args: canonicalText(params) }]))
}

/** The step of a script as it can be tried in this state; null where the action has no such arguments there. */
export function scriptedCall<S>(world: World<S>, state: S, { action, args }: ScriptStep): Call | null {
  const definition = world.definition.actions.find(({ name }) => name === action)
  const found = definition && world.argumentsOf(definition, state).find((each) => canonicalText(each) === args)
  return found === undefined ? null : { action, args: found }
}
