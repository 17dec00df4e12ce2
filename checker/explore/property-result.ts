/** The verdict of a property with its story. */
import type { PropertyDefinition, Trace } from '../../spec/language/index.ts'
import { needsGraph, verdictsOf } from '../../spec/language/property-kinds.ts'
import type { CompiledProperty } from '../memo/program.ts'
import type { StopReason } from '../options.ts'
import type { Completeness, PropertyResult, Verdict } from '../result.ts'
import type { Ending } from './ending.ts'
import type { Finding } from './findings.ts'
import type { PathStep } from './path.ts'
import { pointOfNoReturn } from './point-of-no-return.ts'
import { rebuildPath } from './rebuild-trace.ts'
import { lassoTraceOf, traceOf } from './trace-of.ts'

/** Adds from where on a break could not be avoided. It runs more of the specification than the exploration did. */
export function withPointOfNoReturn(ending: Ending, result: PropertyResult, property: number): PropertyResult {
  if (result.verdict !== 'violated' || result.trace === null) return result
  const outcome = ending.outcomes.get(property)
  const wasReachable = outcome?.verdict === 'violated' && 'ids' in outcome && outcome.wasReachable
  const breaking = { property, refinement: ending.refinementOf(property), wasReachable }
  return { ...result, pointOfNoReturn: pointOfNoReturn(ending.program, breaking, result.trace, ending.states.distinct) }
}

/** What came out for the property at this position. */
export function propertyResult(ending: Ending, at: number): PropertyResult {
  const property = ending.program.properties[at] as CompiledProperty
  return needsGraph(property.definition.kind)
    ? ofWholeGraph(ending, property, at)
    : ofStatesAndSteps(ending, property, at)
}

function ofStatesAndSteps(ending: Ending, { definition }: CompiledProperty, at: number): PropertyResult {
  const { name, kind } = definition
  const finding = ending.findings.get(at)
  if (finding === undefined) {
    return { name, kind, verdict: unbroken(definition, ending.completeness), part: null, reason: null, trace: null }
  }
  const verdict = verdictsOf(kind).settled
  return { name, kind, verdict, part: finding.part, reason: null, trace: storyOf(ending, finding, at) }
}

function storyOf(ending: Ending, finding: Finding, at: number): Trace | null {
  const { program, visited, layout, options } = ending
  if (options.withoutStories === true) return null
  const path: PathStep[] = rebuildPath(program, visited, layout, finding.ids, finding.depth)
  if (finding.step !== null) path.push(finding.step)
  return traceOf(program, path, ending.refinementOf(at))
}

function ofWholeGraph(ending: Ending, { definition }: CompiledProperty, at: number): PropertyResult {
  const { program, gaveUp, options } = ending
  const { name, kind } = definition
  const outcome = ending.outcomes.get(at)
  if (outcome === undefined) {
    const reason = gaveUp === null ? noStates(ending) : `${gaveUpWords[gaveUp]} after exploring, before this was judged`
    return { name, kind, verdict: 'undecided', part: null, reason, trace: null }
  }
  if (outcome.verdict !== 'violated') {
    return { name, kind, verdict: outcome.verdict, part: null, reason: outcome.reason, trace: null }
  }
  const { part } = outcome
  const broken = (trace: Trace | null): PropertyResult => ({
    name,
    kind,
    verdict: 'violated',
    part,
    reason: null,
    trace,
  })
  if ('lasso' in outcome) {
    return broken(options.withoutStories === true ? null : lassoTraceOf(program, outcome.lasso))
  }
  return broken(storyOf(ending, { ...outcome, step: null }, at))
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
  return verdictsOf(kind).unsettled
}
