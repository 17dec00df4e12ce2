/** Errors as data. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { userFrame } from '../../spec/language/call-site.ts'
import { type SpecDefinition, SpecError } from '../../spec/language/index.ts'
import type { Failure } from './engine.ts'

/** What was thrown, as data. Anything but a `SpecError` is a bug of the tool's. */
export function failureOf(thrown: unknown): Failure {
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null
  if (thrown instanceof SpecError) {
    return { code: thrown.details.code, message: thrown.message, location: thrown.details.location ?? null, stack }
  }
  return { code: 'internal', message: `internal error: ${messageOf(thrown)}`, location: null, stack }
}

/** What was thrown while a specification was built: an error of its author's, of any class. */
export function buildFailureOf(suite: string, thrown: unknown): Failure {
  if (thrown instanceof SpecError) return failureOf(thrown)
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null
  const location = stack === null ? null : userFrame(stack)
  return {
    code: 'user-exception',
    message: `suite "${suite}" cannot be built: ${messageOf(thrown)}`,
    location,
    stack,
  }
}

/** What a promise or a timer of the user's threw behind the back of a run. */
export function lateFailureOf({ name }: Pick<SpecDefinition, 'name'>, thrown: unknown): Failure {
  return failureOf(
    new SpecError({
      code: 'user-exception',
      spec: name,
      where: 'a promise or a timer',
      problem: `it failed with "${messageOf(thrown)}"`,
      hint: 'Nothing in a specification is asynchronous.',
      location: thrown instanceof Error ? userFrame(thrown.stack ?? '') : null,
    }),
  )
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return oneLine(message)
}
