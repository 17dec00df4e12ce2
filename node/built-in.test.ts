import { expect, it } from 'vitest'
import { builtInNames, loadBuiltIn } from './built-in.ts'
import { builtInSuites } from './catalog.ts'

it('names the suites of the catalog, in its order, and loads each by its name', async () => {
  expect(builtInNames).toEqual(builtInSuites.map(({ name }) => name))
  for (const suite of builtInSuites) expect(await loadBuiltIn(suite.name)).toBe(suite)
})
