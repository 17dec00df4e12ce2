/** Turns the end of an exploration into a report: verdicts with their stories, counts, and what the memo did. */
import type { Program } from '../memo/program.ts'
import type { CheckResult, VariableStatistics } from '../result.ts'
import { bitsFor } from '../states/layout.ts'
import { findingsOf } from '../trust/findings.ts'
import { suspicionsOf } from '../trust/suspicions.ts'
import type { Ending } from './ending.ts'
import { propertyResult, withPointOfNoReturn } from './property-result.ts'

export function summarise(ending: Ending): CheckResult {
  const { program, options, states, completeness, visited } = ending
  const { definition } = program.model
  const properties = program.properties.map((_, property) => propertyResult(ending, property))
  const suspicions = suspicionsOf(ending, properties)
  const lookups = program.memo.groups.reduce((sum, group) => sum + group.lookups, 0)
  const runs = program.memo.groups.reduce((sum, group) => sum + group.runs, 0)
  return {
    completeness,
    states,
    bounds: {
      depth: options.maxDepth ?? null,
      states: options.maxStates ?? null,
      constraintCut: ending.constraintCut,
    },
    engine: {
      workers: 1,
      reducerRuns: program.userCode.runs,
      hitRate: lookups === 0 ? 0 : Math.max(0, 1 - runs / lookups),
      bytesPerState: states.distinct === 0 ? 0 : visited.bytes / states.distinct,
      bitsPerState: program.model.sizes().reduce((sum, size) => sum + bitsFor(size), 0),
      memoryBytes: ending.memoryBytes,
      seconds: ending.seconds,
    },
    frontier: ending.frontier,
    actions: Object.fromEntries(
      definition.actions.map(({ name }, action) => [
        name,
        { generated: ending.generatedBy[action] as number, distinct: visited.addedBy[action] as number },
      ]),
    ),
    functions: program.memo.groups.map((group) => ({ ...group })),
    variables: variableStatistics(ending),
    hints: hints(program),
    suspicions,
    findings: findingsOf([suspicions], completeness === 'depth' ? `to depth ${options.maxDepth}` : null),
    // Last, because it runs more of the specification than the figures above are about.
    properties: properties.map((result, property) => withPointOfNoReturn(ending, result, property)),
  }
}

function variableStatistics({ program, sizesBefore }: Ending): VariableStatistics[] {
  return program.model.sizes().map((values, slot) => ({
    path: program.model.path(slot),
    values,
    isGrowing: values > (sizesBefore[slot] ?? values),
  }))
}

function hints(program: Program): string[] {
  return program.wholeFamilies.flatMap((families, action) => {
    const { name } = program.model.definition.actions[action] ?? { name: '' }
    const { runs } = program.memo.group(program.actionGroup(action))
    return [...families]
      .filter(([, times]) => 2 * times >= runs)
      .map(
        ([family]) =>
          `action "${name}" returns every member of "${family}" to change one of them: that reads the whole family and multiplies the runs; change only the member, { ${family}: at(key, value) }`,
      )
  })
}
