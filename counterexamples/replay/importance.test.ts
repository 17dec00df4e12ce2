import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import type { PropertyDefinition, SpecDefinition, State, Trace, TraceStep } from '../../spec/language/index.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import { pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { expectRealStory } from '../../test/oracle/agreement.ts'
import { changedPaths } from '../../test/oracle/changed-paths.ts'
import { graphBlueprint, graphSpecificationOf } from '../../test/oracle/random/random-graph.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { stepsWith } from '../../test/oracle/real-lasso.ts'
import {
  closedTooEarly,
  mindChanged,
  nodesDecide,
  nothingSubmitted,
  putBackForEver,
  worker,
} from '../testing/endless.ts'
import { lostMessage, pipeline } from '../testing/sample.ts'
import { feedsOf } from './flow.ts'
import { type Importance, importanceOf } from './importance.ts'
import { promiseReadsOf } from './promise-reads.ts'

function importanceIn(
  definition: SpecDefinition,
  name: string,
  part: string | null,
  trace: Trace,
): readonly Importance[] {
  const property = definition.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`no property ${name}`)
  const spec = new PlainWorld(definition)
  return importanceOf(spec, property, part, pathOf(spec, trace))
}

const reasonsIn = (...given: Parameters<typeof importanceIn>): readonly string[] =>
  importanceIn(...given).map(({ because }) => because)

describe('whether a story needs a step', () => {
  it('is found out by leaving it out, and told with the step that it makes possible', () => {
    const found = importanceIn(pipeline, 'no confirmed message is lost', 'm2', lostMessage())
    expect(found.map(({ matters, blocks }) => [matters, blocks])).toEqual([
      [true, 4],
      [true, 4],
      [true, 4],
      [true, 5],
      [false, null],
      [false, null],
      [false, null],
      [true, 9],
      [true, 10],
      [true, null],
      [true, null],
    ])
    expect(found[3]?.because).toBe('without it step 5 (confirm) cannot be taken')
    expect(found[10]?.because).toBe('without it the same steps are possible and the promise holds')
  })

  it('takes in that a loop must close and be fair', () => {
    expect(reasonsIn(worker, 'what is submitted is done', 'j1', putBackForEver())).toEqual([
      'without it the loop is not fair: strong fairness of audit, enabled again and again, after step 1, and never taken',
      'without it step 3 (take) cannot be taken',
      'without it step 4 (put back) cannot be taken',
      'without it the loop does not come back to where it begins',
    ])
    expect(reasonsIn(worker, 'some job is done', null, nothingSubmitted())).toEqual([
      'without it the loop is not fair: strong fairness of audit, enabled again and again, in the initial state, and never taken',
    ])
  })

  it('says so of the step that a property is about, and of a trap', () => {
    expect(reasonsIn(nodesDecide, 'they decide once', null, mindChanged())).toEqual([
      'the story works without it',
      'without it the same steps are possible and the promise holds',
      'the story works without it',
      'it is the step that breaks the promise',
    ])
    expect(reasonsIn(worker, 'all is done', 'j2', closedTooEarly())).toEqual([
      'the story works without it',
      'without it the same steps are possible and the promise holds',
    ])
  })

  it('is not said of a trace that does not show what it should', () => {
    const trace = lostMessage()
    const short = { ...trace, length: 11, steps: trace.steps.slice(0, 11) }
    const found = importanceIn(pipeline, 'no confirmed message is lost', 'm2', short)
    expect(found.every(({ matters, because }) => matters === null && because === '')).toBe(true)
  })

  it('is as an independent reading of the specification has it, in random specifications', () => {
    const found = { needed: 0, idle: 0, lassos: 0 }
    fc.assert(
      fc.property(blueprint, fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }), (plan, choices) => {
        expectImportance(specificationOf(plan), choices, found)
      }),
      { seed: 4, numRuns: 60 },
    )
    fc.assert(
      fc.property(graphBlueprint, fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }), (plan, choices) => {
        expectImportance(graphSpecificationOf(plan), choices, found)
      }),
      { seed: 4, numRuns: 100 },
    )
    expect(Math.min(...Object.values(found))).toBeGreaterThan(20)
  })
})

