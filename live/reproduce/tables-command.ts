/** `tables`: writes what follows from the results: a part of each suite's page, and what the package tells. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../node/usage-error.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { observedModule } from './observed-breaks.ts'
import { root } from './project.ts'
import type { Say } from './reproduce-command.ts'
import { type Results, readResults } from './results.ts'
import { brokenPromisesOf, rowsOf } from './row.ts'
import { partOf, withPart } from './table.ts'

export const tablesUsage = 'tables'

/** By path from the root, what each file is to be. */
export function filesOfTables(suites: readonly AnyLiveSuite[], results: Results): ReadonlyMap<string, string> {
  const pages = suites.map((live) => {
    const path = `docs/specs/${live.suite.name.replace('/', '-')}.md`
    const page = withPart(readFileSync(join(root, path), 'utf8'), partOf(live, results))
    if (page === null)
      throw new UsageError(`"${path}" has no marks between which the table of "${live.suite.name}" goes`)
    return [path, page] as const
  })
  return new Map([...pages, ['spec/rocketmq/observed.ts', observedModule(ofRowsThatAre(suites, results))]])
}

/** Without what was found of rows and promises that there are no more. */
function ofRowsThatAre(suites: readonly AnyLiveSuite[], known: Results): Results {
  const rows = rowsOf(suites)
  const results = known.results.filter(({ suite, row, promise }) =>
    rows.some(
      (each) =>
        each.live.suite.name === suite &&
        each.scenario.name === row &&
        (promise === null || brokenPromisesOf(each).includes(promise)),
    ),
  )
  return { ...known, results }
}

/** Gives the exit code. */
export async function tablesCommand(args: readonly string[], suites: readonly AnyLiveSuite[], say: Say): Promise<0> {
  if (args.length > 0) throw new UsageError(`usage: npm run live -- ${tablesUsage}`)
  writeTables(suites, say)
  return 0
}

export function writeTables(suites: readonly AnyLiveSuite[], say: Say): void {
  for (const [path, text] of filesOfTables(suites, readResults())) {
    const file = join(root, path)
    if (readFileSync(file, 'utf8') === text) continue
    writeFileSync(file, text)
    say(`written: ${path}`)
  }
}
