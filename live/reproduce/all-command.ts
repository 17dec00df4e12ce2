/** `all [SUITE|ROW…] [--runs N] [--rocketmq VERSION]`. */
import { whyNoBroker } from '../classpath/class-path.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { WholeRun } from './all.ts'
import { toldAtTheEnd } from './interrupted.ts'
import { wantedRuns } from './old-results.ts'
import { optionsIn, versionIn, wholeNumber } from './options.ts'
import { hashesOf } from './project.ts'
import { type Say, walkSteps } from './reproduce-command.ts'
import { resultsPath } from './results.ts'
import { brokenPromisesOf, rowsNamed, rowsOf } from './row.ts'
import { writeTables } from './tables-command.ts'
import { exitCodeOf } from './tally.ts'
import { sumLine } from './told.ts'

export const allUsage = 'all [SUITE|ROW...] [--runs N] [--rocketmq VERSION]'
/** Walks of the whole run are the same in every one, so that it goes on where it was. */
const seed = 1

/** Gives the exit code. */
export async function allCommand(
  args: readonly string[],
  suites: readonly AnyLiveSuite[],
  say: Say,
): Promise<0 | 1 | 3> {
  const { values, positionals } = optionsIn(args, ['runs', 'rocketmq'], allUsage)
  const runs = wholeNumber('--runs', values.runs ?? `${wantedRuns}`, 1)
  const version = versionIn(values.rocketmq)
  const chosen = positionals.flatMap((each) => rowsNamed(suites, each))
  const rows = rowsOf(suites).filter(
    (row) =>
      brokenPromisesOf(row).length > 0 &&
      (positionals.length === 0 || chosen.some(({ scenario }) => scenario === row.scenario)),
  )
  const hashes = await hashesOf(suites)
  const whole = new WholeRun(say)
  const tell = (): void => {
    if (whole.known > 0) say(`${whole.known} runs were made before, with the same sources`)
    say(whole.done.length === 0 ? 'nothing was carried out' : sumLine(whole.done))
  }
  const options = { version, runs, seed, walkSteps, hashes, resultsPath, whyNot: whyNoBroker }
  await toldAtTheEnd(() => whole.run(rows, options), tell)
  writeTables(suites, say)
  return exitCodeOf(whole.done.map(({ outcome }) => outcome))
}
