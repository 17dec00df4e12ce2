/** The parameters of an action: values to choose from, and values that the state gives. */
import type { ActionDefinition, Arguments, ParameterDefinition, State } from './definition.ts'

/**
 * What a parameter may be in this state, as the author's function gave it, which should be an array. A given value is
 * the only one that there is; none where it is null or undefined.
 */
export function choicesFor({ domain, isGiven }: ParameterDefinition, state: State, args: Arguments): unknown {
  const found = typeof domain === 'function' ? domain(state, args) : domain
  if (isGiven !== true) return found
  return found === null || found === undefined ? [] : [found]
}

/** The arguments that were chosen: all but those that follow from the state. */
export function chosenArguments({ parameters }: ActionDefinition, args: Arguments): Arguments {
  const given = parameters.filter(({ isGiven }) => isGiven === true).map(({ name }) => name)
  return Object.fromEntries(Object.entries(args).filter(([name]) => !given.includes(name)))
}
