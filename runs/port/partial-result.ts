/** The result of a run that ended without giving one: not started, out of memory, or stuck. */
import type { CheckResult, Completeness } from '../../checker/contract/result.ts'
import type { PropertyKind } from '../../spec/language/index.ts'
import type { Counters } from './engine.ts'

/** What is known all the same: the counters, and which properties are violated (without their stories). */
export interface Known {
  readonly counters: Counters
  readonly violated: readonly string[]
  /** What the author may want to look at. */
  readonly hints: readonly string[]
}

const nothingKnown: Known = {
  counters: { distinct: 0, generated: 0, waiting: 0, depth: 0, memoryBytes: 0, seconds: 0, isExplored: false },
  violated: [],
  hints: [],
}

/** The specification that was not, or not wholly, explored: its definition or its outline. */
export interface Unexplored {
  readonly actions: readonly { readonly name: string }[]
  readonly properties: readonly { readonly name: string; readonly kind: PropertyKind }[]
}

export function partialResult(
  { actions, properties }: Unexplored,
  completeness: Completeness,
  { counters, violated, hints }: Known = nothingKnown,
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
    waiting: counters.waiting,
    actions: Object.fromEntries(actions.map(({ name }) => [name, { generated: 0, distinct: 0 }])),
    functions: [],
    variables: [],
    hints,
    properties: properties.map(({ name, kind }) => ({
      name,
      kind,
      verdict: violated.includes(name) ? 'violated' : 'undecided',
      part: null,
      reason: null,
      trace: null,
    })),
    suspicions: [],
    slow: [],
    wholeReads: [],
    findings: [],
  }
}
