/**
 * Fault budgets that an action spends: `.fault({ spends: 'crashes', of: 2 })` brings the variable that counts what is
 * left, the guard that something is, and the change that takes one off.
 */
import { disabled } from './builder-types.ts'
import type {
  ActionDefinition,
  Arguments,
  FaultBudget,
  SpecDefinition,
  State,
  VariableDefinition,
} from './definition.ts'
import type { Problem } from './errors.ts'
import { writtenAs } from './implication.ts'
import { isReserved, reservedHint } from './keys.ts'
import { touchedNames } from './lazy-view.ts'
import { change } from './record.ts'
import { hiddenText, scopeOfWhole } from './scope.ts'
import { isDivided, membersOf, type Shape, shapeOf } from './shape.ts'
import { suggest } from './suggest.ts'

/** A budget, and the variable that it brings; null where the specification has it already. */
export interface DeclaredBudget {
  readonly budget: FaultBudget
  readonly variable: VariableDefinition | null
}

const howTo =
  "Write .fault({ spends: 'crashes', of: 2 }), and of more actions that spend the same .fault({ spends: 'crashes' })."

/** Takes anything that JavaScript may pass. */
export function budgetOf(definition: SpecDefinition, given: unknown): DeclaredBudget | Problem {
  const { variables, derived, components = [] } = definition
  if (typeof given !== 'object' || given === null) return { problem: `it is given ${String(given)}`, hint: howTo }
  const unknown = Object.keys(given).find((key) => key !== 'spends' && key !== 'of')
  if (unknown !== undefined) {
    return {
      problem: `it has the option "${unknown}", which there is not${suggest(unknown, ['spends', 'of'])}`,
      hint: null,
    }
  }
  const { spends, of } = given as { readonly spends?: unknown; readonly of?: unknown }
  if (typeof spends !== 'string' || spends === '') {
    return { problem: `it spends ${typeof spends === 'string' ? 'an empty name' : String(spends)}`, hint: howTo }
  }
  const found = place(variables, spends)
  const hidden = scopeOfWhole(definition)?.hiddenAs(found?.budget.variable ?? spends) ?? null
  if (hidden !== null) {
    return {
      problem: `it spends what it cannot see: ${hiddenText(hidden)}`,
      hint: 'Take it out of "hidden", or spend another.',
    }
  }
  if (of !== undefined) {
    if (variables.some(({ name }) => name === spends) || found !== null) {
      return {
        problem: `there is a variable "${spends}" already`,
        hint: 'Leave out "of": its initial value is the budget.',
      }
    }
    if (derived.some(({ name }) => name === spends)) {
      return { problem: `there is a derived value "${spends}" already`, hint: 'Choose another name.' }
    }
    if (components.some(({ name }) => name === spends)) {
      return { problem: `there is a component "${spends}" already`, hint: 'Choose another name.' }
    }
    if (isReserved(spends)) return { problem: `"${spends}" cannot be the name of a variable`, hint: reservedHint }
    if (!isBudget(of)) return notWhole(spends, of)
    return { budget: { variable: spends, key: null }, variable: { name: spends, shape: null, initial: of } }
  }
  if (found === null) {
    const known = variables.flatMap((variable) => namesIn(variable))
    return {
      problem: `it spends "${spends}", which is no variable${suggest(spends, known)}`,
      hint: `To declare it, say how many there are: { spends: '${spends}', of: 2 }.`,
    }
  }
  return isBudget(found.initial) ? { budget: found.budget, variable: null } : notWhole(spends, found.initial)
}

/** A single variable by its name, or a member of a family or a field of a record as `family.key`. */
function place(
  variables: readonly VariableDefinition[],
  spends: string,
): { readonly budget: FaultBudget; readonly initial: unknown } | null {
  for (const { name, shape, initial } of variables) {
    if (shape === null && name === spends) return { budget: { variable: name, key: null }, initial }
    const key = singleMembers(shape).find((each) => `${name}.${each}` === spends)
    if (key !== undefined) return { budget: { variable: name, key }, initial: (initial as State)[key] }
  }
  return null
}

/** What a budget may be called: numbers, and members of families of them. */
function namesIn({ name, shape, initial }: VariableDefinition): readonly string[] {
  if (shape === null) return typeof initial === 'number' ? [name] : []
  return singleMembers(shape).map((key) => `${name}.${key}`)
}

/** Keys of a family, or fields of a record, under which there are single values. */
function singleMembers(shape: Shape): readonly string[] {
  return isDivided(shape) ? membersOf(shape).flatMap(({ key, member }) => (member === null ? [String(key)] : [])) : []
}

function notWhole(spends: string, value: unknown): Problem {
  const shown = typeof value === 'object' && value !== null ? 'no number' : String(value)
  return { problem: `the budget "${spends}" is ${shown}`, hint: 'Expected a whole number, 0 or more.' }
}

function isBudget(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** As an author names it. */
export function budgetName({ variable, key }: FaultBudget): string {
  return key === null ? variable : `${variable}.${key}`
}

/** The guard and the effect with the budget in them. `changedByHand` is thrown where the effect changes it as well. */
export function spending(
  { guard, effect }: Pick<ActionDefinition, 'guard' | 'effect'>,
  { variable, key }: FaultBudget,
  changedByHand: () => Error,
): Pick<ActionDefinition, 'guard' | 'effect'> {
  const left = (state: State): number => (key === null ? state[variable] : (state[variable] as State)[key]) as number
  return {
    guard: writtenAs(
      (state: State, args: Arguments): boolean => {
        // What is neither true nor false is told by whoever asked.
        const own = guard === null ? true : guard(state, args)
        return own === true ? left(state) > 0 : own
      },
      guard === null ? [] : [guard],
    ),
    effect: writtenAs(
      (state: State, args: Arguments): unknown => {
        const changes = effect(state, args)
        if (changes === disabled || typeof changes !== 'object' || changes === null) return changes
        const others = Object.hasOwn(changes, variable) ? (changes as State)[variable] : undefined
        if (key === null) {
          if (others !== undefined) throw changedByHand()
          return { ...changes, [variable]: left(state) - 1 }
        }
        const before = state[variable] as object
        const isGiven = typeof others === 'object' && others !== null
        if (isGiven && touchedNames(others, () => before).includes(key)) throw changedByHand()
        const rest = { [key]: left(state) - 1 }
        if (shapeOf(before)?.kind !== 'record')
          return { ...changes, [variable]: { ...(others as object | undefined), ...rest } }
        return { ...changes, [variable]: change(isGiven ? others : before, rest) }
      },
      [effect],
    ),
  }
}
