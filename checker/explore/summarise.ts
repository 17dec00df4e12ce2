/** Turns the end of an exploration into a report: verdicts with their stories, counts, and what the memo did. */
import type { PropertyDefinition } from '../../spec/language/index.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import type { CheckOptions } from '../options.ts'
import type { CheckResult, Completeness, PropertyResult, VariableStatistics, Verdict } from '../result.ts'
import { bitsFor, type Layout } from '../states/layout.ts'
import type { VisitedSet } from '../states/visited-set.ts'
import type { Finding, Findings } from './findings.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'
import { type PathStep, rebuildPath } from './rebuild-trace.ts'
import { validatedTrace } from './validated-trace.ts'

export interface Ending {
  readonly program: Program
  readonly plain: PlainEvaluator
  readonly visited: VisitedSet
  readonly layout: Layout
  readonly findings: Findings
  readonly options: CheckOptions
  readonly completeness: Completeness
  readonly states: CheckResult['states']
  readonly frontier: number
  readonly constraintCut: number
  readonly generatedBy: Float64Array
  readonly sizesBefore: readonly number[]
  readonly memoryBytes: number
  readonly seconds: number
}

export function summarise(ending: Ending): CheckResult {
  const { program, options, states, completeness, visited } = ending
  const { definition } = program.model
  const properties = program.properties.map((property, at) => propertyResult(ending, property, ending.findings.get(at)))
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
    properties,
  }
}

function propertyResult(ending: Ending, property: CompiledProperty, finding: Finding | undefined): PropertyResult {
  const { definition } = property
  const { name, kind } = definition
  if (finding === undefined)
    return { name, kind, verdict: unbroken(definition, ending.completeness), part: null, reason: null, trace: null }
  const { program, plain } = ending
  const path: PathStep[] = rebuildPath(program, ending.visited, ending.layout, finding.ids, finding.depth)
  if (finding.step !== null) path.push(finding.step)
  const trace = validatedTrace(program, plain, definition, path)
  return {
    name,
    kind,
    verdict: kind.startsWith('reachable') ? 'reachable' : 'violated',
    part: finding.part,
    reason: null,
    trace,
  }
}

/** The verdict where nothing was found. */
function unbroken({ kind }: PropertyDefinition, completeness: Completeness): Verdict {
  if (completeness !== 'full' && completeness !== 'constraint' && completeness !== 'depth') return 'undecided'
  return kind.startsWith('reachable') ? 'unreachable' : 'holds'
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
