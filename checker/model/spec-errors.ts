/** The errors in a specification that show only while it runs, each in one place with its advice. */
import { type SpecDefinition, SpecError, type SpecErrorCode } from '../../spec/language/index.ts'
import type { NotPlainData } from '../values/not-plain-data.ts'

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

export function notPlainData(
  definition: SpecDefinition,
  where: string,
  error: NotPlainData,
  location: string | null = null,
): SpecError {
  return specError(
    definition,
    'not-plain-data',
    where,
    `${error.path === '' ? 'the value' : error.path} is ${error.found}, which is not plain data`,
    `${error.advice.charAt(0).toUpperCase()}${error.advice.slice(1)}.`,
    { location },
  )
}
