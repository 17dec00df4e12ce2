/** The verdict of a property with its story. */
import type { PropertyDefinition, Trace } from '../../spec/language/index.ts'
import { needsGraph, verdictsOf } from '../../spec/language/property-kinds.ts'
import type { StopReason } from '../contract/options.ts'
import type { Completeness, PropertyResult, Verdict } from '../contract/result.ts'
import type { CompiledProperty } from '../memo/program.ts'
import { faultsOf, pathWithFewestFaults } from '../states/fewest-faults.ts'
import type { Ending } from './ending.ts'
import { pointOfNoReturn } from './point-of-no-return.ts'
import { settledUnrenamed } from './settled-unrenamed.ts'
import type { Sighting } from './sightings.ts'
import { canonicalIn } from './told-unrenamed.ts'
import { lassoTraceOf, traceOf } from './trace-of.ts'

/** Adds from where on a break could not be avoided. It runs more of the specification than the exploration did. */
export function withPointOfNoReturn(ending: Ending, result: PropertyResult, property: number): PropertyResult {
  if (result.verdict !== 'violated' || result.trace === null) return result
  const decision = ending.decisions.get(property)
  const wasReachable = decision?.verdict === 'violated' && 'ids' in decision && decision.wasReachable
  const { part } = result
  const breaking = { property, refinement: ending.refinementOf(property), part, wasReachable }
  return { ...result, pointOfNoReturn: pointOfNoReturn(ending.program, breaking, result.trace, ending.states.distinct) }
}

/** What came out for the property at this position. */
export function propertyResult(ending: Ending, at: number): PropertyResult {
  const property = ending.program.properties[at] as CompiledProperty
  // Of a refinement, a step that breaks it is known before there is a graph to judge.
  return needsGraph(property.definition) && ending.sightings.get(at) === undefined
    ? ofWholeGraph(ending, property, at)
    : ofStatesAndSteps(ending, property, at)
}

function ofStatesAndSteps(ending: Ending, { definition }: CompiledProperty, at: number): PropertyResult {
  const { name, kind } = definition
  const sightings = ending.sightings.all(at)
  if (sightings.length === 0) {
    return { name, kind, verdict: unsettled(definition, ending.completeness), part: null, reason: null, trace: null }
  }
  const verdict = verdictsOf(kind).settled
  return { name, kind, verdict, reason: null, ...storyOf(ending, sightings, at) }
}

/** The story of one of these sightings, which are equally deep, and the part that it breaks. */
function storyOf(
  ending: Ending,
  sightings: readonly Sighting[],
  at: number,
): { readonly part: string | null; readonly trace: Trace | null } {
  const { program, bounds } = ending
  const [first] = sightings as readonly [Sighting]
  if (bounds.withoutStories === true) return { part: first.part, trace: null }
  const targets = sightings.map(({ ids, step }) => ({
    ids: canonicalIn(program, ids),
    faultsAfter: step === null ? 0 : faultsOf(program, step.fn),
  }))
  const { path, target } = pathWithFewestFaults({ program, states: ending.stored }, targets, first.depth)
  const { part, step } = sightings[target] as Sighting
  if (program.symmetry !== null) {
    const told = settledUnrenamed(program, program.symmetry, at, path, sightings[target] as Sighting)
    return { part: told.part, trace: traceOf(program, told.path) }
  }
  return { part, trace: traceOf(program, step === null ? path : [...path, step], ending.refinementOf(at)) }
}

function ofWholeGraph(ending: Ending, { definition }: CompiledProperty, at: number): PropertyResult {
  const { program, gaveUp, bounds } = ending
  const { name, kind } = definition
  const decision = ending.decisions.get(at)
  if (decision === undefined) {
    const reason = gaveUp === null ? noStates(ending) : `${gaveUpWords[gaveUp]} after exploring, before this was judged`
    return { name, kind, verdict: 'undecided', part: null, reason, trace: null }
  }
  if (decision.verdict !== 'violated') {
    return { name, kind, verdict: decision.verdict, part: null, reason: decision.reason, trace: null }
  }
  const { part } = decision
  const broken = (trace: Trace | null): PropertyResult => ({
    name,
    kind,
    verdict: 'violated',
    part,
    reason: null,
    trace,
  })
  if ('lasso' in decision) {
    return broken(
      bounds.withoutStories === true ? null : lassoTraceOf(program, decision.lasso, ending.refinementOf(at)),
    )
  }
  return broken(storyOf(ending, [{ ...decision, step: null }], at).trace)
}

function noStates({ states, completeness }: Ending): string | null {
  return states.distinct === 0 && completeness === 'constraint' ? 'no initial state lies inside the constraint' : null
}

const gaveUpWords: Readonly<Record<StopReason, string>> = {
  stopped: 'the run was stopped',
  time: 'the time limit was reached',
  memory: 'the memory limit was reached',
}

/** The verdict where no state or step settles the property. */
function unsettled({ kind }: PropertyDefinition, completeness: Completeness): Verdict {
  if (completeness !== 'full' && completeness !== 'constraint' && completeness !== 'depth') return 'undecided'
  return verdictsOf(kind).unsettled
}
