/** The suites that a user's module exports. */

import type { AnySuite, SpecDefinition } from '../spec/language/index.ts'
import { isSuite, requireNeighbours, type Spec, suiteOf } from '../spec/language/index.ts'
import { definitionOf } from '../spec/language/specify.ts'

/**
 * Every suite among the exports, also inside arrays. A module without any may export bare specifications instead: each
 * becomes a suite of one scenario, in which every invariant holds and every goal is reachable. (Next to suites, bare
 * specifications are taken for parts of these.) Throws a `SpecError` where one of them is ill-formed. `stem` is the
 * file's name without its extensions.
 */
export function suitesIn(exports: Readonly<Record<string, unknown>>, stem: string): readonly AnySuite[] {
  const values = Object.entries(exports).flatMap(([name, value]) =>
    Array.isArray(value)
      ? (value as readonly unknown[]).map((member, index) => ({ name: `${name} ${index + 1}`, value: member }))
      : [{ name, value }],
  )
  const suites = [...new Set(values.map(({ value }) => value).filter(isSuite))]
  suites.forEach(requireNeighbours)
  if (suites.length > 0) return suites
  const specs = values.filter(({ value }) => isSpec(value))
  const distinct = specs.filter(({ value }, index) => specs.findIndex((other) => other.value === value) === index)
  return distinct.map(({ name, value }) => suiteOf(distinct.length === 1 ? stem : `${stem}/${name}`, value as Spec))
}

/**
 * Names of exported specifications that no suite among the exports is made of, or refines: beside suites they are not
 * checked. Two specifications with the same name and variables count as one, configured in two ways.
 */
export function uncheckedIn(
  exports: Readonly<Record<string, unknown>>,
  suites: readonly AnySuite[],
): readonly string[] {
  const checked = suites
    .flatMap(({ scenarios }) => scenarios.map(({ definition }) => definition))
    .flatMap((definition) => [
      definition,
      ...definition.properties.flatMap((property) => (property.kind === 'refines' ? [property.abstract] : [])),
    ])
    .map(identity)
  return Object.entries(exports).flatMap(([name, value]) =>
    isSpec(value) && !suites.some((suite) => suite === value) && !checked.includes(identity(definitionOf(value)))
      ? [name]
      : [],
  )
}

function identity({ name, variables }: SpecDefinition): string {
  return JSON.stringify([name, variables.map((variable) => variable.name)])
}

function isSpec(value: unknown): boolean {
  // An action without `changes` is a specification that is not finished: say so, rather than pass it over.
  if (isUnfinishedAction(value)) definitionOf(value)
  try {
    definitionOf(value)
    return true
  } catch {
    return false
  }
}

function isUnfinishedAction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return ['over', 'changes'].every((method) => typeof (value as Record<string, unknown>)[method] === 'function')
}
