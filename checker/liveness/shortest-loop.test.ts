import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, each, type SpecDefinition, specify, type Trace } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { graphBlueprint, graphSpecificationOf } from '../../test/oracle/random/random-graph.ts'
import { check } from '../check.ts'

/** A walk round 0 … size-1 with a short cut from 1 back to 0, which strong fairness of the long way forbids. */
const walk = (size: number) =>
  specify('walk', { at: 0 })
    .action('on')
    .when((s) => s.at < size - 1)
    .changes((s) => ({ at: s.at + 1 }))
    .action('home')
    .when((s) => s.at === size - 1)
    .changes(() => ({ at: 0 }))
    .action('short cut')
    .when((s) => s.at === 1)
    .changes(() => ({ at: 0 }))

function lassoOf(spec: ReturnType<typeof walk>, mostLoopPairs?: number): Trace {
  const { definition } = spec
    .eventuallyAlways('never home', (s) => s.at !== 0)
    .fair('weak', ['on', 'home', 'short cut'])
  const { trace } = check(definition, {}, mostLoopPairs === undefined ? {} : { mostLoopPairs }).properties[0] ?? {}
  if (trace == null) throw new Error('no lasso')
  return trace
}

const loopLength = ({ length, loop }: Trace): number => length - (loop ?? 0)

