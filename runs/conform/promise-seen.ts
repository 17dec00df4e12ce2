/** What a run that was compared step by step says of one promise. */
import { promiseReadsOf } from '../../counterexamples/replay/promise-reads.ts'
import {
  bag,
  type PropertyDefinition,
  type SpecDefinition,
  type State,
  set,
  type Trace,
} from '../../spec/language/index.ts'
import { isDivided, type Shape, shapeUnder } from '../../spec/language/shape.ts'
import { collectionKindOf } from '../../spec/language/value.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Lens, type Observation, type Projection } from '../observed/lens.ts'
import { definitionFrom } from '../port/spec-source.ts'
import type { Conformance, Departs } from './conform.ts'

/** A promise of a specification, or the part of it that is broken. */
export interface PromiseAtHand {
  readonly definition: SpecDefinition
  readonly promise: string
  readonly part: string | null
}

/**
 * Paths of what the promise reads where the trace breaks it, and what no run has compared there: as far as they go, the break is what
 * the specification says, and was not seen. `trace` is as it was found, with its loop; the run is of `onceRound` of it. The
 * initial state counts as compared.
 */
export function notSeen(
  { definition: source, promise, part }: PromiseAtHand,
  trace: Trace,
  { steps }: Conformance,
  projection?: Projection,
): readonly string[] {
  const world = new PlainWorld(definitionFrom(source))
  const lens = new Lens(world, projection)
  const path = pathOf(world, trace)
  const reads = promiseReadsOf(world, propertyNamed(world.definition, promise), part, path)
  const unseen = [...reads].flatMap(([index, paths]) => {
    const step = index === 0 ? undefined : steps[index - 1]
    const state = path.states[index]
    if (index === 0 || state === undefined) return []
    const compared = step === undefined ? new Set() : lens.compared({ state, step: step.step }, step.observed)
    return [...paths].filter((each) => !compared.has(each))
  })
  return [...new Set(unseen)].sort()
}

/**
 * Whether what was observed breaks the promise: the state that the specification expects, with the variables that were
 * observed in their place. Null where the end of a finite run does not tell: a promise of progress, one that asks what can still be
 * reached, or one whose functions know no such state.
 */
export function isBrokenAsObserved(
  { definition: source, promise, part }: PromiseAtHand,
  departs: Departs,
): boolean | null {
  const world = new PlainWorld(definitionFrom(source))
  const property = propertyNamed(world.definition, promise)
  if (!decidedAtTheEnd.includes(property.kind)) return null
  const { steps } = departs.trace
  const path = pathOf(world, { ...departs.trace, loop: null, back: null, steps: steps.slice(0, departs.at + 1) })
  const expected = path.states.at(-1) as State
  try {
    const observed = world.adopt(withObserved(world.definition, expected, departs.observed))
    return isSettled(world, property, part, { ...path, states: [...path.states.slice(0, -1), observed] })
  } catch {
    return null
  }
}

const decidedAtTheEnd: readonly PropertyDefinition['kind'][] = ['always', 'always-step', 'no-way-back', 'unless']

function propertyNamed({ name: spec, properties }: SpecDefinition, promise: string): PropertyDefinition {
  const property = properties.find(({ name }) => name === promise)
  if (property === undefined) throw new Error(`"${spec}" has no property "${promise}"`)
  return property
}

function withObserved({ variables }: SpecDefinition, expected: State, observed: Observation): State {
  const seen = variables.filter(({ name }) => Object.hasOwn(observed, name))
  return {
    ...expected,
    ...Object.fromEntries(seen.map(({ name, shape }) => [name, replaced(shape, expected[name], observed[name])])),
  }
}

/** Of what is divided, some members may be observed. A list that stands for a set or a bag becomes one. */
function replaced(shape: Shape, expected: unknown, observed: unknown): unknown {
  if (!isDivided(shape)) {
    const kind = typeof expected === 'object' && expected !== null ? collectionKindOf(expected) : undefined
    if (kind === undefined || !Array.isArray(observed)) return observed
    return kind === 'set' ? set(observed) : bag(observed)
  }
  const members = Object.entries(observed as Observation).map(([key, member]) => [
    key,
    replaced(shapeUnder(shape, key) ?? null, (expected as State)[key], member),
  ])
  return { ...(expected as State), ...Object.fromEntries(members) }
}
