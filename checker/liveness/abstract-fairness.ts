/**
 * Which behaviours break a refinement by not being fair in the abstract specification. Each of its fairness conditions is
 * a question about the concrete graph, seen through the mapping: a weak one is broken where from some time on every state
 * enables it and no step counts for it; a strong one where it is enabled again and again, and from some time on no step does.
 */
import type { StateGraph } from '../graph/state-graph.ts'
import type { Program } from '../memo/program.ts'
import type { PlainEvaluator } from '../model/plain-evaluator.ts'
import { inconsistent } from '../model/spec-errors.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { PackedStates } from '../states/packed-states.ts'
import type { Subject } from '../states/subject.ts'
import type { Wanted } from './fair-components.ts'
import { forEachStored } from './for-each-stored.ts'

/** In the first states the answer of the mapping is compared with that of a plain run. */
const COMPARED_STATES = 200

/** States between two pauses. */
const PAUSE = 1 << 16

/** For each state of the graph the number of the abstract state that it is mapped to. */
export type Mapped = ReadonlyMap<Refinement, Int32Array>

/** Works out, too, what the abstract specification does in each of these states. */
export function* mappedStates(
  program: Program,
  plain: PlainEvaluator,
  states: PackedStates,
  refinements: readonly Refinement[],
  subject: Subject,
): Generator<void, Mapped> {
  const { memo, model } = program
  const mapped = new Map(refinements.map((refinement) => [refinement, new Int32Array(states.distinct)]))
  if (mapped.size === 0) return mapped
  yield* forEachStored(program, states, subject, (state, ids) => {
    for (const [refinement, column] of mapped) {
      const { mapping } = refinement
      memo.group(memo.function(mapping).group).lookups++
      const number = ~memo.lookup(mapping, ids)
      column[state] = number
      refinement.enabledIn(number)
      if (state >= COMPARED_STATES) continue
      const name = memo.function(mapping).name()
      const again = plain.run(name, () => refinement.map(plain.view(ids.slice(0, model.stored))))
      if (again !== number) throw inconsistent(model.definition, name)
    }
  })
  return mapped
}

/** What behaviours look like that break one condition after the other; good until the next is asked for. Null for a pause. */
export function* unfairBehaviours(
  refinement: Refinement,
  mapped: Int32Array,
  graph: StateGraph,
): Generator<Wanted | null, void> {
  const marks = new Uint8Array(graph.targets.length)
  const isStepAllowed = (step: number): boolean => marks[step] === 0
  for (const { number, isStrong } of refinement.fairness?.inOrder() ?? []) {
    const isEnabled = enabledStates(refinement, mapped, number)
    yield* markSteps(refinement, mapped, graph, number, marks)
    const isIn = (state: number): boolean => isEnabled[state] === 1
    yield isStrong
      ? { isAllowed: () => true, isStepAllowed, mustVisit: [isIn], mustTake: [] }
      : { isAllowed: isIn, isStepAllowed, mustVisit: [], mustTake: [] }
  }
}

function enabledStates(refinement: Refinement, mapped: Int32Array, condition: number): Uint8Array {
  return Uint8Array.from(mapped, (state) => Number(refinement.enabledIn(state).has(condition)))
}

/** Marks the steps that count for the condition: 1 = it does. Yields now and then. */
function* markSteps(
  refinement: Refinement,
  mapped: Int32Array,
  { size, begins, targets }: StateGraph,
  condition: number,
  marks: Uint8Array,
): Generator<null, void> {
  for (let state = 0; state < size; state++) {
    if (state % PAUSE === 0) yield null
    const from = mapped[state] as number
    const end = begins[state + 1] as number
    for (let step = begins[state] as number; step < end; step++) {
      const to = mapped[targets[step] as number] as number
      marks[step] = from !== to && refinement.countsFor(condition, from, to) ? 1 : 0
    }
  }
}
