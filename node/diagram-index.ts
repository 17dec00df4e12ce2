/** What was drawn in a folder, kept beside the pictures, so that a later run can take away what is out of date. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedScenario } from '../runs/port/plan.ts'
import { otherVersion } from './saved-version.ts'
import { UsageError } from './usage-error.ts'

/** One counterexample that was drawn: `stem.dot` and `stem.svg`. */
export interface Drawn {
  readonly stem: string
  readonly suite: string
  readonly scenario: string
}

/** Where the list of a folder's pictures stands. */
export function indexPath(folder: string): string {
  return join(folder, 'diagrams.json')
}

/** A `diagrams.json` that is no list of ours is the user's, and is not written over. */
export function requireOwnIndex(folder: string): void {
  const path = indexPath(folder)
  if (!existsSync(path) || readIndex(folder) !== null || isEmpty(path)) return
  const problem = versionProblem(path)
  if (problem !== null)
    throw new UsageError(`cannot write diagrams to "${folder}": ${problem}; expected another folder`)
  throw new UsageError(
    `cannot write diagrams to "${folder}": "${path}" is there, and is no list of diagrams; expected another folder`,
  )
}

/** A list of another version of ours is told from a file of the user's. */
function versionProblem(path: string): string | null {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8')) as { readonly diagrams?: unknown }
    return Array.isArray(content.diagrams) ? otherVersion(path, content, 1) : null
  } catch {
    return null
  }
}

function isEmpty(path: string): boolean {
  return statSync(path).isFile() && readFileSync(path, 'utf8').trim() === ''
}

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
  const all = (readIndex(folder) ?? []).filter(({ stem }) => /^[a-z0-9-]+$/.test(stem))
  for (const { stem } of all.filter(isOutdated)) {
    for (const ending of ['dot', 'svg']) rmSync(join(folder, `${stem}.${ending}`), { force: true })
  }
  return all.filter((each) => !isOutdated(each))
}

export function writeIndex(folder: string, drawn: readonly Drawn[]): void {
  writeFileSync(indexPath(folder), `${JSON.stringify({ version: 1, diagrams: drawn }, null, 2)}\n`)
}

/** Null where there is none, or none of ours. */
function readIndex(folder: string): readonly Drawn[] | null {
  try {
    const { version, diagrams } = JSON.parse(readFileSync(indexPath(folder), 'utf8')) as {
      readonly version?: unknown
      readonly diagrams?: unknown
    }
    return version === 1 && Array.isArray(diagrams) && diagrams.every(isDrawn) ? diagrams : null
  } catch {
    return null
  }
}

function isDrawn(value: unknown): value is Drawn {
  if (typeof value !== 'object' || value === null) return false
  const { stem, suite, scenario } = value as Readonly<Record<keyof Drawn, unknown>>
  return [stem, suite, scenario].every((each) => typeof each === 'string')
}
