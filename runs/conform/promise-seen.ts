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
import { type PlainPath, pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Lens, type Observation, type Projection } from '../observed/lens.ts'
import { definitionFrom } from '../port/spec-source.ts'
import type { Attempt } from './attempt.ts'
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

/** Where something was observed: after step `at` of the trace, or after an attempt made there. */
export type Sight = Pick<Departs, 'trace' | 'at' | 'attempt' | 'observed'>

/**
 * How what was observed of a part of a projection goes back into the state: by name of the part, the variables as they would be.
 * `state` is what the specification expects, with all that went back before: what nobody can see is taken from there.
 */
export type WaysBack = Readonly<Record<string, (observed: unknown, state: State) => State>>

/**
 * Whether what was observed breaks the promise: the state that the specification expects, with what was observed in its
 * place. A part of the projection goes back as `waysBack` says, and is left out where that says nothing. Null where the end of
 * a finite run does not tell: a promise of progress, one that asks what can still be reached, or one whose functions know no
 * such state.
 */
export function isBrokenAsObserved(
  { definition: source, promise, part }: PromiseAtHand,
  { trace, at, attempt, observed }: Sight,
  {
    projection = {},
    waysBack = {},
  }: { readonly projection?: Projection | undefined; readonly waysBack?: WaysBack } = {},
): boolean | null {
  const world = new PlainWorld(definitionFrom(source))
  const property = propertyNamed(world.definition, promise)
  if (!decidedAtTheEnd.includes(property.kind)) return null
  const path = pathOf(world, { ...trace, loop: null, back: null, steps: trace.steps.slice(0, at + 1) })
  const expected = path.states.at(-1) as State
  const direct = Object.keys(observed).filter(
    (name) => !Object.hasOwn(projection, name) && !Object.hasOwn(waysBack, name),
  )
  try {
    let seen = withObserved(
      world.definition,
      expected,
      Object.fromEntries(direct.map((name) => [name, observed[name]])),
    )
    for (const [name, back] of Object.entries(waysBack)) {
      if (Object.hasOwn(observed, name)) seen = { ...seen, ...back(observed[name], seen) }
    }
    return isSettled(world, property, part, withEnd(path, world.adopt(seen), attempt))
  } catch {
    return null
  }
}

/** The path with the last state as it was seen; an attempt is a step more. */
function withEnd(path: PlainPath, seen: State, attempt: Attempt | null): PlainPath {
  const { states, calls } = path
  if (attempt === null) return { ...path, states: [...states.slice(0, -1), seen] }
  return { ...path, states: [...states, seen], calls: [...calls, { action: attempt.action, args: attempt.args }] }
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
