/** `npm run live -- all`: every row, every version that is expected to show it, every promise that it breaks, its neighbours. */
import type { Version } from '../classpath/versions.ts'
import { counterexamplesOf } from './counterexample.ts'
import { type Done, run } from './done.ts'
import { type Errand, type ErrandOptions, errandsFor } from './errand.ts'
import { readResults, resultOf, withRun, writeResults } from './results.ts'
import { type LiveRow, predictedFor } from './row.ts'
import { errandLine, rowLine, runLine } from './told.ts'

export interface AllOptions extends ErrandOptions {
  /** Null: every version that is expected to show a row. */
  readonly version: Version | null
  /** Of each errand. */
  readonly runs: number
  /** Hashes by suite. */
  readonly hashes: ReadonlyMap<string, string>
  readonly resultsPath: string
  /** Why no broker of a version can be run here, or null. */
  readonly whyNot: (version: Version) => string | null
  readonly waitMs?: number
}

/** What is done is kept at once, and is not done again: a run that was stopped goes on where it was. */
export class WholeRun {
  readonly done: Done[] = []
  /** Runs that were made before, with the same sources. */
  known = 0
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  async run(rows: readonly LiveRow[], options: AllOptions): Promise<void> {
    for (const row of rows) {
      const versions = this.#versionsOf(row, options)
      if (versions.length === 0) continue
      const counterexamples = await counterexamplesOf(row)
      for (const version of versions) {
        const errands = errandsFor(row, counterexamples, version, options)
        const left = errands.filter((errand) => this.#left(errand, options) > 0)
        if (left.length > 0) this.#say(rowLine(row, version))
        for (const errand of left) await this.#carryOut(errand, options)
      }
    }
  }

  #versionsOf(row: LiveRow, { version: wanted, whyNot }: AllOptions): readonly Version[] {
    const versions = predictedFor(row).versions.filter((each) => wanted === null || each === wanted)
    return versions.filter((version) => {
      const why = whyNot(version)
      if (why !== null) this.#say(`${rowLine(row, version)}: skipped: ${why}`)
      return why === null
    })
  }

  /** How many runs are left to do. */
  #left(errand: Errand, { runs, resultsPath, hashes }: AllOptions): number {
    const known = resultOf(readResults(resultsPath), errand, sourcesIn(hashes, errand))?.runs ?? 0
    this.known += Math.min(known, runs)
    return runs - known
  }

  async #carryOut(errand: Errand, { runs, resultsPath, hashes, waitMs }: AllOptions): Promise<void> {
    this.#say(errandLine(errand))
    const sources = sourcesIn(hashes, errand)
    const first = resultOf(readResults(resultsPath), errand, sources)?.runs ?? 0
    for (let number = first; number < runs; number++) {
      const done = await run(errand, number, waitMs === undefined ? {} : { waitMs })
      this.done.push(done)
      this.#say(runLine(done))
      // Read again: another run may have written in the meantime.
      const date = new Date().toISOString().slice(0, 10)
      writeResults(withRun(readResults(resultsPath), done, { sources, date }), resultsPath)
      // What is missing now is missing in the next run as well.
      if (done.outcome === 'skipped') return
    }
  }
}

function sourcesIn(hashes: ReadonlyMap<string, string>, { row }: Errand): string {
  const { name } = row.live.suite
  const sources = hashes.get(name)
  if (sources === undefined) throw new Error(`there is no hash of "${name}"`)
  return sources
}
