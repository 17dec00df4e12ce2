/** `validate SUITE|FILE [--rocketmq VERSION] [--runs N] [--seed TEXT] [--keep FOLDER]`. */
import { join } from 'node:path'
import { hashOfFiles } from '../../node/bundle/imported-files.ts'
import { UsageError } from '../../node/usage-error.ts'
import type { Version } from '../classpath/versions.ts'
import { whyNoLoopDisk } from '../faults/loop-disk.ts'
import { whyNoSyncFaults } from '../faults/sync-faults.ts'
import { toldAtTheEnd } from '../reproduce/interrupted.ts'
import { optionsIn, versionIn, wholeNumber } from '../reproduce/options.ts'
import { importHashes, root } from '../reproduce/project.ts'
import { requireBrokers } from '../reproduce/reproduce-command.ts'
import { hold, storyOf } from './hold.ts'
import { type LogSuite, logSuiteNamed } from './log-suites.ts'
import { recordingsIn } from './recording-file.ts'
import { Results } from './results.ts'
import { atATime, SuiteRun, tally } from './suite-run.ts'

export const validateUsage = 'validate SUITE|FILE [--rocketmq VERSION] [--runs N] [--seed TEXT] [--keep FOLDER]'

/** Those with rules of their own, in turns. */
const inTurns: readonly Version[] = ['5.3.3', '4.9.7', '5.4.0', '5.2.0', '5.1.4']
/** The seed whose results are kept with the sources. */
const keptSeed = '1'
export const resultsFile = join(root, 'live', 'validated.jsonl')
const keptFolder = 'out/validate'
const refutedFolder = 'out/validate/refuted'

type Say = (line: string) => void

/** A trial with another seed leaves no trace among the results that everybody has. */
export function resultsFileOf(seed: string): string {
  return seed === keptSeed ? resultsFile : join(root, 'out', 'validated.jsonl')
}

/** Gives the exit code: 1 where a log was refuted, 3 where one is undecided. Throws `Missing`, and what no broker can be run with. */
export async function validateCommand(args: readonly string[], say: Say): Promise<0 | 1 | 3> {
  const { what, version, runs, seed, keep } = parsed(args)
  if (what.endsWith('.json')) return validateFile(what, say)
  const suite = logSuiteNamed(what)
  const versions = version === null ? inTurns : [version]
  requireBrokers(versions.slice(0, Math.ceil(runs / atATime)))
  const missing = { 'power cuts': whyNoLoopDisk(), 'failing and late fsyncs': whyNoSyncFaults() }
  for (const why of Object.values(missing)) if (why !== null) say(`left out: ${why}`)
  const sources = withoutFaults(
    await hashesOf(suite),
    Object.entries(missing).flatMap(([fault, why]) => (why === null ? [] : fault)),
  )
  const results = new Results(resultsFileOf(seed))
  results.compact()
  const run = new SuiteRun({ suite, sources, versions, runs, seed, results, keep, refuted: refutedFolder, say })
  await toldAtTheEnd(
    () => run.run(),
    () => run.tell(),
  )
  return exitCodeOf(run.verdicts)
}

/** What a machine that cannot make some faults has found says nothing about logs with these faults. */
export function withoutFaults(
  { work, all }: { readonly work: string; readonly all: string },
  faults: readonly string[],
): { readonly work: string; readonly all: string } {
  const lacks = faults.map((fault) => ` without ${fault}`).join('')
  return { work: work + lacks, all: all + lacks }
}

interface Arguments {
  readonly what: string
  readonly version: Version | null
  readonly runs: number
  readonly seed: string
  readonly keep: string
}

function parsed(args: readonly string[]): Arguments {
  const { values, positionals } = optionsIn(args, ['rocketmq', 'runs', 'seed', 'keep'], validateUsage)
  const [what, ...others] = positionals
  if (what === undefined || others.length > 0) throw new UsageError(`usage: npm run live -- ${validateUsage}`)
  const { seed = keptSeed, keep = keptFolder } = values
  if (!/^[\w.-]{1,40}$/.test(seed)) {
    throw new UsageError(`--seed is "${seed}"; expected letters, digits, dots and dashes, as in --seed 7`)
  }
  return { what, version: versionIn(values.rocketmq), runs: wholeNumber('--runs', values.runs ?? '20', 1), seed, keep }
}

/** What makes the recordings, and with it what they are held against. */
export async function hashesOf({ sources }: LogSuite): Promise<{ readonly work: string; readonly all: string }> {
  const hashOf = await importHashes(sources.rules)
  const work = hashOfFiles(root, [...sources.work].sort())
  return { work, all: `${work}-${hashOf(sources.rules)}` }
}

/** Logs that were kept, each with the behaviour that explains it, as far as one does. */
function validateFile(path: string, say: Say): 0 | 1 | 3 {
  const held = recordingsIn(path).map((recording) => hold(logSuiteNamed(recording.suite), recording))
  for (const each of held) {
    const { suite, version, run } = each.recording
    say(`${suite} ${version}, run ${run}: ${each.validation.text}`)
    for (const [at, step] of storyOf(each).entries()) say(`  ${at + 1}. ${step}`)
  }
  say(tally(held.map(({ validation }) => validation)))
  return exitCodeOf(held.map(({ validation }) => validation.verdict))
}

function exitCodeOf(verdicts: readonly string[]): 0 | 1 | 3 {
  return verdicts.includes('refuted') ? 1 : verdicts.includes('undecided') ? 3 : 0
}
