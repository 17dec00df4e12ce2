/** `--quick [--rocketmq VERSION] [--seed N]`. */
import { randomInt } from 'node:crypto'
import { UsageError } from '../../node/usage-error.ts'
import { defaultVersion } from '../classpath/versions.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { toldAtTheEnd } from './interrupted.ts'
import { optionsIn, versionIn, wholeNumber } from './options.ts'
import { hashesOf } from './project.ts'
import { QuickRun, quickExitCode } from './quick.ts'
import { requireBrokers, type Say, walkSteps } from './reproduce-command.ts'
import { readResults } from './results.ts'
import { brokenPromisesOf, predictedFor, rowsOf } from './row.ts'
import { sumLine } from './told.ts'

export const quickUsage = '--quick [--rocketmq VERSION] [--seed N]'

/** With the last run, and a wait of it that runs out, that is less than four minutes. */
const seconds = 180
const waitMs = 20_000

/** Gives the exit code. Throws `Missing` where there are no brokers of the version. */
export async function quickCommand(args: readonly string[], suites: readonly AnyLiveSuite[], say: Say): Promise<0 | 1> {
  const { values, positionals } = optionsIn(args, ['rocketmq', 'seed'], quickUsage)
  if (positionals.length > 0) throw new UsageError(`usage: npm run live -- ${quickUsage}`)
  const version = versionIn(values.rocketmq) ?? defaultVersion
  const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', values.seed, 0)
  requireBrokers([version])
  const hashes = await hashesOf(suites)
  const known = readResults().results
  const changed = new Set(
    [...hashes].flatMap(([suite, hash]) => (known.some(({ sources }) => sources === hash.all) ? [] : [suite])),
  )
  const rows = rowsOf(suites).filter(
    (row) => predictedFor(row).versions.includes(version) && brokenPromisesOf(row).length > 0,
  )
  say(`RocketMQ ${version}; again in the same order: npm run live -- --quick --rocketmq ${version} --seed ${seed}`)
  const quick = new QuickRun(say)
  const tell = (): void => {
    say(quick.done.length === 0 ? 'nothing was carried out' : sumLine(quick.done))
    const left = [...quick.left].map(([row, count]) => (count === 1 ? row : `${row} (${count})`))
    if (left.length > 0) say(`no time for ${left.join(', ')}`)
  }
  await toldAtTheEnd(() => quick.run(rows, { version, changed, seed, walkSteps, seconds, waitMs }), tell)
  return quickExitCode(quick.done)
}
