import { expect, it } from 'vitest'
import { holds, specify, suite } from '../../spec/language/index.ts'
import { outlineOf, type ScenarioOutline } from '../port/outline.ts'
import type { RanPlaces } from '../port/ran-places.ts'
import { resultWith } from '../testing/results.ts'
import { type FinishedScenario, finish } from './finished-scenario.ts'
import { countedRun, idleBranches } from './idle-branches.ts'

const two = outlineOf(
  suite(
    'tests/two',
    specify('counter', { n: 0 }).always('p', () => true),
  )
    .scenario({ title: 'a', expect: { p: holds } })
    .scenario({ title: 'b', expect: { p: holds } }),
)

const side = (number: number, words: string, mayBeIdle = false) => ({ number, words, mayBeIdle })
const files = [
  {
    path: 'a.ack.ts',
    functions: [],
    lines: [],
    branches: [
      { kind: 'if', line: 3, column: 5, sides: [side(0, 'then'), side(1, 'else')] },
      { kind: 'if', line: 4, column: 7, sides: [side(2, 'inner then'), side(3, 'inner else')] },
      { kind: 'if', line: 9, column: 5, sides: [side(4, 'then'), side(5, 'thrown', true)] },
    ],
  },
] as const

function run(...ran: readonly (Partial<RanPlaces> | null)[]): readonly FinishedScenario[] {
  return ran.map((places, at) => {
    const scenario = two.scenarios[at] as ScenarioOutline
    const planned = { suite: two, source: { kind: 'built-in' }, argument: 'two', scenario, files } as const
    const whole = { loading: [], exploring: [], isWhole: true, ...places }
    const result = resultWith({ properties: [] })
    return finish(planned, { result, stories: {}, failure: null, ...(places !== null && { ran: whole }) })
  })
}

const found = (finished: readonly FinishedScenario[]): readonly string[] | null =>
  idleBranches(finished[0]?.planned.files, finished.map(countedRun))?.map(
    ({ subject, text }) => `${subject} ${/\((.*?)\)/.exec(text)?.[1]}`,
  ) ?? null

it('are the sides that no scenario took, of what some scenario had to decide', () => {
  expect(found(run({ exploring: [0] }, { exploring: [0] }))).toEqual(['else a.ack.ts:3:5'])
  expect(found(run({ exploring: [0] }, { exploring: [1, 2] }))).toEqual(['inner else a.ack.ts:4:7'])
  expect(found(run({}, {}))).toEqual([])
})

it('are one finding where they have the same words, and none where they may be idle', () => {
  expect(found(run({ exploring: [1, 5] }, {}))).toEqual(['then a.ack.ts:3:5, a.ack.ts:9:5'])
  expect(found(run({ exploring: [0, 1, 4] }, {}))).toEqual([])
})

it('are not those that ran while the file was loaded, and nothing that was decided only then', () => {
  expect(found(run({ exploring: [0], loading: [1, 2] }, {}))).toEqual([])
})

it('are unknown where a scenario was not explored to its end, or not all was asked of each state', () => {
  const [first, second] = run({ exploring: [0] }, {}) as [FinishedScenario, FinishedScenario]
  expect(found([first, ...run({}, { isWhole: false }).slice(1)])).toBe(null)
  expect(found([first, ...run({}, null).slice(1)])).toBe(null)
  const failure = { code: 'impure', message: 'x', location: null, stack: null }
  expect(found([first, { ...second, run: { ...second.run, failure } }])).toBe(null)
  expect(found([first, { ...second, judgement: { ...second.judgement, isComplete: false } }])).toBe(null)
})
