import { expect, it } from 'vitest'
import { type SpecDefinition, SpecError, specify } from '../../spec/language/index.ts'
import { RevalidatedExplorer } from './revalidated-explorer.ts'

/** Counts to where `low` is broken and on, until it fails; `step` says by how much. */
const counter = (step: () => number): SpecDefinition =>
  specify('demo', { n: 0 })
    .action('count')
    .when((s) => s.n < 50)
    .changes((s) => ({ n: s.n + step() }))
    .always('low', (s) => s.n < 3)
    .always('fails', (s) => {
      if (s.n > 20) throw new Error('too high')
      return true
    }).definition

const failed = (definition: SpecDefinition): RevalidatedExplorer => {
  const explorer = new RevalidatedExplorer(definition)
  expect(() => explorer.step(1e9)).toThrow(SpecError)
  return explorer
}

it('after an error, gives what was found before it, where it stands when it is run again', () => {
  const told = failed(counter(() => 1)).resultAfterError()?.properties
  expect(told?.map(({ verdict, trace }) => [verdict, trace?.length ?? null])).toEqual([
    ['violated', 4],
    ['undecided', null],
  ])
  let calls = 0
  expect(failed(counter(() => (calls++ > 20 ? 2 : 1))).resultAfterError()).toBe(null)
})

it('says that a story is run again while it is, for whoever watches functions that never return', () => {
  const activity = new Int32Array(2)
  const seen = new Set<number>()
  let isExplored = false
  const definition = counter(() => {
    if (isExplored) seen.add(activity[0] as number)
    return 1
  })
  const explorer = new RevalidatedExplorer(
    { ...definition, properties: definition.properties.slice(0, 1) },
    { activity, exhaust: true },
  )
  while (!explorer.step(1e9));
  isExplored = true
  const runs = activity[1] as number
  explorer.result()
  const names = [...seen].map((number) => explorer.functionNames[number - 1])
  expect(names).toContain('a step of a story, run again before it is told,')
  expect(activity[0]).toBe(0)
  // Each run is counted, so that slow is told from endless.
  expect(activity[1]).toBeGreaterThan(runs)
})
