/** `validate SUITE|FILE [--rocketmq VERSION] [--runs N] [--seed TEXT] [--keep FOLDER]`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plural, secondsText } from '../../counterexamples/print/wording.ts'
import { hashOfFiles } from '../../node/bundle/imported-files.ts'
import { UsageError } from '../../node/usage-error.ts'
import type { Version } from '../classpath/versions.ts'
import { whyNoLoopDisk } from '../faults/loop-disk.ts'
import { whyNoSyncFaults } from '../faults/sync-faults.ts'
import { WaitRanOut } from '../machine/wait.ts'
import { workFolder } from '../machine/work-folder.ts'
import { DiedAtStart } from '../processes/java-process.ts'
import { Chance } from '../recording/chance.ts'
import type { Batch } from '../recording/live-work.ts'
import type { AnyRecording } from '../recording/recording.ts'
import { NoAnswer } from '../remoting/no-answer.ts'
import { optionsIn, versionIn, wholeNumber } from '../reproduce/options.ts'
import { importHashes, root } from '../reproduce/project.ts'
import { requireBrokers } from '../reproduce/reproduce-command.ts'
import { type Held, hold, storyOf } from './hold.ts'
import { type LogSuite, logSuiteNamed } from './log-suites.ts'
import { recordingsIn } from './recording-file.ts'
import { Results, type RunResult } from './results.ts'

export const validateUsage = 'validate SUITE|FILE [--rocketmq VERSION] [--runs N] [--seed TEXT] [--keep FOLDER]'

/** Those with rules of their own, in turns. */
const inTurns: readonly Version[] = ['5.3.3', '4.9.7', '5.4.0', '5.2.0', '5.1.4']
/** Runs that one broker serves. */
const atATime = 20
export const resultsFile = join(root, 'live', 'validated.jsonl')
const keptFolder = 'out/validate'
const refutedFolder = 'out/validate/refuted'
const flushTypes = ['ASYNC_FLUSH', 'SYNC_FLUSH'] as const

type Say = (line: string) => void

/** Gives the exit code: 1 where a log was refuted, 3 where one is undecided. Throws `Missing`. */
export async function validateCommand(args: readonly string[], say: Say): Promise<0 | 1 | 3> {
  const { what, version, runs, seed, keep } = parsed(args)
  if (what.endsWith('.json')) return validateFile(what, say)
  const suite = logSuiteNamed(what)
  const versions = version === null ? inTurns : [version]
  requireBrokers(versions.slice(0, Math.ceil(runs / atATime)))
  for (const why of [whyNoLoopDisk(), whyNoSyncFaults()]) if (why !== null) say(`left out: ${why}`)
  const results = new Results(resultsFile)
  const { work, all: sources } = await hashesOf(suite)
  const all: RunResult[] = []
  let didAllRun = true
  for (let first = 1, number = 0; first <= runs; first += atATime, number++) {
    const on = versions[number % versions.length] as Version
    const numbers = Array.from({ length: Math.min(atATime, runs - first + 1) }, (_, more) => first + more)
    const flushDiskType = flushTypes[Math.floor(number / versions.length) % flushTypes.length] as Batch['flushDiskType']
    const what = `${suite.name} ${on} ${flushDiskType}, runs ${first} to ${numbers.at(-1)}`
    const known = numbers.flatMap((run) => results.find({ sources, suite: suite.name, version: on, seed, run }) ?? [])
    const began = performance.now()
    try {
      const wanted = { version: on, seed, sources: work, runs: numbers, flushDiskType, keep }
      const done = known.length === numbers.length ? known : await heldRuns(suite, wanted, { sources, results, say })
      all.push(...done)
      const seconds = `${secondsText((performance.now() - began) / 1_000)} s`
      say(`${what}: ${tally(done)} (${done === known ? 'known' : seconds})`)
    } catch (error) {
      if (!nothingKnown.some((kind) => error instanceof kind)) throw error
      didAllRun = false
      say(`${what}: nothing is known: ${(error as Error).message}`)
    }
  }
  const largest = Math.max(0, ...all.map(({ looked }) => looked))
  say(`${suite.name}: ${tally(all)}; largest search: ${plural(largest, 'state')}`)
  return exitCodeOf([...all.map(({ verdict }) => verdict), ...(didAllRun ? [] : (['undecided'] as const))])
}

/** The broker was too slow, or does not start again: no story about its logs. */
const nothingKnown = [WaitRanOut, NoAnswer, DiedAtStart] as const

interface Keeping {
  readonly sources: string
  readonly results: Results
  readonly say: Say
}

async function heldRuns(
  suite: LogSuite,
  wanted: Wanted,
  { sources, results, say }: Keeping,
): Promise<readonly RunResult[]> {
  return (await recordings(suite, wanted)).map((recording) => {
    const held = hold(suite, recording)
    const result = resultOf(held, sources)
    if (results.find(result) === undefined) results.add(result)
    if (result.verdict !== 'accepted') sayOf(held, say)
    return result
  })
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
  const { seed = '1', keep = keptFolder } = values
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

type Wanted = Omit<Batch, 'folder' | 'chance'> & { readonly keep: string }

/** Those that were made before by the same sources are taken again; others are made, and kept. */
async function recordings(suite: LogSuite, { keep, ...wanted }: Wanted): Promise<readonly AnyRecording[]> {
  const { version, seed, runs, sources } = wanted
  const file = `${nameOf(suite.name, version)}-${seed}-${runs[0]}.json`
  if (existsSync(join(keep, file))) {
    const kept = recordingsIn(join(keep, file))
    if (kept.length === runs.length && kept.every((each) => each.sources === sources)) return kept
  }
  const work = workFolder()
  try {
    const chance = new Chance([suite.name, version, seed, ...runs].join(' '))
    const made = await suite.work({ ...wanted, folder: work.path, chance })
    write(keep, file, made)
    return made
  } finally {
    work.remove()
  }
}

/** The log is kept apart, so that it can be looked at alone. */
function sayOf({ recording, validation }: Held, say: Say): void {
  const { suite, version, seed, run } = recording
  const file = write(refutedFolder, `${nameOf(suite, version)}-${seed}-run-${run}.json`, [recording])
  say(`run ${run} on ${version}, kept in ${file}: ${validation.text}`)
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

function resultOf({ recording, validation, events }: Held, sources: string): RunResult {
  const { suite, version, seed, run } = recording
  const { verdict, looked, text } = validation
  const at = validation.verdict === 'refuted' ? validation.at : null
  return { sources, suite, version, seed, run, verdict, events, looked, at, text: text.split('\n')[0] as string }
}

function tally(results: readonly Pick<RunResult, 'verdict'>[]): string {
  const number = (verdict: string) => results.filter((each) => each.verdict === verdict).length
  const parts = (['accepted', 'refuted', 'undecided'] as const).map((verdict) => `${number(verdict)} ${verdict}`)
  return `${plural(results.length, 'log')}, ${parts.join(', ')}`
}

function exitCodeOf(verdicts: readonly string[]): 0 | 1 | 3 {
  return verdicts.includes('refuted') ? 1 : verdicts.includes('undecided') ? 3 : 0
}

const nameOf = (suite: string, version: Version): string => `${suite.split('/').at(-1)}-${version}`

function write(folder: string, name: string, recordings: readonly AnyRecording[]): string {
  const file = join(folder, name)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, `[\n${recordings.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`cannot write "${file}": ${code}; expected a folder, as in --keep out/logs`, { cause: error })
  }
  return file
}
