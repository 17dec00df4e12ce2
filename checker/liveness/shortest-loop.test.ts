import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { specify, type Trace } from '../../spec/language/index.ts'
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
          expect(other?.trace?.loop).toBe(property.trace.loop)
          expect(other?.trace?.length).toBeGreaterThanOrEqual(property.trace.length)
        })
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
