/** What a property of a scenario is expected to turn out as. */
import { captureCallSite } from './call-site.ts'
import type { PropertyKind } from './definition.ts'
import { type Problem, SpecError } from './errors.ts'
import { isGoal } from './property-kinds.ts'
import { suggest } from './suggest.ts'

/** `length` pins the story, in states: the shortest of a break, the way to a goal with fewest faults and then states. */
export type Expectation =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly length?: number }
  | { readonly verdict: 'reachable'; readonly length?: number }
  | { readonly verdict: 'unreachable' }

/** The property holds in every state inside the bounds. */
export const holds: Expectation = { verdict: 'holds' }
/** The property is broken; `length` = states of the shortest story, the initial state included. */
export function violated(length?: number): Expectation {
  return length === undefined ? { verdict: 'violated' } : { verdict: 'violated', length: checked('violated', length) }
}
/** The condition is met somewhere; `length` = states of the way there with fewest faults, and of those the shortest. */
export function reachable(length?: number): Expectation {
  return length === undefined
    ? { verdict: 'reachable' }
    : { verdict: 'reachable', length: checked('reachable', length) }
}
/** The condition is met nowhere inside the bounds. */
export const unreachable: Expectation = { verdict: 'unreachable' }

/** As they are written in a scenario. */
const written: Readonly<Record<Expectation['verdict'], string>> = {
  holds: 'holds',
  violated: 'violated()',
  reachable: 'reachable()',
  unreachable: 'unreachable',
}

/** What is wrong with what is expected of a property of this kind, or null. Takes anything that JavaScript may pass. */
export function problemWithExpectation(property: string, kind: PropertyKind, given: unknown): Problem | null {
  const allowed: readonly Expectation['verdict'][] = isGoal(kind) ? ['reachable', 'unreachable'] : ['holds', 'violated']
  const howTo = `Write ${allowed.map((verdict) => written[verdict]).join(' or ')}.`
  const expects = (what: string): string => `it expects ${what} of property "${property}"`
  if (given === violated || given === reachable) {
    const call = given === violated ? 'violated' : 'reachable'
    return {
      problem: expects(`the function ${call}`),
      hint: `Write ${call}(), or ${call}(n) with the states of a story.`,
    }
  }
  if (typeof given === 'string') {
    const hint = Object.hasOwn(written, given)
      ? `Write ${written[given as Expectation['verdict']]}, without quotes.`
      : howTo
    return { problem: expects(`the text "${given}"`), hint }
  }
  if (typeof given !== 'object' || given === null || !('verdict' in given)) {
    return { problem: expects(given === null || typeof given !== 'object' ? String(given) : 'an object'), hint: howTo }
  }
  const { verdict, ...rest } = given
  if (!allowed.some((each) => each === verdict)) {
    return {
      problem: `property "${property}" of kind ${kind} cannot be expected to be "${String(verdict)}"`,
      hint: `Expect ${allowed.join(' or ')}.`,
    }
  }
  const known = verdict === 'violated' || verdict === 'reachable' ? ['length'] : []
  const unknown = Object.keys(rest).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    return {
      problem: `what it expects of "${property}" has the key "${unknown}"${suggest(unknown, known)}`,
      hint: howTo,
    }
  }
  if ('length' in rest && !isLength(rest.length)) {
    return { problem: expects(`a story of ${String(rest.length)} states`), hint: lengthHint }
  }
  return null
}

const lengthHint = 'A story has a whole number of states, the initial one included: 1 or more.'

function isLength(length: unknown): boolean {
  return Number.isSafeInteger(length) && (length as number) >= 1
}

function checked(name: string, length: number): number {
  if (isLength(length)) return length
  throw new SpecError({
    code: 'declaration',
    spec: null,
    where: null,
    problem: `${name}(${typeof length === 'string' ? JSON.stringify(length) : String(length)}) pins no length`,
    hint: lengthHint,
    location: captureCallSite()(),
  })
}
