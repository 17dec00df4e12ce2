/** Logs of one suite, made on brokers and held against its specification. */
import { plural, secondsText } from '../../counterexamples/print/wording.ts'
import type { Version } from '../classpath/versions.ts'
import { WaitRanOut } from '../machine/wait.ts'
import { type Batch, DidNotComeBack } from '../recording/live-work.ts'
import { NoAnswer } from '../remoting/no-answer.ts'
import { type Held, hold } from './hold.ts'
import { keepLogs, nameOf } from './kept-logs.ts'
import type { LogSuite } from './log-suites.ts'
import { Recorder } from './recorder.ts'
import type { Results, RunResult } from './results.ts'

/** Runs that one broker serves. */
export const atATime = 20
const flushTypes = ['ASYNC_FLUSH', 'SYNC_FLUSH'] as const

/** The broker was too slow, or does not start again: no story about its logs. */
const nothingKnown = [WaitRanOut, NoAnswer, DidNotComeBack] as const

export interface SuiteRunOptions {
  readonly suite: LogSuite
  /** Of what makes the logs, and of all that the results depend on. */
  readonly sources: { readonly work: string; readonly all: string }
  /** They take turns. */
  readonly versions: readonly Version[]
  readonly runs: number
  readonly seed: string
  readonly results: Results
  /** Folders for logs, and for those that are refuted. */
  readonly keep: string
  readonly refuted: string
  readonly say: (line: string) => void
}

/** Runs on one broker. */
interface Group {
  readonly on: Version
  readonly numbers: readonly number[]
  readonly flushDiskType: Batch['flushDiskType']
  readonly name: string
}

export class SuiteRun {
  readonly #options: SuiteRunOptions
  readonly #recorder: Recorder
  readonly #done: RunResult[] = []
  #didAllRun = true

  /** Throws a UsageError where nothing can be kept. */
  constructor(options: SuiteRunOptions) {
    this.#options = options
    this.#recorder = new Recorder(options.suite, options.keep)
  }

  async run(): Promise<void> {
    for (let at = 0; at * atATime < this.#options.runs; at++) await this.#group(this.#groupAt(at))
  }

  /** What is known so far, also where the run was ended from outside. */
  tell(): void {
    const { suite, say } = this.#options
    const unfinished = this.#recorder.takeUnfinished()
    if (unfinished !== null) say(`the work was not over; what was seen of it is kept in ${unfinished}`)
    const largest = Math.max(0, ...this.#done.map(({ looked }) => looked))
    say(`${suite.name}: ${tally(this.#done)}; largest search: ${plural(largest, 'state')}`)
  }

  get verdicts(): readonly RunResult['verdict'][] {
    return [...this.#done.map(({ verdict }) => verdict), ...(this.#didAllRun ? [] : (['undecided'] as const))]
  }

  #groupAt(at: number): Group {
    const { suite, versions, runs } = this.#options
    const on = versions[at % versions.length] as Version
    const first = at * atATime + 1
    const numbers = Array.from({ length: Math.min(atATime, runs - first + 1) }, (_, more) => first + more)
    const flushDiskType = flushTypes[Math.floor(at / versions.length) % flushTypes.length] as Batch['flushDiskType']
    return {
      on,
      numbers,
      flushDiskType,
      name: `${suite.name} ${on} ${flushDiskType}, runs ${first} to ${numbers.at(-1)}`,
    }
  }

  async #group({ on, numbers, flushDiskType, name }: Group): Promise<void> {
    const { suite, results, sources, seed, say } = this.#options
    const known = numbers.flatMap(
      (run) => results.find({ sources: sources.all, suite: suite.name, version: on, seed, run }) ?? [],
    )
    if (known.length === numbers.length) {
      this.#done.push(...known)
      say(`${name}: ${tally(known)} (known)`)
      return
    }
    const began = performance.now()
    const seconds = (): string => `${secondsText((performance.now() - began) / 1_000)} s`
    const told = (percent: number): void => {
      say(percent === 0 ? `${name}: a broker is at work` : `${name}: ${percent} % (${seconds()})`)
    }
    try {
      const wanted = { version: on, seed, sources: sources.work, runs: numbers, flushDiskType }
      const logs = await this.#recorder.recordings(wanted, told)
      const done = logs.map((recording) => this.#keep(hold(suite, recording)))
      say(`${name}: ${tally(done)} (${seconds()})`)
    } catch (error) {
      if (!nothingKnown.some((kind) => error instanceof kind)) throw error
      this.#didAllRun = false
      const kept = this.#recorder.takeUnfinished()
      const until = kept === null ? '' : `; what was seen until then is kept in ${kept}`
      say(`${name}: nothing is known: ${(error as Error).message}${until}`)
    }
  }

  #keep(held: Held): RunResult {
    const { results, sources } = this.#options
    const result = resultOf(held, sources.all)
    if (results.find(result) === undefined) results.add(result)
    this.#done.push(result)
    if (result.verdict !== 'accepted') this.#sayOf(held)
    return result
  }

  /** The log is kept apart, so that it can be looked at alone. */
  #sayOf({ recording, validation }: Held): void {
    const { refuted, say } = this.#options
    const { suite, version, seed, run } = recording
    const file = keepLogs(refuted, `${nameOf(suite, version)}-${seed}-run-${run}.json`, [recording])
    say(`run ${run} on ${version}, kept in ${file}: ${validation.text}`)
  }
}

function resultOf({ recording, validation, events }: Held, sources: string): RunResult {
  const { suite, version, seed, run } = recording
  const { verdict, looked, text } = validation
  const at = validation.verdict === 'refuted' ? validation.at : null
  return { sources, suite, version, seed, run, verdict, events, looked, at, text: text.split('\n')[0] as string }
}

export function tally(results: readonly Pick<RunResult, 'verdict'>[]): string {
  const number = (verdict: string) => results.filter((each) => each.verdict === verdict).length
  const parts = (['accepted', 'refuted', 'undecided'] as const).map((verdict) => `${number(verdict)} ${verdict}`)
  return `${plural(results.length, 'log')}, ${parts.join(', ')}`
}