/** Looks at the stories that the engine finds, and at longer ones that end with them. */
function expectImportance(
  definition: SpecDefinition,
  choices: readonly number[],
  found: { needed: number; idle: number; lassos: number },
): void {
  const semantics = new PlainWorld(definition)
  check(definition, { exhaust: true, maxDepth: 8 }).properties.forEach(({ part, trace }, at) => {
    const property = definition.properties[at] as PropertyDefinition
    // Whether a goal can be reached from a state that was not expanded is not told in a bounded run.
    if (trace === null || property.kind === 'can-always-reach') return
    for (const story of [trace, detour(definition, semantics, trace, choices)]) {
      if (story === null) continue
      const spec = new PlainWorld(definition)
      const path = pathOf(spec, story)
      const importance = importanceOf(spec, property, part, path)
      const feeds = feedsOf(spec, path, promiseReadsOf(spec, property, part, path))
      if (!isReal(definition, property, part, story)) {
        expect(importance.every(({ matters }) => matters === null)).toBe(true)
        continue
      }
      if (trace.loop !== null) found.lassos++
      importance.forEach(({ matters, blocks }, left) => {
        const rest = withoutStep(definition, semantics, story, left)
        expect(blocks).toBe(typeof rest === 'number' ? rest : null)
        const works = typeof rest === 'object' && rest !== null && isReal(definition, property, part, rest)
        expect(matters).toBe(!works)
        if (works) found.idle++
        else found.needed++
        // What a step does matters only through what is read later, or because it is the step in question.
        const isItself = left === path.calls.length - 1 && isAboutSteps(property)
        if (matters === true && path.loop === null && !isItself) expect(feeds[left]).not.toEqual([])
      })
    }
  })
}

function isAboutSteps({ kind }: PropertyDefinition): boolean {
  return ['always-step', 'reachable-step', 'no-way-back', 'unless', 'refines'].includes(kind)
}

function isReal(definition: SpecDefinition, property: PropertyDefinition, part: string | null, trace: Trace): boolean {
  if (isAboutSteps(property) && property.kind !== 'refines' && trace.length < 2) return false
  try {
    // The part in question; the others may hold or not.
    const alone =
      'parts' in property ? { ...property, parts: partsAsked<never>(property.parts as never, part) } : property
    expectRealStory(definition, alone as PropertyDefinition, part, mapped(definition, property, trace))
    return true
  } catch {
    return false
  }
}

/** With what each state is mapped to, as a story about a refinement has it. */
function mapped(definition: SpecDefinition, property: PropertyDefinition, trace: Trace): Trace {
  if (property.kind !== 'refines') return trace
  const semantics = new PlainWorld(definition)
  const refinement = new Refinement(definition.name, property)
  const abstract = (state: State): State => refinement.mapped(semantics.view(semantics.adopt(state)))
  return { ...trace, steps: trace.steps.map((step) => ({ ...step, abstract: abstract(step.state) })) }
}

/** A story with some steps at its beginning that may lead away, if the rest can be taken after them. */
function detour(
  definition: SpecDefinition,
  semantics: PlainWorld,
  trace: Trace,
  choices: readonly number[],
): Trace | null {
  if (trace.loop !== null) return null
  const [first] = trace.steps
  let state = semantics.adopt((first as TraceStep).state)
  const calls: Pick<TraceStep, 'action' | 'params'>[] = []
  for (const choice of choices.slice(0, 2)) {
    const ways = [...semantics.successors(state)]
    const way = ways[choice % Math.max(1, ways.length)]
    if (way === undefined) return null
    calls.push({ action: way.action, params: way.args })
    state = way.after
  }
  const played = replay(definition, semantics, (first as TraceStep).state, [...calls, ...trace.steps.slice(1)])
  return Array.isArray(played) ? { length: played.length, loop: null, back: null, steps: played } : null
}

/** The story without a step; the number of the step that cannot be taken then; null where a loop does not close. */
function withoutStep(
  definition: SpecDefinition,
  semantics: PlainWorld,
  trace: Trace,
  left: number,
): Trace | number | null {
  const { loop, back } = trace
  const calls = [...trace.steps.slice(1), ...(back === null ? [] : [back])]
  const kept = calls.filter((_, at) => at !== left)
  const steps = replay(definition, semantics, (trace.steps[0] as TraceStep).state, kept)
  if (!Array.isArray(steps)) return steps > left ? steps + 1 : steps
  if (loop === null) return { length: steps.length, loop: null, back: null, steps }
  const begin = left < loop ? loop - 1 : loop
  if (begin === steps.length - 1) return { length: steps.length, loop: begin, back: null, steps }
  const closing = steps.at(-1) as TraceStep
  const isClosed = semantics.textOf(closing.state) === semantics.textOf((steps[begin] as TraceStep).state)
  if (!isClosed) return null
  const { action, params } = closing
  return { length: steps.length - 1, loop: begin, back: { action: action ?? '', params }, steps: steps.slice(0, -1) }
}

/** The steps from a state, or the number of the first that cannot be taken. */
function replay(
  definition: SpecDefinition,
  semantics: PlainWorld,
  from: State,
  calls: readonly Pick<TraceStep, 'action' | 'params'>[],
): TraceStep[] | number {
  let state = semantics.adopt(from)
  const steps: TraceStep[] = [{ action: null, params: {}, state, changed: [] }]
  for (const [at, { action, params }] of calls.entries()) {
    const [way] = stepsWith(semantics, state, action, params)
    if (way === undefined) return at + 1
    steps.push({ action, params, state: way.after, changed: changedPaths(definition, state, way.after) })
    state = way.after
  }
  return steps
}
