/**
 * Fairness of components in the whole: an action is taken where any of the steps is in which it happens. So what a
 * component assumes of its part of a joint step is assumed of the joint step.
 */
import type { Component, Occurrence } from './composed-component.ts'
import type { FairnessDefinition } from './definition.ts'
import type { Problem } from './errors.ts'
import { writtenAs } from './implication.ts'
import { renamedArguments } from './renamed-arguments.ts'

/** In the order of the components. Of an action that never happens nothing is left to assume. */
export function composedFairness(
  components: readonly Component[],
  occurrences: ReadonlyMap<Component, readonly Occurrence[]>,
): readonly FairnessDefinition[] | Problem {
  const all: FairnessDefinition[] = []
  for (const component of components) {
    for (const fairness of component.definition.fairness) {
      const meant = (occurrences.get(component) ?? []).filter(({ action }) => fairness.actions.includes(action))
      if (meant.length === 0) continue
      const composed = inWhole(component, fairness, meant)
      if ('problem' in composed) return composed
      all.push(composed)
    }
  }
  return all
}

function inWhole(
  component: Component,
  fairness: FairnessDefinition,
  meant: readonly Occurrence[],
): FairnessDefinition | Problem {
  const names = new Map<string, string>()
  for (const { parameters } of meant) {
    for (const [own, name] of parameters) {
      // Other parameters matter only to a condition.
      if (fairness.condition === null && !fairness.parameters.includes(own)) continue
      const known = names.get(own)
      if (known !== undefined && known !== name) {
        return {
          problem: `the fairness of ${component.name}.${fairness.actions.join(', ')} speaks of "${own}", which its joint steps call "${known}" and "${name}"`,
          hint: 'Call it the same in all of them.',
        }
      }
      names.set(own, name)
    }
  }
  const { condition } = fairness
  const seen = component.seen.fairness(fairness).condition
  return {
    ...fairness,
    actions: [...new Set(meant.map((each) => each.in))],
    parameters: fairness.parameters.map((own) => names.get(own) ?? own),
    condition:
      condition === null || seen === null
        ? null
        : writtenAs((state, args) => seen(state, renamedArguments(names, args)), []),
  }
}
