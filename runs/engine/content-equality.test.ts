import { describe, expect, it } from 'vitest'
import { bag, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { checkDefinition as check } from './check-definition.ts'

interface Point {
  readonly x: number
  readonly y: number
}

const goal: Point = { x: 2, y: 0 }

const walk = specify('walk', { pos: { x: 0, y: 0 } as Point, seen: [] as readonly Point[], pool: bag<Point>() })
  .action('move')
  .when((s) => s.pos.x < 3)
  .changes((s) => {
    const next = { x: s.pos.x + 1, y: 0 }
    return { pos: next, seen: [...s.seen, next], pool: bag([...s.pool, next]) }
  })
  .derive('visited', (s) => ({ places: s.seen }))

const definition = definitionOf(
  walk
    .always('not seen', (s) => !s.seen.includes(goal))
    .always('not seen as a literal', (s) => !s.seen.includes({ y: 0, x: 2 }))
    .always('nowhere', (s) => s.seen.indexOf(goal) === -1)
    .always('nowhere from the end', (s) => s.seen.lastIndexOf(goal) === -1)
    .always('not in the pool', (s) => !s.pool.includes(goal))
    .always('not in what is derived', (s) => !s.visited.places.includes(goal))
    .alwaysStep('never arrives', (before, _step, after) => before.seen.includes(goal) || !after.seen.includes(goal))
    .always('never seen elsewhere', (s) => !s.seen.includes({ x: 2, y: 1 })),
)

const expected = definition.properties.map(({ name }) => [name, name === 'never seen elsewhere' ? 'holds' : 'violated'])

describe('a list, a set or a bag of the state', () => {
  it('is searched by content, also for an object of the author', () => {
    const { properties } = check(definition, { exhaust: true })
    expect(properties.map(({ name, verdict }) => [name, verdict])).toEqual(expected)
  })
})

describe('a set or a bag in an object', () => {
  const broker = (changed: (pool: readonly number[]) => readonly number[]) =>
    definitionOf(
      specify('broker', { at: { 'the broker': { pool: bag([1, 2]) as readonly number[] } } })
        .action('take')
        .when((s) => s.at['the broker'].pool.length > 0)
        .changes((s) => ({ at: { 'the broker': { pool: changed(s.at['the broker'].pool) } } }))
        .always('few', (s) => s.at['the broker'].pool.length < 3),
    )

  it('stays one', () => {
    expect(() => check(broker((pool) => pool.filter((each) => each === 1)))).toThrow(
      'at["the broker"].pool is a bag and is changed to a plain array. filter() and map() give plain arrays: wrap the result in bag(…).',
    )
    expect(check(broker((pool) => bag(pool.slice(1)))).properties[0]?.verdict).toBe('holds')
  })
})