describe('a loop', () => {
  it('is the shortest that is fair', () => {
    expect(loopLength(lassoOf(walk(6)))).toBe(2)
    expect(loopLength(lassoOf(walk(6).fair('weak', 'home')))).toBe(2)
    expect(loopLength(lassoOf(walk(6).fair('strong', 'on')))).toBe(2)
    expect(loopLength(lassoOf(walk(6).fair('strong', 'home')))).toBe(2)
  })

  it('takes a detour where fairness asks for it', () => {
    const detour = (strength: 'weak' | 'strong') =>
      specify('two tracks', { at: 0, turn: 0 })
        .action('round')
        .changes((s) => ({ turn: 1 - s.turn }))
        .action('visit')
        .when((s) => s.turn === 1 && s.at === 0)
        .changes(() => ({ at: 1 }))
        .action('return')
        .when((s) => s.at === 1)
        .changes(() => ({ at: 0 }))
        .fair('weak', 'round')
        .fair(strength, 'visit')
        .infinitelyOften('nothing', () => false)
    const loop = (strength: 'weak' | 'strong'): number => {
      const trace = check(definitionOf(detour(strength))).properties[0]?.trace
      return trace == null ? 0 : loopLength(trace)
    }
    // Weak fairness of a visit is satisfied by its not being possible every other time; strong fairness asks for it.
    expect([loop('weak'), loop('strong')]).toEqual([2, 4])
  })

  const shapeOf = (definition: SpecDefinition) => {
    const trace = check(definition).properties[0]?.trace
    return trace == null ? null : { length: trace.length, loop: trace.loop, still: trace.back === null }
  }

  it('is one with its stem: what stands still soon comes before a long way round', () => {
    const clock = specify('clock', { a: 0 })
      .action('turn')
      .changes((s) => ({ a: (s.a + 1) % 12 }))
      .eventuallyAlways('zero', (s) => s.a === 0)
    expect(shapeOf(clock.definition)).toEqual({ length: 2, loop: 1, still: true })
    // Where the clock may not stop it goes all the way round.
    expect(shapeOf(clock.fair('weak', 'turn').definition)).toEqual({ length: 12, loop: 0, still: false })
  })

  it('may lie behind a longer stem, and behind another initial state', () => {
    const tracks = (starts: readonly { readonly at: number }[]) =>
      specify('tracks', { at: 0 })
        .startingFrom(starts)
        .action('round')
        .when((s) => s.at < 10)
        .changes((s) => ({ at: (s.at + 1) % 10 }))
        .action('leave')
        .when((s) => s.at === 1)
        .changes(() => ({ at: 20 }))
        .action('swing')
        .when((s) => s.at >= 20)
        .changes((s) => ({ at: s.at === 20 ? 21 : 20 }))
        .fair('weak', ['round', 'leave', 'swing'])
        .infinitelyOften('never', () => false)
    expect(shapeOf(tracks([{ at: 0 }]).definition)).toEqual({ length: 4, loop: 2, still: false })
    expect(shapeOf(tracks([{ at: 2 }]).definition)).toEqual({ length: 10, loop: 0, still: false })
    expect(shapeOf(tracks([{ at: 2 }, { at: 1 }]).definition)).toEqual({ length: 3, loop: 1, still: false })
    expect(shapeOf(tracks([{ at: 2 }, { at: 20 }]).definition)).toEqual({ length: 2, loop: 0, still: false })
  })

  it('of several equally short ones stands still, or else is entered soonest', () => {
    const spec = (isSwingFair: boolean) => {
      const ways = specify('ways', { at: 'start' })
        .action('swing')
        .when((s) => s.at === 'start' || s.at === 'left')
        .changes((s) => ({ at: s.at === 'start' ? 'left' : 'start' }))
        .action('fall')
        .when((s) => s.at === 'start')
        .changes(() => ({ at: 'down' }))
        .infinitelyOften('never', () => false)
        .fair('weak', 'swing')
      return (
        isSwingFair
          ? ways
          : ways
              .action('roll')
              .changes((s) => (s.at === 'down' ? { at: 'away' } : {}))
              .fair('weak', 'roll')
      ).definition
    }
    expect(shapeOf(spec(true))).toEqual({ length: 2, loop: 1, still: true })
    expect(shapeOf(spec(false))).toEqual({ length: 2, loop: 0, still: false })
  })

  it('is the shortest however many conditions there are', () => {
    /** From the middle to a side and back: strong fairness of each way back, and of the ways to the first sides. */
    const star = (sides: number, wanted: number): number => {
      const names = Array.from({ length: sides }, (_, side) => `side ${side}`)
      const { definition } = specify('star', { isOut: each(names, false) })
        .action('out')
        .over('side', names)
        .when((s) => names.every((name) => !s.isOut[name]))
        .changes((_s, { side }) => ({ isOut: at(side, true) }))
        .action('back')
        .over('side', names)
        .when((s, { side }) => s.isOut[side] === true)
        .changes((_s, { side }) => ({ isOut: at(side, false) }))
        .fair('weak', 'out')
        .fair('strong', 'back', 'side')
        .fair('strong', 'out', 'side', (_s, { side }) => names.indexOf(side) < wanted)
        .infinitelyOften('nothing', () => false)
      const trace = check(definition).properties[0]?.trace
      if (trace == null) throw new Error('no lasso')
      return loopLength(trace)
    }
    expect([star(14, 0), star(15, 0), star(16, 0), star(40, 0)]).toEqual([2, 2, 2, 2])
    expect([star(8, 3), star(14, 3), star(20, 3), star(40, 2)]).toEqual([6, 6, 6, 4])
  })

  it('put together from one need to the next is fair as well, and never shorter', () => {
    fc.assert(
      fc.property(graphBlueprint, (plan) => {
        const definition = graphSpecificationOf(plan)
        const options = plan.maxDepth === null ? {} : { maxDepth: plan.maxDepth }
        const shortest = check(definition, { exhaust: true, ...options })
        // A loop that is not fair would be refused when it is run again.
        const greedy = check(definition, { exhaust: true, ...options }, { mostLoopPairs: 0 })
        shortest.properties.forEach((property, at) => {
          const other = greedy.properties[at]
          expect(other?.verdict).toBe(property.verdict)
          if (property.trace === null || property.trace.loop === null) return
          expect(other?.trace?.length).toBeGreaterThanOrEqual(property.trace.length)
        })
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
