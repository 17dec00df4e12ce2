/** Turns the end of an exploration into a report: verdicts with their stories, counts, and what the memo did. */
import type { PropertyDefinition } from '../../spec/language/index.ts'
import { needsGraph, type Outcomes } from '../liveness/analyse.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import type { CheckOptions, StopReason } from '../options.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { CheckResult, Completeness, PropertyResult, VariableStatistics, Verdict } from '../result.ts'
import { bitsFor, type Layout } from '../states/layout.ts'
import type { VisitedSet } from '../states/visited-set.ts'
import { findingsOf } from '../trust/findings.ts'
import { suspicionsOf } from '../trust/suspicions.ts'
import type { Findings } from './findings.ts'
import type { PathStep } from './path.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'
import { pointOfNoReturn } from './point-of-no-return.ts'
import { rebuildPath } from './rebuild-trace.ts'
import { validatedLasso } from './validated-lasso.ts'
import { validatedTrace } from './validated-trace.ts'

export interface Ending {
  readonly program: Program
  readonly plain: PlainEvaluator
  readonly visited: VisitedSet
  readonly layout: Layout
  readonly findings: Findings
  /** Of the properties that need the whole graph. */
  readonly outcomes: Outcomes
  /** Why looking at the whole graph was given up, if it was. */
  readonly gaveUp: StopReason | null
  readonly refinementOf: (property: number) => Refinement | undefined
  readonly options: CheckOptions
  readonly completeness: Completeness
  readonly states: CheckResult['states']
  readonly frontier: number
  readonly constraintCut: number
  /** Successors outside a constraint, by action. */
  readonly cutBy: Float64Array
  readonly generatedBy: Float64Array
  readonly sizesBefore: readonly number[]
  readonly memoryBytes: number
  readonly seconds: number
}

export function summarise(ending: Ending): CheckResult {
  const { program, options, states, completeness, visited } = ending
  const { definition } = program.model
  const properties = program.properties.map((property, at) =>
    needsGraph(property) ? graphPropertyResult(ending, property, at) : propertyResult(ending, property, at),
  )
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

function withPointOfNoReturn(ending: Ending, result: PropertyResult, property: number): PropertyResult {
  if (result.verdict !== 'violated' || result.trace === null) return result
  const breaking = { property, refinement: ending.refinementOf(property) }
  return { ...result, pointOfNoReturn: pointOfNoReturn(ending.program, breaking, result.trace, ending.states.distinct) }
}

function propertyResult(ending: Ending, property: CompiledProperty, at: number): PropertyResult {
  const { definition } = property
  const { name, kind } = definition
  const finding = ending.findings.get(at)
  if (finding === undefined) {
    return { name, kind, verdict: unbroken(definition, ending.completeness), part: null, reason: null, trace: null }
  }
  const { program, plain } = ending
  const path: PathStep[] = rebuildPath(program, ending.visited, ending.layout, finding.ids, finding.depth)
  if (finding.step !== null) path.push(finding.step)
  const trace = validatedTrace(program, plain, definition, path, ending.refinementOf(at))
  const verdict = kind.startsWith('reachable') ? 'reachable' : 'violated'
  return { name, kind, verdict, part: finding.part, reason: null, trace }
}

/** Of a property that was decided on the whole graph. */
function graphPropertyResult(ending: Ending, { definition }: CompiledProperty, at: number): PropertyResult {
  const { program, plain, visited, layout, gaveUp } = ending
  const { name, kind } = definition
  const outcome = ending.outcomes.get(at)
  if (outcome === undefined) {
    const reason =
      gaveUp === null ? noStates(ending) : `${gaveUpWords[gaveUp]} after exploring, before behaviours were judged`
    return { name, kind, verdict: 'undecided', part: null, reason, trace: null }
  }
  if (outcome.verdict !== 'violated') {
    return { name, kind, verdict: outcome.verdict, part: null, reason: outcome.reason, trace: null }
  }
  const trace =
    'lasso' in outcome
      ? validatedLasso(program, plain, definition, outcome.lasso)
      : validatedTrace(program, plain, definition, rebuildPath(program, visited, layout, outcome.ids, outcome.depth))
  return { name, kind, verdict: 'violated', part: outcome.part, reason: null, trace }
}

function noStates({ states, completeness }: Ending): string | null {
  return states.distinct === 0 && completeness === 'constraint' ? 'no initial state lies inside the constraint' : null
}

const gaveUpWords: Readonly<Record<StopReason, string>> = {
  stopped: 'the run was stopped',
  time: 'the time limit was reached',
  memory: 'the memory limit was reached',
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
