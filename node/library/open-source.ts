/** A file, a suite or a specification, with the engine that explores it. */

import { existsSync, statSync } from 'node:fs'
import { extname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import type { Engine } from '../../runs/port/engine.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import { outlineOf, type SuiteOutline } from '../../runs/port/outline.ts'
import type { PlannedScenario, PlannedSuite } from '../../runs/port/plan.ts'
import { type AnySuite, isSuite, requireNeighbours, type Spec, suiteOf } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { loadFile } from '../load-file.ts'
import { patienceFor } from '../patience.ts'
import { readSource } from '../read-source.ts'
import { specExtensions } from '../spec-extensions.ts'
import { ThreadEngine } from '../thread-engine.ts'
import { UsageError } from '../usage-error.ts'
import type { FileUrl } from './file-url.ts'

/**
 * What is to be checked: the URL of a file, which is loaded and explored in a thread of its own under a watchdog; or a
 * suite or a specification in memory, which is explored in this thread, in slices.
 */
export type CheckSource = FileUrl | AnySuite | Spec

export interface OpenSource {
  readonly engine: Engine
  readonly suites: readonly PlannedSuite[]
}

/**
 * With `isStrict`, what runs of a file is counted. The engine is to be closed. Rejects with `UsageError` where there is
 * nothing to check, and closes it by itself.
 */
export async function openSource(source: CheckSource, limits: RunLimits, isStrict = false): Promise<OpenSource> {
  if (!(source instanceof URL)) return openSuite(suiteIn(source))
  const path = pathOf(source)
  const engine = new ThreadEngine(limits.memoryLimitBytes, patienceFor(limits.timeLimitSeconds))
  try {
    const suites = await loadFile(path, engine, isStrict)
    suites.forEach(({ suite }) => {
      requireScenarios(suite)
    })
    return { engine, suites }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** A suite in memory. Throws `SpecError` where it is ill-formed, `UsageError` where it is none. */
export function suiteIn(source: unknown): AnySuite {
  if (isSuite(source)) {
    requireNeighbours(source)
    requireScenarios(source)
    return source
  }
  if (typeof source === 'string') {
    throw new UsageError(
      `"${source}" is text; expected a URL, as in new URL('./lock.ack.ts', import.meta.url), a suite or a specification`,
    )
  }
  return suiteOf(definitionOf(source).name, source as Spec)
}

async function openSuite(suite: AnySuite): Promise<OpenSource> {
  return { engine: new InThisThread([suite], readSource), suites: [plannedInMemory(suite)] }
}

/** A suite as the engine that was given it alone finds it. */
export function plannedInMemory(suite: AnySuite): PlannedSuite {
  const outline = outlineOf(suite)
  return { suite: outline, source: { kind: 'built-in' }, argument: fileOf(outline) ?? outline.name }
}

/** The file in which a suite is declared, for the command that checks it again. */
function fileOf({ location }: SuiteOutline): string | null {
  const path = location?.replace(/:\d+:\d+$/, '') ?? null
  return path === null ? null : shownPath(path)
}

function requireScenarios({
  name,
  scenarios,
}: Pick<AnySuite, 'name'> & { readonly scenarios: readonly unknown[] }): void {
  if (scenarios.length > 0) return
  throw new UsageError(`suite "${name}" has no scenario, so there is nothing to check; add one with .scenario(…)`)
}

/** The path of a file, from the working folder where it lies inside. */
function pathOf(url: URL): string {
  const expected = `expected the URL of a specification file (${specExtensions.join(', ')})`
  if (url.protocol !== 'file:') {
    // Where a test runner plays a browser, import.meta.url is an address of the web.
    const hint = 'in a test, write // @vitest-environment node at the top of the file'
    throw new UsageError(`"${url.href}" is no file; ${expected}; ${hint}`)
  }
  const whole = fileURLToPath(url)
  const shown = shownPath(whole)
  if (!existsSync(whole)) throw new UsageError(`no such file: "${shown}"; ${expected}`)
  if (!statSync(whole).isFile()) throw new UsageError(`"${shown}" is no file; ${expected}`)
  if (!specExtensions.includes(extname(whole)))
    throw new UsageError(`"${shown}" cannot be a specification; ${expected}`)
  return shown
}

function shownPath(whole: string): string {
  const path = relative(process.cwd(), whole)
  return path === '' || path.startsWith('..') ? whole : path
}

/** All scenarios, or those with the names or ids. Throws `UsageError` where one of these is not there. */
export function chosenScenarios(
  suites: readonly PlannedSuite[],
  wanted: readonly string[] | undefined,
): readonly PlannedScenario[] {
  const all = suites.flatMap((each) => each.suite.scenarios.map((scenario) => ({ ...each, scenario })))
  const isNamed = ({ scenario }: PlannedScenario, name: string): boolean =>
    scenario.name === name || scenario.id === name
  const missing = wanted?.find((name) => !all.some((each) => isNamed(each, name)))
  if (missing !== undefined) {
    const names = all.map(({ scenario }) => scenario.name)
    throw new UsageError(`there is no scenario "${missing}"${suggest(missing, names)}`)
  }
  return wanted === undefined ? all : all.filter((each) => wanted.some((name) => isNamed(each, name)))
}

/** The scenarios with these properties alone, of those that have any. Throws `UsageError` where none has one of them. */
export function withChosenProperties(
  scenarios: readonly PlannedScenario[],
  wanted: readonly string[] | undefined,
): readonly PlannedScenario[] {
  if (wanted === undefined) return scenarios
  const namesIn = ({ scenario }: PlannedScenario): readonly string[] => scenario.spec.properties.map(({ name }) => name)
  const all = [...new Set(scenarios.flatMap(namesIn))]
  const missing = wanted.find((name) => !all.includes(name))
  if (missing !== undefined) throw new UsageError(`there is no property "${missing}"${suggest(missing, all)}`)
  return scenarios
    .map((each) => ({ ...each, properties: namesIn(each).filter((name) => wanted.includes(name)) }))
    .filter(({ properties }) => properties.length > 0)
}
