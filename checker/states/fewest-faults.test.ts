import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { corners, runEngine } from '../../test/oracle/agreement.ts'

interface Edge {
  readonly from: number
  readonly to: number
  readonly isFault: boolean
}

/** A walk along edges of either kind. */
const walk = (edges: readonly Edge[], goal: number) =>
  specify('walk', { at: 0 })
    .action('step')
    .over('to', (s) => edges.filter(({ from, isFault }) => from === s.at && !isFault).map(({ to }) => to))
    .changes((_s, { to }) => ({ at: to }))
    .action('strike')
    .fault()
    .over('to', (s) => edges.filter(({ from, isFault }) => from === s.at && isFault).map(({ to }) => to))
    .changes((_s, { to }) => ({ at: to }))
    .always('not there', (s) => s.at !== goal)
    .always('neither there nor thereabouts', (s) => s.at !== goal && s.at !== goal - 1)
    .alwaysStep('never there', (_before, _step, after) => after.at !== goal)

/** Steps and faults of each story. */
const measured = (definition: SpecDefinition) =>
  runEngine(definition).properties.map(({ trace }) =>
    trace === null
      ? null
      : [trace.length - 1, trace.steps.filter(({ action }) => action === 'strike').length].join(' steps, faults: '),
  )

/** By the definition: all walks of each length, until one arrives. */
function fewest(edges: readonly Edge[], goals: readonly number[], isAnyStep: boolean): string | null {
  let walks = new Map([[0, 0]])
  if (!isAnyStep && goals.includes(0)) return '0 steps, faults: 0'
  for (let steps = 1; steps < 12; steps++) {
    const next = new Map<number, number>()
    for (const { from, to, isFault } of edges) {
      const faults = walks.get(from)
      if (faults !== undefined) next.set(to, Math.min(next.get(to) ?? 99, faults + Number(isFault)))
    }
    const arrived = goals.flatMap((goal) => next.get(goal) ?? [])
    if (arrived.length > 0) return `${steps} steps, faults: ${Math.min(...arrived)}`
    walks = next
  }
  return null
}

describe('of the shortest stories', () => {
  it('one with fewest faults is told, also where the first step back would have led to more', () => {
    // By the least state before the goal, 1, both ways there are faults; by 2 there is one without.
    const edges = [
      { from: 0, to: 3, isFault: true },
      { from: 3, to: 1, isFault: true },
      { from: 1, to: 9, isFault: false },
      { from: 0, to: 4, isFault: false },
      { from: 4, to: 2, isFault: false },
      { from: 2, to: 9, isFault: false },
    ]
    expect(measured(walk(edges, 9).definition)).toEqual(new Array(3).fill('3 steps, faults: 0'))
    const result = runEngine(walk(edges, 9).definition).properties
    for (const tuning of Object.values(corners)) {
      expect(runEngine(walk(edges, 9).definition, {}, tuning).properties).toEqual(result)
    }
  })

  it('one with fewest faults is told, also where another way to the same state has more than a way around it', () => {
    // State 1 is reached with two faults by 3, and without one by 4; state 2 always with one.
    const edges = [
      { from: 0, to: 3, isFault: true },
      { from: 0, to: 4, isFault: false },
      { from: 3, to: 1, isFault: true },
      { from: 4, to: 1, isFault: false },
      { from: 4, to: 2, isFault: true },
      { from: 1, to: 9, isFault: false },
      { from: 2, to: 9, isFault: false },
    ]
    expect(measured(walk(edges, 9).definition)).toEqual(new Array(3).fill('3 steps, faults: 0'))
  })

  it('never a longer one, with fewer faults', () => {
    const edges = [
      { from: 0, to: 9, isFault: true },
      { from: 0, to: 1, isFault: false },
      { from: 1, to: 9, isFault: false },
    ]
    expect(measured(walk(edges, 9).definition)).toEqual(new Array(3).fill('1 steps, faults: 1'))
  })

  it('has as few faults as a plain search finds, in random graphs', () => {
    const edge = fc.record({ from: fc.nat(8), to: fc.nat(8), isFault: fc.boolean() })
    let struck = 0
    fc.assert(
      fc.property(fc.array(edge, { minLength: 10, maxLength: 24 }), fc.integer({ min: 1, max: 8 }), (edges, goal) => {
        // A parallel fault and step are two ways; a step to where one is changes nothing, and is none.
        const found = measured(walk(edges, goal).definition)
        const wanted = [
          fewest(edges, [goal], false),
          fewest(edges, [goal, goal - 1], false),
          fewest(edges, [goal], true),
        ]
        expect(found).toEqual(wanted)
        if (wanted[0]?.endsWith('0') === false) struck++
      }),
      { seed: 3, numRuns: 300 },
    )
    expect(struck).toBeGreaterThan(20)
  })
})
