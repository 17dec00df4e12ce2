import { describe, expect, it } from 'vitest'
import { outlineOf } from '../runs/port/outline.ts'
import { plannedOf } from '../runs/testing/planned.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { holds, reachable, specify, suite } from '../spec/language/index.ts'
import { selectProperties } from './select-properties.ts'
import { selectScenarios } from './select-scenarios.ts'

const spec = specify('counter', { n: 0 }).always('small', (s) => s.n < 3)
const named = (name: string, titles: readonly string[] = ['plain']): AnySuite =>
  titles.reduce(
    (all, title) => all.scenario({ id: title.slice(0, 3), title: title.slice(4), expect: { small: holds } }),
    suite(name, spec),
  )

const builtIn = [
  named('classic/die-hard', ['D01 two jugs', 'D02 three jugs']),
  named('classic/peterson', ['P01 two processes', 'D01 another with the same id']),
  named('rocketmq/store', ['B01 async flush, 1 crash', 'B02 sync flush']),
]
const planned = builtIn.map(
  (each) => ({ suite: outlineOf(each), source: { kind: 'built-in' }, argument: each.name }) as const,
)

describe('properties', () => {
  const two = suite(
    'two',
    spec.reachable('small again', (s) => s.n === 0).always('never red', () => true),
  ).scenario({ title: 'one', expect: { small: holds, 'small again': reachable(), 'never red': holds } })
  const planned = [...plannedOf(two), ...plannedOf(named('other'))]
  const chosen = (...filters: string[]): readonly (readonly string[] | undefined)[] =>
    selectProperties(planned, filters).planned.map(({ properties }) => properties)

  it('are all of them where none is named', () => {
    expect(chosen()).toEqual([undefined, undefined])
  })

  it('have that name, or are the only one with that part in its name, in every scenario that has them', () => {
    expect(chosen('small')).toEqual([['small'], ['small']])
    expect(chosen('SMALL AG')).toEqual([['small again']])
    expect(chosen('red', 'small')).toEqual([['small', 'never red'], ['small']])
    const { withoutThem } = selectProperties(planned, ['red'])
    expect(withoutThem.map(({ suite }) => suite.name)).toEqual(['other'])
  })

  it.each([
    ['smal', '"smal" could be any of several properties: "small", "small again"'],
    ['never read', 'there is no property "never read"; did you mean "never red"?'],
    ['xyz', 'there is no property "xyz"; there are: small, small again, never red'],
  ])('cannot be "%s"', (filter, message) => {
    expect(() => chosen(filter)).toThrow(message)
  })
})

describe('scenarios', () => {
  const chosen = (...filters: string[]): string[] =>
    selectScenarios(planned, filters).map(({ scenario }) => scenario.name)

  it('are all of them, or those with a name or an id', () => {
    expect(chosen()).toHaveLength(6)
    expect(chosen('b02 sync flush')).toEqual(['B02 sync flush'])
    expect(chosen('d01')).toEqual(['D01 two jugs', 'D01 another with the same id'])
  })

  it('are found by a beginning or a part that only one has', () => {
    expect(chosen('B01 as')).toEqual(['B01 async flush, 1 crash'])
    expect(chosen('processes', 'B02')).toEqual(['P01 two processes', 'B02 sync flush'])
  })

  it.each([
    ['flush', '"flush" could be any of several scenarios: rocketmq/store "B01 async flush, 1 crash", rocketmq/store'],
    ['B01 asinc flush, 1 crash', 'did you mean "B01 async flush, 1 crash"?'],
    ['xyz', 'there is no scenario "xyz"; there are: "D01 two jugs", "'],
  ])('cannot be "%s"', (filter, message) => {
    expect(() => chosen(filter)).toThrow(message)
  })

  it('must exist: a suite without any is no success', () => {
    const suites = [{ suite: outlineOf(suite('bare', spec)), source: { kind: 'built-in' }, argument: 'bare' }] as const
    expect(() => selectScenarios(suites, [])).toThrow('suite "bare" of bare has no scenario')
  })
})
