import { expect, it } from 'vitest'
import { SpecError, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { runEngine } from '../../test/oracle/agreement.ts'
import { check } from '../check.ts'

it('a condition that nothing may go back on is compared with plain runs', () => {
  let calls = 0
  const fickle = specify('counting', { n: 0 })
    .action('inc')
    .when((s) => s.n < 3)
    .changes((s) => ({ n: s.n + 1 }))
    .noWayBack('r', (s) => s.n >= 0 && calls++ % 3 === 0)
  expect(() => check(definitionOf(fickle))).toThrow(SpecError)
  expect(() => check(definitionOf(fickle))).toThrow('property "r"')
})

it('a condition that nothing may go back on is not asked where no step leads on', () => {
  const asked: number[] = []
  const still = specify('still', { n: 0 })
    .action('never')
    .when((s) => s.n > 0)
    .changes((s) => ({ n: s.n + 1 }))
    .noWayBack('r', (s) => {
      asked.push(s.n)
      return s.n === 0
    })
  expect(check(definitionOf(still)).properties).toMatchObject([{ verdict: 'holds' }])
  expect(asked).toEqual([])
})

/** Steps through numbers, one a state; each run of its guard without the memo notes the number. */
const walk = (last: number, compared: Set<number>) => {
  const asked = new Set<number>()
  return specify('walk', { n: 0 })
    .action('go on')
    .when(({ n }) => {
      if (asked.has(n)) compared.add(n)
      asked.add(n)
      return n < last
    })
    .changes(({ n }) => ({ n: n + 1 }))
}

it('compares all of the first 64 states, then fewer and fewer, and some of every part of a large graph', () => {
  const compared = new Set<number>()
  runEngine(walk(5_000, compared).definition)
  // The n-th state is the one with the number n - 1.
  const within = (from: number, to: number) => [...compared].filter((n) => n + 1 > from && n + 1 <= to).length
  expect(within(0, 64)).toBe(64)
  for (let end = 128; end <= 4_096; end *= 2) expect(within(end / 2, end)).toBe(32)
})

it('compares everything in a graph of 64 states or fewer', () => {
  const compared = new Set<number>()
  runEngine(walk(63, compared).definition)
  expect(compared.size).toBe(64)
})

it('finds a function out that begins to change its answers late', () => {
  let calls = 0
  const spec = specify('late', { n: 0, parity: 0 })
    .action('go on')
    .when((s) => s.n < 3_000)
    .changes((s) => ({ n: s.n + 1, parity: 1 - s.parity }))
    .always('fickle', (s) => s.parity < 2 && (calls++ < 100 || calls % 2 === 0))
  expect(() => runEngine(spec.definition)).toThrow('property "fickle"')
})

it('ends after so many runs, however many a state takes', () => {
  const many = Array.from({ length: 2_000 }, (_, number) => number)
  const spec = specify('wide', { n: 0 })
    .action('go on')
    .when((s) => s.n < 300)
    .changes((s) => ({ n: s.n + 1 }))
    .action('never')
    .over('number', many)
    .when((s, { number }) => s.n < 0 && number > 0)
    .changes(() => ({ n: 0 }))
  const { engine, functions } = runEngine(spec.definition)
  const memoised = functions.reduce((sum, { runs }) => sum + runs, 0)
  expect(engine.reducerRuns - memoised).toBeGreaterThan(40_000)
  expect(engine.reducerRuns - memoised).toBeLessThan(45_000)
})
