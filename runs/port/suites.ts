/** Suites where they are loaded: the specification that a task is about. */
import { type AnySuite, type SpecDefinition, SpecError } from '../../spec/language/index.ts'
import { onlyChosen } from './chosen-properties.ts'
import type { ScenarioSource } from './task.ts'

/** The specification of a scenario, with the fault budget and the properties of the task. Throws `SpecError`, or what building it throws. */
export function definitionFor(suites: readonly AnySuite[], task: ScenarioSource): SpecDefinition {
  const suite = suites.find(({ name }) => name === task.suite)
  const scenario = suite?.scenarios.find(({ name }) => name === task.scenario)
  if (suite === undefined || scenario === undefined) {
    throw new Error(`there is no scenario "${task.scenario}" of suite "${task.suite}"`)
  }
  if (task.budget === undefined) return onlyChosen(scenario.definition, task.properties)
  const definition = suite.build({ ...scenario.configuration, ...task.budget })
  if (promisesOf(definition) === promisesOf(scenario.definition)) return onlyChosen(definition, task.properties)
  throw new SpecError({
    code: 'declaration',
    spec: definition.name,
    where: null,
    problem: `it makes other promises than scenario "${scenario.name}", and nothing can be compared`,
    hint: null,
  })
}

function promisesOf({ properties }: SpecDefinition): string {
  return JSON.stringify(properties.map(({ name, kind }) => [name, kind]))
}
