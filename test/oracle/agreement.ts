/** Compares the engine with the reference explorer: counts, verdicts, and every story step by step. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { createExplorer } from '../../checker/check.ts'
import type { CheckOptions } from '../../checker/contract/options.ts'
import type { CheckResult } from '../../checker/contract/result.ts'
import type { TuningOptions } from '../../checker/contract/tuning.ts'
import type { PropertyDefinition, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { changedPaths } from './changed-paths.ts'
import { exploreReference, type ReferenceResult } from './explore.ts'
import { isLiveness } from './liveness.ts'
import { forRandomModels, type RandomModels } from './random/for-random-models.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'
import { expectRealLasso, stepsWith } from './real-lasso.ts'

/** Corners that an ordinary run of a small model does not reach; none may change a result. */
export const corners: Readonly<Record<string, TuningOptions>> = {
  'one bit a slot, one state a batch, elements packed apart soon': { initialWidth: 1, batch: 1, splitAbove: 8 },
  'nothing is memoised for long': { trialRuns: 2, verifiedStates: 0 },
  'lists of instances at once, odd batches': { batch: 3, calmStates: 0, splitAbove: 16 },
  'memos given up and taken up again all the time': { trialRuns: 1, calmStates: 1, verifiedStates: 0 },
  'lists at once, and memo given up late': {
    calmStates: 0,
    trialRuns: 16,
    initialWidth: 1,
    verifiedStates: 3,
    splitAbove: 32,
  },
}

/** Runs the engine to the end, in steps of this many milliseconds. */
export function runEngine(
  definition: SpecDefinition,
  options: CheckOptions = {},
  tuning: TuningOptions = {},
  budgetMs = 1e9,
): CheckResult {
  const explorer = createExplorer(definition, { exhaust: true, ...options }, options, tuning)
  while (!explorer.step(budgetMs));
  return explorer.result()
}

/**
 * Checks that the engine finds what the reference explorer finds, with any tuning; the reference explores what is `written` in
 * another way, where that is given. Returns the engine's result.
 */
export function expectAgreement(
  definition: SpecDefinition,
  options: { readonly maxDepth?: number } = {},
  tunings: Readonly<Record<string, TuningOptions>> = corners,
  written: SpecDefinition = definition,
): CheckResult {
  const reference = exploreReference(written, options)
  const engine = runEngine(definition, options)
  expect(summaryOf(definition, engine)).toEqual(referenceSummary(definition, reference))
  for (const [at, property] of engine.properties.entries()) {
    const expected = reference.properties[at]
    // Up to symmetry another id may break it; that the part is broken is seen in the story.
    if (property.part !== null && definition.symmetric === undefined) expect(expected?.parts).toContain(property.part)
    const { trace } = property
    if (trace === null) continue
    expectRealStory(definition, definition.properties[at] as PropertyDefinition, property.part, trace)
    if (trace.loop === null) continue
    for (const { state } of trace.steps) expect(reference.depthOf.has(canonicalText(state))).toBe(true)
    // What is enabled in a state that was not expanded is unknown, so no loop leads through it.
    const depths = trace.steps.slice(trace.loop).map(({ state }) => reference.depthOf.get(canonicalText(state)) ?? 0)
    expect(Math.max(...depths)).toBeLessThan(options.maxDepth ?? Number.POSITIVE_INFINITY)
  }
  const wanted = essence(engine)
  expect(essence(runEngine(definition, options, {}, 0))).toEqual(wanted)
  for (const tuning of Object.values(tunings)) {
    const found = essence(runEngine(definition, options, tuning))
    expect(found).toEqual(wanted)
  }
  return engine
}

/** The same for so many random specifications, some of them under a bound on depth. Gives the number of models. */
export function expectRandomAgreement(size: RandomModels): Promise<number> {
  const bound = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 })
  return forRandomModels(size, [blueprint, bound], (plan, maxDepth) => {
    const options = maxDepth === null ? {} : { maxDepth }
    // Changes of records mean spreads: to the reference they are some.
    expectAgreement(specificationOf(plan), options, corners, specificationOf(plan, true))
  })
}

/** What must not depend on tuning: all but the statistics of the engine. `distinct` by action depends on the order. */
function essence({ completeness, states, bounds, waiting, actions, properties, suspicions }: CheckResult): unknown {
  return {
    completeness,
    states,
    bounds,
    waiting,
    generated: Object.entries(actions).map(([name, { generated }]) => [name, generated]),
    properties: properties.map((property) => ({ ...property, trace: property.trace && traceText(property.trace) })),
    suspicions,
  }
}

function traceText(trace: Trace): string {
  const { loop, back, steps } = trace
  const lines = steps.map(({ action, params, state, abstract = null }) =>
    canonicalText({ action, params, state, abstract }),
  )
  return [...lines, canonicalText({ loop, back })].join('\n')
}

