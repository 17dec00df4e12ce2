/** From what was selected to suites: those that ship, and those of files. */
import { loadFile } from '../node/load-file.ts'
import { type SelectedSpec, type SpecRequest, selectSpecs } from '../node/select-specs.ts'
import type { Engine } from '../runs/port/engine.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'

/** What the arguments name; see `selectSpecs`. */
export function selectedSpecs(request: SpecRequest, note: (text: string) => void): Promise<readonly SelectedSpec[]> {
  return selectSpecs(request, namesOfBuiltIn, note)
}

/** Whoever checks a file of their own need not wait until those that ship are loaded. */
async function namesOfBuiltIn(): Promise<readonly string[]> {
  return (await import('../node/catalog.ts')).builtInSuites.map(({ name }) => name)
}

/** The suites of what was selected, in its order. Each file is loaded once; with `isCounted`, what runs of it is counted. */
export async function loadSuites(
  selected: readonly SelectedSpec[],
  engine: Engine,
  isCounted = false,
): Promise<readonly PlannedSuite[]> {
  const source = { kind: 'built-in' } as const
  const isBuiltIn = selected.some(({ kind }) => kind === 'built-in')
  const ours = isBuiltIn ? await engine.load(source) : []
  const suites: PlannedSuite[] = []
  for (const each of selected) {
    if (each.kind === 'file') suites.push(...(await loadFile(each.path, engine, isCounted)))
    else
      suites.push(
        ...ours.filter(({ name }) => name === each.name).map((suite) => ({ suite, source, argument: suite.name })),
      )
  }
  return suites
}
