import type { Step } from '../../spec/language/definition.ts'
import type { ActionDefinition, Arguments, State } from '../../spec/language/index.ts'
import { chosenArguments } from '../../spec/language/parameters.ts'
import { oneLine } from './plain-text.ts'
import { printFields } from './print-value.ts'

export interface Sentence {
  readonly text: string
  /** Why the specification's own sentence could not be used, or null. */
  readonly problem: string | null
}

/** The step in the words of the specification, else as `action(arg: value)`; a broken `says` never breaks the report. */
export function sentenceOf(action: ActionDefinition, before: State, args: Arguments, after: State): Sentence {
  const plain = stepText([action], { action: action.name, args })
  if (action.story === null) return { text: plain, problem: null }
  try {
    const told: unknown = action.story(before, args, after)
    if (typeof told !== 'string') return { text: plain, problem: `says() returned ${typeNameOf(told)}, not a string` }
    const text = oneLine(told)
    return text === '' ? { text: plain, problem: 'says() returned an empty string' } : { text, problem: null }
  } catch (error) {
    return { text: plain, problem: `says() threw ${oneLine(String(error))}` }
  }
}

/** `deliver(message: {type: commit})`, or `crash` where there are no arguments. */
export function callText(action: string, args: Arguments): string {
  const fields = printFields(args)
  return fields === '' ? action : `${action}(${fields})`
}

/** A step that was taken: `callText` without what follows from the state. */
export function stepText(actions: readonly ActionDefinition[], { action, args }: Step): string {
  const definition = actions.find(({ name }) => name === action)
  return callText(action, definition === undefined ? args : chosenArguments(definition, args))
}

/** `after step 5`, `in the initial state`. */
export function whenText(index: number): string {
  return index === 0 ? 'in the initial state' : `after step ${index}`
}

/** `taken in step 6`; says so where another step counts. */
export function takenText({ step, isItself }: { readonly step: number; readonly isItself: boolean }): string {
  return isItself ? `taken in step ${step}` : `counts as taken in step ${step}, which leads to the same state`
}

/** Who acts, or null where the specification does not say (or says it badly). */
export function actorOf(action: ActionDefinition, args: Arguments): string | null {
  if (typeof action.actor !== 'function') return nameOrNull(action.actor)
  try {
    return nameOrNull(action.actor(args))
  } catch {
    return null
  }
}

function nameOrNull(value: unknown): string | null {
  const name = typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)) : ''
  return name === '' ? null : name
}

function typeNameOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}
