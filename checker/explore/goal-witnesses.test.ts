import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { expectAgreement, runEngine } from '../../test/oracle/agreement.ts'
import { forRandomModels } from '../../test/oracle/random/for-random-models.ts'
import { check } from '../check.ts'
import type { CheckResult } from '../contract/result.ts'

/** Counts by ones up to a limit; a fault jumps to a number at once. */
const counter = (limit: number, jump: number) =>
  specify('counter', { n: 0 })
    .action('step')
    .when((s) => s.n < limit)
    .changes((s) => ({ n: s.n + 1 }))
    .action('jump')
    .fault()
    .changes(() => ({ n: jump }))

/** By property: states of its story, and faults in it. */
function stories({ properties }: CheckResult): unknown {
  return properties.map(({ trace }) => {
    if (trace === null) return null
    const faults = trace.steps.filter(({ action }) => /^(jump|strike)/.test(action ?? '')).length
    return { states: trace.length, faults }
  })
}

describe('the way to a goal', () => {
  it('has no fault where there is a way without one, however much longer', () => {
    const spec = counter(4, 4)
      .reachable('four', (s) => s.n === 4)
      .reachableStep('to four', (_before, _step, after) => after.n === 4)
      .reachableStep('jumps', (_before, step) => step.action === 'jump')
    expect(stories(expectAgreement(spec.definition))).toEqual([
      { states: 5, faults: 0 },
      { states: 5, faults: 0 },
      { states: 2, faults: 1 },
    ])
  })

  it('is a shortest one for a promise all the same', () => {
    const spec = counter(4, 4)
      .always('below four', (s) => s.n < 4)
      .alwaysStep('not to four', (_before, _step, after) => after.n < 4)
    expect(stories(expectAgreement(spec.definition))).toEqual(new Array(2).fill({ states: 2, faults: 1 }))
  })

  it('has as few faults as possible before it has few steps, and then few steps', () => {
    const spec = specify('lights', { a: 0, b: 0, c: 0 })
      .action('strike all')
      .fault()
      .over('a', [1])
      .when((s) => s.a === 0)
      .changes(() => ({ a: 1, b: 9 }))
      .action('strike twice')
      .fault()
      .when((s) => s.b === 9)
      .changes(() => ({ b: 1, c: 1 }))
      .action('walk')
      .when((s) => s.a === 1 && s.c < 3)
      .changes((s) => ({ c: s.c + 1 }))
      .action('finish')
      .when((s) => s.c === 3)
      .changes(() => ({ b: 1, c: 1 }))
      .reachable('lit', (s) => s.a === 1 && s.b === 1 && s.c === 1)
    expect(stories(expectAgreement(spec.definition))).toEqual([{ states: 6, faults: 1 }])
    expect(stories(expectAgreement(spec.definition, { maxDepth: 5 }))).toEqual([{ states: 3, faults: 2 }])
  })

  it('is not longer than the depth limit, also where a state on it has a longer way with fewer faults', () => {
    // By steps alone two is three states away, by a jump to two it is two; the goal is three more from there.
    const spec = counter(5, 2)
      .action('strike home')
      .fault()
      .when((s) => s.n === 3)
      .changes(() => ({ n: 5 }))
      .reachable('five', (s) => s.n === 5)
    const ofDepth = (maxDepth: number) => stories(expectAgreement(spec.definition, { maxDepth }))
    expect(ofDepth(6)).toEqual([{ states: 6, faults: 0 }])
    expect(ofDepth(5)).toEqual([{ states: 5, faults: 1 }])
    expect(ofDepth(4)).toEqual([{ states: 4, faults: 2 }])
  })

  it('stays inside the constraints, and may end outside', () => {
    const within = (lowest: number) =>
      counter(5, 4)
        .constraint('not there', (s) => s.n !== lowest)
        .reachable('five', (s) => s.n === 5)
    expect(stories(expectAgreement(within(3).definition))).toEqual([{ states: 3, faults: 1 }])
    expect(stories(expectAgreement(within(5).definition))).toEqual([{ states: 6, faults: 0 }])
  })

  it('is the shortest where the other is too long to be found', () => {
    const reached = (jump: number) => counter(1e9, jump).reachable('there', (s) => s.n === jump).definition
    expect(stories(check(reached(900)))).toEqual([{ states: 901, faults: 0 }])
    expect(stories(check(reached(1100)))).toEqual([{ states: 2, faults: 1 }])
  })

  it('is the shortest where a mistake in the specification comes first', () => {
    const throwing = (at: number) =>
      counter(9, 5)
        .action('trip')
        .when((s) => {
          if (s.n === at) throw new Error('tripped')
          return false
        })
        .changes(() => ({}))
        .reachable('five', (s) => s.n === 5).definition
    expect(stories(check(throwing(3)))).toEqual([{ states: 2, faults: 1 }])
    expect(stories(check(throwing(7)))).toEqual([{ states: 6, faults: 0 }])
  })

  it('is the shortest for a goal that cannot be evaluated on the way, and for no other', () => {
    const fussy = (n: number): boolean => {
      if (n === 3) throw new Error('three')
      return n === 5
    }
    const spec = counter(5, 5)
      .reachable('fussy', (s) => fussy(s.n))
      .reachableStep('fussy too', (_before, _step, after) => fussy(after.n))
      .reachable('five', (s) => s.n === 5)
    expect(stories(check(spec.definition))).toEqual([
      { states: 2, faults: 1 },
      { states: 2, faults: 1 },
      { states: 6, faults: 0 },
    ])
  })

  it('costs the figures of the run nothing', () => {
    const goal = counter(4, 4).reachable('four', (s) => s.n === 4)
    const { functions, engine, suspicions } = runEngine(goal.definition)
    const verdictsOnly = runEngine(goal.definition, { withoutStories: true })
    expect(functions).toEqual(verdictsOnly.functions)
    expect(engine.reducerRuns).toBe(verdictsOnly.engine.reducerRuns)
    expect(suspicions).toEqual(verdictsOnly.suspicions)
  })
})

