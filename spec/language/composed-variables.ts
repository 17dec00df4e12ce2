/** The variables of a composed specification: those of its components, each that is shared once. */
import { isBudgetOf, sumOfBudgets } from './composed-budget.ts'
import type { Component } from './composed-component.ts'
import type { VariableDefinition } from './definition.ts'
import type { Problem } from './errors.ts'
import { memberAt } from './family-shape.ts'
import { pathsIn, type Shape } from './shape.ts'
import { shapeText } from './shape-text.ts'
import { collectionKindOf, sameValue } from './value.ts'

/** Variables of components that are one variable of the whole. */
export interface Share {
  /** In the whole. */
  readonly name: string
  readonly places: readonly { readonly component: string; readonly own: string }[]
  /** Fault budgets, which are added up; else all begin with the same value. */
  readonly isBudget: boolean
}

interface Placed {
  readonly component: Component
  readonly variable: VariableDefinition
}

/** In the order of the components, or what is wrong with what they share. */
export function composedVariables(
  components: readonly Component[],
  shares: readonly Share[],
): readonly VariableDefinition[] | Problem {
  const byPlace = new Map<string, Placed[]>()
  for (const component of components) {
    for (const variable of component.definition.variables) {
      const place = component.placeOf(variable.name)
      byPlace.set(place, [...(byPlace.get(place) ?? []), { component, variable }])
    }
  }
  const variables: VariableDefinition[] = []
  for (const [name, placed] of byPlace) {
    const [first, ...others] = placed as [Placed, ...Placed[]]
    const share = shares.find((each) => each.name === name)
    const found = share?.isBudget === true ? budget(name, placed) : first.variable
    if ('problem' in found) return found
    if (share?.isBudget !== true) {
      const problem = others.map((other) => problemWithPair(name, first, other)).find((each) => each !== null)
      if (problem !== undefined && problem !== null) return problem
    }
    variables.push({ ...found, name })
  }
  return variables
}

function budget(name: string, placed: readonly Placed[]): VariableDefinition | Problem {
  const odd = placed.find(({ variable: { shape, initial } }) => !isBudgetOf(shape, initial))
  if (odd !== undefined) {
    return {
      problem: `the budget "${name}" is made of ${titleOf(odd)}, which is no whole number of faults, and no family of them`,
      hint: 'Share other variables with share: { … }.',
    }
  }
  const [first, ...others] = placed as [Placed, ...Placed[]]
  const other = others.find(({ variable }) => !haveSameKeys(first.variable.shape, variable.shape))
  if (other !== undefined) {
    return {
      problem: `${titleOf(first)} and ${titleOf(other)} are added up as "${name}", and ${shapesOf(first, other)}`,
      hint: 'Declare both with the same keys in the same order, 0 for a fault that one of them has not.',
    }
  }
  const { shape } = first.variable
  const initial = sumOfBudgets(
    shape,
    placed.map(({ variable }) => variable.initial),
  )
  return { name, shape, initial }
}

/** `one is a single value, the other a family over "a"` */
function shapesOf(...both: readonly [Placed, Placed]): string {
  return `one is ${both.map(({ variable }) => shapeText(variable.shape)).join(', the other ')}`
}

function problemWithPair(name: string, one: Placed, other: Placed): Problem | null {
  const share = `${titleOf(one)} and ${titleOf(other)} are one variable, "${name}"`
  if (!haveSameKeys(one.variable.shape, other.variable.shape)) {
    return {
      problem: `${share}, and ${shapesOf(one, other)}`,
      hint: 'Declare it with the same keys in the same order.',
    }
  }
  const canDiffer = [one, other].some(({ component }) => component.definition.initialStates !== null)
  const differs = pathsIn(one.variable.shape).some(
    (path) => !sameValue(memberAt(one.variable.initial, path), memberAt(other.variable.initial, path)),
  )
  // With many initial states it is enough that some of them agree.
  if (!differs || canDiffer) return null
  return {
    problem: `${share}, and they begin with ${shown(one.variable.initial)} and ${shown(other.variable.initial)}`,
    hint: 'Give it the same initial value in both; fault budgets are added up with budgets: { … }.',
  }
}

function haveSameKeys(one: Shape, other: Shape): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** `a bag []`: a set, a bag and an array may have the same members. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  if (!Array.isArray(value)) return text
  const kind = collectionKindOf(value)
  return kind === undefined ? `an array ${text}` : `a ${kind} ${text}`
}

function titleOf({ component, variable }: Placed): string {
  return `${component.name}.${variable.name}`
}
