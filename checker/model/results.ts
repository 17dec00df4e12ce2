/** Reads what the user's functions returned, and says clearly what is wrong with anything else. */
import type { Arguments, ParameterDefinition, State } from '../../spec/language/index.ts'
import { choicesFor } from '../../spec/language/parameters.ts'
import { describeFound } from '../values/interner.ts'
import { describeValue } from './function-names.ts'
import type { Model } from './model.ts'
import { BadResult } from './user-code.ts'

/** The distinct values of a parameter, canonical, in the order given. */
export function choicesIn(model: Model, parameter: ParameterDefinition, state: State, args: Arguments): unknown[] {
  const { name, isGiven } = parameter
  const values = choicesFor(parameter, state, args)
  if (!Array.isArray(values)) {
    throw new BadResult(
      'not-a-result',
      `the domain of "${name}" is ${describeFound(values)}, not an array`,
      'Return an array, a set or a bag of values; an empty one where there are none.',
    )
  }
  const pathAt = (index: number): string => (isGiven === true ? name : `${name}[${index}]`)
  return [...new Set(Array.from(values, (value, index) => model.interner.canonical(value, pathAt(index))))]
}

export function requireBoolean(result: unknown, what: string): boolean {
  if (typeof result === 'boolean') return result
  const found = result instanceof Promise ? 'a Promise' : describeValue(result)
  throw new BadResult('not-a-result', `${what} returned ${found}`, 'It must return true or false.')
}