interface Edge {
  readonly from: number
  readonly to: number
  readonly isFault: boolean
}

/** A walk from node to node, but over no gap; and along edges of either kind, of which those of faults are short cuts. */
const walk = (edges: readonly Edge[], gaps: readonly number[]) => {
  const from = (at: number, wanted: boolean): readonly number[] =>
    edges.filter((edge) => edge.from === at && edge.isFault === wanted).map(({ to }) => to)
  return specify('walk', { at: 0, side: 0 })
    .action('walk on')
    .when((s) => s.at < 11 && !gaps.includes(s.at))
    .changes((s) => ({ at: s.at + 1 }))
    .action('step')
    .over('to', (s) => from(s.at, false).filter((to) => to <= s.at + 2))
    .changes((_s, { to }) => ({ at: to }))
    .action('strike')
    .fault()
    .over('to', (s) => from(s.at, true))
    .changes((_s, { to }) => ({ at: to }))
    .action('strike sideways')
    .fault()
    .when((s) => s.at % 3 === 1)
    .changes((s) => ({ side: 1 - s.side }))
}

it('is as the definition says, in random graphs, under any depth limit and tuning', async () => {
  const node = fc.nat(11)
  const edge = fc.record({ from: node, to: node, isFault: fc.boolean() })
  const edgesOf = fc.array(edge, { minLength: 5, maxLength: 30 })
  const gapsOf = fc.array(node, { maxLength: 3 })
  const depths = fc.option(fc.integer({ min: 4, max: 9 }))
  let longer = 0
  let struck = 0
  const goals = fc.integer({ min: 4, max: 11 })
  const plan = [edgesOf, gapsOf, goals, node, depths] as const
  await forRandomModels({ seed: 7, models: 200 }, plan, (edges, gaps, goal, wall, maxDepth) => {
    const spec = walk(edges, gaps)
      .constraint('not through the wall', (s) => s.at === 0 || s.at !== wall)
      .reachable('there', (s) => s.at === goal)
      .reachable('on the other side', (s) => s.side === 1 && s.at === goal)
      .reachableStep('from there', (before, _step, after) => before.at === goal && after.at > 2)
      .reachableStep('nothing changes', (before, _step, after) => before.at === after.at && before.at === goal)
    const options = maxDepth === null ? {} : { maxDepth }
    const result = expectAgreement(spec.definition, options, { one: { batch: 1, initialWidth: 1, calmStates: 0 } })
    const shortest = runEngine(withoutFaults(spec.definition), options).properties
    result.properties.forEach(({ trace }, at) => {
      if (trace === null || trace.length === shortest[at]?.trace?.length) return
      longer++
      if (trace.steps.some(({ action }) => action?.startsWith('strike') === true)) struck++
    })
  })
  expect(longer).toBeGreaterThan(30)
  expect(struck).toBeGreaterThan(10)
})

function withoutFaults(definition: SpecDefinition): SpecDefinition {
  return { ...definition, actions: definition.actions.map((action) => ({ ...action, isFault: false })) }
}
