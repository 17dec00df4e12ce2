/** The result of a run that ended without giving one: not started, out of memory, or stuck. */
import type { CheckResult, Completeness } from '../checker/result.ts'
import type { Counters } from '../node/shared-counters.ts'
import type { SpecDefinition } from '../spec/language/index.ts'

/** What is known all the same: the counters, and which properties are violated (without their stories). */
export interface Known {
  readonly counters: Counters
  readonly violated: readonly string[]
}

export const nothingKnown: Known = {
  counters: { distinct: 0, generated: 0, frontier: 0, depth: 0, memoryBytes: 0, seconds: 0, isExplored: false },
  violated: [],
}

export function partialResult(
  definition: SpecDefinition,
  completeness: Completeness,
  { counters, violated }: Known,
): CheckResult {
  const { distinct, generated, depth } = counters
  return {
    completeness,
    states: { distinct, generated, depth },
    bounds: { depth: null, states: null, constraintCut: 0 },
    engine: {
      workers: 1,
      reducerRuns: 0,
      hitRate: 0,
      bytesPerState: 0,
      bitsPerState: 0,
      memoryBytes: counters.memoryBytes,
      seconds: counters.seconds,
    },
    frontier: counters.frontier,
    actions: Object.fromEntries(definition.actions.map(({ name }) => [name, { generated: 0, distinct: 0 }])),
    functions: [],
    variables: [],
    hints: [],
    properties: definition.properties.map(({ name, kind }) => ({
      name,
      kind,
      verdict: violated.includes(name) ? 'violated' : 'undecided',
      part: null,
      reason: null,
      trace: null,
    })),
    suspicions: [],
    findings: [],
  }
}
