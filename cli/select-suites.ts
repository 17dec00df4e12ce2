/** From what was selected to suites: those that ship, and those of files. */
import { builtInNames, observedOf } from '../node/built-in.ts'
import { loadFile } from '../node/load-file.ts'
import { type SelectedSpec, type SpecRequest, selectSpecs } from '../node/select-specs.ts'
import type { Engine } from '../runs/port/engine.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'

/** What the arguments name; see `selectSpecs`. */
export function selectedSpecs(request: SpecRequest, note: (text: string) => void): Promise<readonly SelectedSpec[]> {
  return selectSpecs(request, builtInNames, note)
}

/** The suites of what was selected, in its order. Each file is loaded once; with `isCounted`, what runs of it is counted. */
export async function loadSuites(
  selected: readonly SelectedSpec[],
  engine: Engine,
  isCounted = false,
): Promise<readonly PlannedSuite[]> {
  const suites: PlannedSuite[] = []
  for (const each of selected) {
    const ofOne = each.kind === 'file' ? loadFile(each.path, engine, isCounted) : loadBuiltIn(each.name, engine)
    suites.push(...(await ofOne))
  }
  return suites
}

/** One of those that ship, alone: nobody waits for the others. */
async function loadBuiltIn(name: string, engine: Engine): Promise<readonly PlannedSuite[]> {
  const source = { kind: 'built-in', name } as const
  const seen = await observedOf(name)
  const observed = seen.length === 0 ? {} : { observed: seen }
  return (await engine.load(source)).map((suite) => ({ suite, source, argument: name, ...observed }))
}
