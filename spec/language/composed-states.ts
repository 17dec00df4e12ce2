/** Initial states of a composed specification: every choice of one of each component that agrees on what they share. */
import { isBudgetOf, sumOfBudgets } from './composed-budget.ts'
import type { Component } from './composed-component.ts'
import type { Share } from './composed-variables.ts'
import type { SpecDefinition, State } from './definition.ts'
import { SpecError } from './errors.ts'
import { memberAt } from './family-shape.ts'
import { touchedNames } from './lazy-view.ts'
import { isRecord } from './scope.ts'
import { isDivided, pathsIn, type Shape, shapeUnder } from './shape.ts'
import { sameValue } from './value.ts'

/** Null where each component has its declared state alone. */
export function composedStates(
  spec: string,
  components: readonly Component[],
  shares: readonly Share[],
  declaredAt: () => string | null,
): SpecDefinition['initialStates'] {
  if (components.every(({ definition }) => definition.initialStates === null)) return null
  const wrong = (problem: string, hint: string): SpecError =>
    new SpecError({ code: 'empty', spec, where: 'the initial states', problem, hint, location: declaredAt() })
  return function* states() {
    let isAny = false
    let disagreement: string | null = null
    for (const choice of choices(components)) {
      const odd = oddBudget(choice, shares)
      if (odd !== null)
        throw wrong(
          `it gives ${odd} no whole number of faults`,
          'Expected 0 or more; in a family under each of its keys, and no other.',
        )
      const found = together(choice, shares)
      if (typeof found === 'string') {
        disagreement ??= found
        continue
      }
      isAny = true
      yield found.changes
    }
    if (isAny || disagreement === null) return
    const problem = `no initial states of the components agree on "${disagreement}", which they share`
    throw wrong(problem, 'Let some initial state of each give it the same value.')
  }
}

/** An initial state of one component, as changes to its declared one. */
interface Start {
  readonly component: Component
  readonly changes: unknown
}

function choices(components: readonly Component[]): readonly (readonly Start[])[] {
  return components.reduce<readonly (readonly Start[])[]>(
    (all, component) => {
      const starts = [...(component.definition.initialStates?.() ?? [{}])]
      return all.flatMap((choice) => starts.map((changes) => [...choice, { component, changes }]))
    },
    [[]],
  )
}

/** The choice as changes of the whole; the name of a shared variable where they differ about it. */
function together(choice: readonly Start[], shares: readonly Share[]): { readonly changes: unknown } | string {
  const odd = choice.find(({ changes }) => !isRecord(changes))
  // Whoever reads initial states says what is wrong with it.
  if (odd !== undefined) return { changes: odd.changes }
  const all = new Map<string, unknown>()
  for (const { component, changes } of choice) {
    for (const [own, change] of Object.entries(changes as State)) all.set(component.placeOf(own), change)
  }
  for (const { name, places, isBudget } of shares) {
    const [first, ...others] = choice.flatMap((start) => placedIn(start, places))
    if (first === undefined) continue
    if (isBudget) {
      all.set(
        name,
        sumOfBudgets(
          first.shape,
          [first, ...others].map(({ value }) => value),
        ),
      )
    } else {
      if (others.some(({ shape, value }) => !isSame(shape, first.value, value))) return name
      all.set(name, first.value)
    }
  }
  return { changes: Object.fromEntries(all) }
}

/** A budget to which an initial state of its component gives something else; null where there is none. */
function oddBudget(choice: readonly Start[], shares: readonly Share[]): string | null {
  for (const { places } of shares.filter(({ isBudget }) => isBudget)) {
    for (const start of choice.filter(({ changes }) => isRecord(changes))) {
      const odd = placedIn(start, places).some(({ shape, value }) => !isBudgetOf(shape, value))
      const of = places.find(({ component }) => component === start.component.name)
      if (odd && of !== undefined) return `"${of.component}.${of.own}"`
    }
  }
  return null
}

function placedIn({ component, changes }: Start, places: Share['places']): readonly { shape: Shape; value: unknown }[] {
  return component.definition.variables
    .filter(({ name }) => places.some((place) => place.component === component.name && place.own === name))
    .map(({ name, shape, initial }) => {
      const own = changes as State
      return { shape, value: Object.hasOwn(own, name) ? changed(shape, initial, own[name]) : initial }
    })
}

/** The declared value with the changes made to it, member by member. */
function changed(shape: Shape, before: unknown, change: unknown): unknown {
  if (!isDivided(shape) || !isRecord(change) || !isRecord(before)) return change
  const members = touchedNames(change, () => before).map((key) => [
    key,
    changed(shapeUnder(shape, key) ?? null, before[key], change[key]),
  ])
  return { ...before, ...Object.fromEntries(members) }
}

function isSame(shape: Shape, one: unknown, other: unknown): boolean {
  return pathsIn(shape).every((path) => sameValue(memberAt(one, path), memberAt(other, path)))
}
