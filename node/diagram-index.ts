/** What was drawn in a folder, kept beside the pictures, so that a later run can take away what is out of date. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedScenario } from '../runs/port/plan.ts'

/** One counterexample that was drawn: `stem.dot` and `stem.svg`. */
export interface Drawn {
  readonly stem: string
  readonly suite: string
  readonly scenario: string
}

const fileName = 'diagrams.json'

/**
 * Removes the pictures of scenarios that are run now, and of scenarios that their suites have no more; gives the others.
 * Only what the index lists is touched.
 */
export function removeOutdated(folder: string, planned: readonly PlannedScenario[]): readonly Drawn[] {
  const suites = new Map(planned.map(({ suite }) => [suite.name, suite]))
  const isOutdated = ({ suite, scenario }: Drawn): boolean => {
    const known = suites.get(suite)
    if (known === undefined) return false
    const isRun = planned.some((each) => each.suite.name === suite && each.scenario.name === scenario)
    return isRun || known.scenarios.every(({ name }) => name !== scenario)
  }
  const all = readIndex(folder)
  for (const { stem } of all.filter(isOutdated)) {
    for (const ending of ['dot', 'svg']) rmSync(join(folder, `${stem}.${ending}`), { force: true })
  }
  return all.filter((each) => !isOutdated(each))
}

export function writeIndex(folder: string, drawn: readonly Drawn[]): void {
  writeFileSync(join(folder, fileName), `${JSON.stringify({ version: 1, diagrams: drawn }, null, 2)}\n`)
}

/** An index that cannot be read counts as none. */
function readIndex(folder: string): readonly Drawn[] {
  const path = join(folder, fileName)
  if (!existsSync(path)) return []
  try {
    const { diagrams } = JSON.parse(readFileSync(path, 'utf8')) as { readonly diagrams: readonly Drawn[] }
    return diagrams.filter(({ stem }) => /^[a-z0-9-]+$/.test(stem))
  } catch {
    return []
  }
}
