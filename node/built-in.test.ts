import { expect, it } from 'vitest'
import { builtInNames, loadBuiltIn, observedOf } from './built-in.ts'
import { builtInSuites } from './catalog.ts'

it('names the suites of the catalog, in its order, and loads each by its name', async () => {
  expect(builtInNames).toEqual(builtInSuites.map(({ name }) => name))
  for (const suite of builtInSuites) expect(await loadBuiltIn(suite.name)).toBe(suite)
})

it('tells what real systems have shown of a suite in the suite’s own words, and nothing of others', async () => {
  for (const { name, scenarios } of builtInSuites) {
    for (const { scenario, promise } of await observedOf(name)) {
      expect(scenarios.find((each) => each.name === scenario)?.expect).toHaveProperty([promise])
    }
  }
  expect(await observedOf('classic/raft')).toEqual([])
})
