import { asksForFairness, needsGraph } from '../../spec/language/property-kinds.ts'
import type { StopReason } from '../contract/options.ts'
import type { Completeness } from '../contract/result.ts'
import { graphBytes, SEARCH_BYTES_PER_STATE } from '../graph/state-graph.ts'
import { analyse, stepConditionsOf } from '../liveness/analyse.ts'
import { Ended } from './ended.ts'
import type { Phase } from './phase.ts'
import type { SearchContext } from './search-context.ts'

/** What comes after exploring: judging, where some property needs the whole graph and there is one; else the end. */
export function afterExploring(context: SearchContext, completeness: Completeness): Phase {
  const isExplored = ['full', 'constraint', 'depth', 'states'].includes(completeness)
  const isNeeded = context.program.properties.some(({ definition }) => needsGraph(definition))
  if (!isExplored || !isNeeded || context.states.distinct === 0) return new Ended(completeness)
  return new Judging(context, completeness)
}

/** Judges the properties that need the whole graph. */
class Judging implements Phase {
  readonly isJudging = true
  readonly #completeness: Completeness
  readonly #analysis: Generator<void, void>

  /** No state may be half expanded, except on the level that was being expanded. */
  constructor(context: SearchContext, completeness: Completeness) {
    const { program, states, ids, generated, depth, tuning, subject } = context
    subject.lookAway()
    this.#completeness = completeness
    this.#analysis = analyse(
      {
        program,
        plain: program.plain,
        states,
        ids,
        subject,
        completeness,
        mostPairs: tuning.mostLoopPairs,
        refinementOf: (property) => context.properties.refinement(property),
        isSettled: (property) => context.sightings.get(property) !== undefined,
        unexpandedFrom: completeness === 'depth' || completeness === 'states' ? depth : null,
        deepest: context.deepest(),
        mostSteps: generated,
      },
      context.decisions,
    )
    const { fairness, properties } = program.model.definition
    // The steps of one fairness condition of an abstract specification are marked at a time.
    const refinements = properties.filter(asksForFairness).length
    const marks = stepConditionsOf(program).length + Math.min(refinements, 1)
    context.judgingBytes =
      graphBytes(states.distinct, generated, fairness.length > 0, marks) +
      states.distinct * (SEARCH_BYTES_PER_STATE + 4 * refinements)
  }

  advance(): Phase {
    return this.#analysis.next().done === true ? new Ended(this.#completeness) : this
  }

  breakOff(reason: StopReason): Phase {
    return new Ended(this.#completeness, reason)
  }
}
