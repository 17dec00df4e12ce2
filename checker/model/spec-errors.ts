/** The errors in a specification that show only while it runs, each in one place with its advice. */
import { type SpecDefinition, SpecError, type SpecErrorCode } from '../../spec/language/index.ts'
import type { NotPlainData } from '../values/not-plain-data.ts'
import { describeFunction, type FunctionName } from './function-names.ts'

export function specError(
  definition: SpecDefinition,
  code: SpecErrorCode,
  where: string | null,
  problem: string,
  hint: string | null,
  more: { readonly location?: string | null; readonly cause?: unknown } = {},
): SpecError {
  const { location = null, cause } = more
  return new SpecError(
    { code, spec: definition.name, where, problem, hint, location },
    cause === undefined ? {} : { cause },
  )
}

/** Where the user declared what a function belongs to: for mistakes that show only after it has returned. */
export function declarationSite(definition: SpecDefinition, { kind, name }: FunctionName): string | null {
  const lists = {
    action: definition.actions,
    domain: definition.actions,
    derived: definition.derived,
    property: definition.properties,
    constraint: definition.constraints,
    fairness: definition.fairness
      .filter(({ condition }) => condition !== null)
      .flatMap(({ actions, declaredAt }) => actions.map((action) => ({ name: action, declaredAt }))),
    initial: [],
  } as const
  return lists[kind].find((each) => each.name === name)?.declaredAt() ?? null
}

export function impure(definition: SpecDefinition, name: FunctionName, problem: string): SpecError {
  return specError(
    definition,
    'impure',
    describeFunction(name),
    problem,
    'It must depend on nothing but the state and its arguments: no variables outside that change, no input or output.',
    { location: declarationSite(definition, name) },
  )
}

/** What two runs on one state disagree about. */
export function inconsistent(definition: SpecDefinition, name: FunctionName): SpecError {
  return impure(definition, name, 'run twice on the same state it did two different things')
}

export function noInitialState(definition: SpecDefinition): SpecError {
  return specError(
    definition,
    'empty',
    'the initial states',
    'there are none',
    'startingFrom(…) must give at least one entry.',
  )
}

export function notPlainData(
  definition: SpecDefinition,
  where: string,
  error: NotPlainData,
  location: string | null = null,
): SpecError {
  const { problem, hint } = notPlain(error)
  return specError(definition, 'not-plain-data', where, problem, hint, { location })
}

export function notPlain({ path, found, advice }: NotPlainData): { readonly problem: string; readonly hint: string } {
  return {
    problem: `${path === '' ? 'the value' : path} is ${found}, which is not plain data`,
    hint: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
  }
}
