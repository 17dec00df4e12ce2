/**
 * What came of the runs, one line of JSON for each, added as soon as it is known: a run that was stopped goes on where it was. A
 * result is one of the sources that it depends on, which a hash stands for.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../node/usage-error.ts'
import type { Version } from '../classpath/versions.ts'

export interface RunResult {
  /** Hashes of what made the recording, and of what it was held against. */
  readonly sources: string
  readonly suite: string
  readonly version: Version
  readonly seed: string
  readonly run: number
  readonly verdict: 'accepted' | 'refuted' | 'undecided'
  readonly events: number
  /** Pairs of a state and a number of events that were looked at. */
  readonly looked: number
  /** Index of the event that refutes the log; null where none does. */
  readonly at: number | null
  /** The first line of what was said of it. */
  readonly text: string
}

export class Results {
  readonly #file: string
  readonly #known = new Map<string, RunResult>()

  /** Throws a UsageError for a file whose lines are no results. */
  constructor(file: string) {
    this.#file = file
    if (!existsSync(file)) return
    const lines = readFileSync(file, 'utf8').split('\n')
    for (const [at, line] of lines.entries()) {
      if (line === '') continue
      const result = resultIn(line)
      const isCutOff = at === lines.length - 1
      if (result === null && !isCutOff) throw new UsageError(`${file}, line ${at + 1} is no result of a run`)
      if (result !== null) this.#known.set(keyOf(result), result)
      // A run that was killed while it wrote has left a part of a line.
      else
        truncateSync(
          file,
          Buffer.byteLength(
            lines
              .slice(0, -1)
              .map((each) => `${each}\n`)
              .join(''),
          ),
        )
    }
  }

  find(wanted: WhichRun & Pick<RunResult, 'sources'>): RunResult | undefined {
    const known = this.#known.get(keyOf(wanted))
    return known?.sources === wanted.sources ? known : undefined
  }

  /** In the order in which they were found. */
  get all(): readonly RunResult[] {
    return [...this.#known.values()]
  }

  /** Takes the place of what the same run came to before. Lines are only added, since other suites may be at work on the file. */
  add(result: RunResult): void {
    this.#known.set(keyOf(result), result)
    mkdirSync(dirname(this.#file), { recursive: true })
    appendFileSync(this.#file, lineOf(result))
  }

  /** Leaves a line for each run in the file: what was found last. At once after it was read, since others may add to it. */
  compact(): void {
    if (!existsSync(this.#file)) return
    const text = this.all.map(lineOf).join('')
    if (text === readFileSync(this.#file, 'utf8')) return
    const partial = `${this.#file}.${process.pid}`
    writeFileSync(partial, text)
    renameSync(partial, this.#file)
  }
}

function lineOf(result: RunResult): string {
  return `${JSON.stringify(result)}\n`
}

type WhichRun = Pick<RunResult, 'suite' | 'version' | 'seed' | 'run'>

function keyOf({ suite, version, seed, run }: WhichRun): string {
  return [suite, version, seed, run].join('\0')
}

function resultIn(line: string): RunResult | null {
  try {
    const result = JSON.parse(line) as Partial<RunResult> | null
    return typeof result?.sources === 'string' && typeof result.run === 'number' ? (result as RunResult) : null
  } catch {
    return null
  }
}