function summaryOf(definition: SpecDefinition, result: CheckResult): unknown {
  const actions = Object.values(result.actions)
  return {
    completeness: result.completeness,
    states: result.states,
    constraintCut: result.bounds.constraintCut,
    generated: definition.actions.map(({ name }) => [name, result.actions[name]?.generated]),
    first: actions.reduce((sum, { distinct }) => sum + distinct, 0),
    properties: result.properties.map(({ name, kind, verdict, trace }) => ({
      name,
      kind,
      verdict,
      length: trace !== null && trace.loop === null ? trace.length : null,
      lasso: trace === null || trace.loop === null ? null : { length: trace.length, isStill: trace.back === null },
    })),
  }
}

function referenceSummary(definition: SpecDefinition, result: ReferenceResult): unknown {
  return {
    completeness: result.completeness,
    states: result.states,
    constraintCut: result.constraintCut,
    generated: definition.actions.map(({ name }) => [name, result.actions[name]?.generated]),
    first: Object.values(result.actions).reduce((sum, { distinct }) => sum + distinct, 0),
    properties: result.properties.map(({ name, kind, verdict, length, lasso }) => ({
      name,
      kind,
      verdict,
      length,
      lasso,
    })),
  }
}

/** Checks that a story is a path of the specification, by its plain reading, and ends where the property is decided. */
export function expectRealStory(
  definition: SpecDefinition,
  property: PropertyDefinition,
  part: string | null,
  trace: Trace,
): void {
  const semantics = new PlainWorld(definition)
  expect(trace.length).toBe(trace.steps.length)
  const states = trace.steps.map(({ state }) => semantics.adopt(state))
  const first = semantics.textOf(states[0] as State)
  expect(Array.from(semantics.initialStates(), (state) => semantics.textOf(state))).toContain(first)
  trace.steps.slice(1).forEach(({ action, params, changed }, at) => {
    const before = states[at] as State
    const after = states[at + 1] as State
    const steps = stepsWith(semantics, before, action, params)
    expect(steps.map((step) => semantics.textOf(step.after))).toEqual([semantics.textOf(after)])
    expect(changed).toEqual(changedPaths(definition, before, after))
  })
  if (isLiveness(property) || (property.kind === 'refines' && trace.loop !== null)) {
    expectRealLasso(definition, semantics, property, part, states, trace)
    return
  }
  expect([trace.loop, trace.back]).toEqual([null, null])
  expect(isDecided(definition, semantics, property, part, states, trace)).toBe(true)
}

function isDecided(
  definition: SpecDefinition,
  semantics: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  states: readonly State[],
  trace: Trace,
): boolean {
  const last = semantics.view(states[states.length - 1] as State)
  switch (property.kind) {
    case 'always': {
      const broken = property.parts.find(({ holds }) => !holds(last))
      return broken !== undefined && broken.label === part
    }
    case 'reachable':
      return property.holds(last)
    case 'deadlock-free': {
      const isFinal = property.isFinal?.(last) ?? false
      return !isFinal && [...semantics.successors(states[states.length - 1] as State)].length === 0
    }
    case 'always-step':
    case 'reachable-step': {
      const before = semantics.view(states[states.length - 2] as State)
      const { action, params } = trace.steps[trace.steps.length - 1] as Trace['steps'][number]
      const args = semantics.share(params)
      const answer = property.holds(before, { action: action as string, args }, last)
      return answer === (property.kind === 'reachable-step')
    }
    case 'can-always-reach':
      return property.parts.some(
        ({ label, holds }) =>
          label === part && isTrap(definition, semantics, states[states.length - 1] as State, holds),
      )
    case 'no-way-back': {
      const before = semantics.view(states[states.length - 2] as State)
      return property.parts.some(({ label, holds }) => label === part && holds(before) && !holds(last))
    }
    case 'unless': {
      const before = semantics.view(states[states.length - 2] as State)
      return property.parts.some(
        ({ label, holds, until }) => label === part && holds(before) && !until(before) && !holds(last) && !until(last),
      )
    }
    case 'refines': {
      const refinement = new Refinement(definition.name, property)
      const views = states.map((state) => semantics.view(state))
      trace.steps.forEach(({ abstract }, at) => {
        expect(canonicalText(abstract)).toBe(canonicalText(refinement.mapped(views[at] as State)))
      })
      const before = views[views.length - 2]
      return before === undefined ? !refinement.isInitial(last) : !refinement.isStep(before, last)
    }
    default:
      throw new Error(`a story of ${property.kind} is a lasso`)
  }
}

/** Whether the condition is out of reach for certain: no way leads to it, nor out of the constraints. */
function isTrap(
  definition: SpecDefinition,
  semantics: PlainWorld,
  from: State,
  holds: (state: State) => boolean,
): boolean {
  const reached = new Map([[semantics.textOf(from), from]])
  // A map that grows while it is walked is walked to its end.
  for (const state of reached.values()) {
    const view = semantics.view(state)
    if (holds(view) || definition.constraints.some((constraint) => !constraint.holds(view))) return false
    for (const { after } of semantics.successors(state)) reached.set(semantics.textOf(after), after)
  }
  return true
}
