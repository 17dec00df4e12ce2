/** Works out the result from the ending of a run: verdicts with their stories, findings, counts, and how the memo fared. */

import { type Divided, isDivided } from '../spec/language/shape.ts'
import type { CheckResult, VariableStatistics } from './contract/result.ts'
import type { Ending } from './explore/ending.ts'
import { withFewestFaults } from './explore/goal-witnesses.ts'
import { propertyResult, withPointOfNoReturn } from './explore/property-result.ts'
import type { Program } from './memo/program.ts'
import { placesIn, type SlotGroup } from './model/model.ts'
import { changeOfMember } from './model/read-changes.ts'
import { findingsOf } from './trust/findings.ts'
import { slowParts } from './trust/slow-parts.ts'
import { suspicionsOf } from './trust/suspicions.ts'

/** Rebuilds stories, for which user code may run. Throws `SpecError`. */
export function conclude(ending: Ending): CheckResult {
  const { program, bounds, states, completeness, stored } = ending
  const { visited } = stored
  const { definition } = program.model
  // First, because stories may meet values that exploring did not.
  const variables = variableStatistics(ending)
  const { bitsPerState } = stored
  const properties = program.properties.map((_, property) => propertyResult(ending, property))
  const suspicions = suspicionsOf(ending, properties)
  const functions = program.memo.statistics()
  const lookups = functions.reduce((sum, each) => sum + each.lookups, 0)
  const runs = functions.reduce((sum, each) => sum + each.runs, 0)
  const result = {
    completeness,
    states,
    bounds: {
      depth: bounds.maxDepth ?? null,
      states: bounds.maxStates ?? null,
      constraintCut: ending.constraintCut,
    },
    engine: {
      workers: 1,
      reducerRuns: program.userCode.runs,
      hitRate: lookups === 0 ? 0 : Math.max(0, 1 - runs / lookups),
      bytesPerState: states.distinct === 0 ? 0 : visited.bytes / states.distinct,
      bitsPerState,
      memoryBytes: ending.memoryBytes,
      seconds: ending.seconds,
    },
    waiting: ending.waiting,
    actions: Object.fromEntries(
      definition.actions.map(({ name }, action) => [
        name,
        { generated: ending.generatedBy[action] as number, distinct: visited.addedBy[action] as number },
      ]),
    ),
    functions,
    variables,
    hints: hints(program),
    suspicions,
    findings: findingsOf([suspicions], completeness === 'depth' ? `to depth ${bounds.maxDepth}` : null),
    // Last, because it runs more of the specification than the figures above are about.
    properties: withFewestFaults(ending, properties).map((result, property) =>
      withPointOfNoReturn(ending, result, property),
    ),
  }
  return { ...result, ...slowParts(ending, functions) }
}

function variableStatistics({ program, metBefore }: Ending): VariableStatistics[] {
  const { model } = program
  const isGrowing = (slot: number, values: number): boolean => values > (metBefore?.sizes[slot] ?? values)
  return [...model.groups.values()].flatMap((group): VariableStatistics[] => {
    if (group.derived !== null) return []
    if (group.pool === null) {
      return Array.from({ length: group.size }, (_, at) => {
        const slot = group.first + at
        const values = model.table(slot).size
        return { path: model.path(slot), values, isGrowing: isGrowing(slot, values) }
      })
    }
    const { elements } = group.pool
    const isGrowingPool = elements.some(({ slot }) => metBefore !== null && slot >= metBefore.stored)
    return [{ path: group.name, values: elements.length, isGrowing: isGrowingPool }]
  })
}

function hints(program: Program): string[] {
  return program.wholeFamilies.flatMap((families, action) => {
    const { name } = program.model.definition.actions[action] ?? { name: '' }
    const { runs } = program.memo.group(program.actionGroup(action))
    return [...program.model.groups.values()].flatMap((group) =>
      [...dividedIn(group)].flatMap(([pattern, kind]) => {
        if (2 * (families.get(pattern) ?? 0) < runs || !families.has(pattern)) return []
        const member = kind === 'record' ? 'field' : 'member'
        return `action "${name}" returns every ${member} of "${pattern}" to change one of them: that reads the whole ${kind} and multiplies the runs; change only the ${member}, ${changeOfMember(group)}`
      }),
    )
  })
}

/** `inbox`, and `inbox.*` for all families or records of which it consists, and so on, each with its kind. */
function dividedIn(group: SlotGroup): ReadonlyMap<string, Divided['kind']> {
  return new Map(placesIn(group).flatMap(({ pattern, shape }) => (isDivided(shape) ? [[pattern, shape.kind]] : [])))
}
