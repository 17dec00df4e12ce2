/** `npm run live -- all`: every row, every version that is expected to show it, every promise that it breaks, its neighbours. */
import type { Version } from '../classpath/versions.ts'
import { behaviourOf, carriedOver } from './carried-over.ts'
import { counterexamplesOf } from './counterexample.ts'
import { type Done, hasStarted, run } from './done.ts'
import { type Errand, type ErrandOptions, errandsFor } from './errand.ts'
import type { SourceHashes } from './project.ts'
import { keyOfErrand, readResults, resultOf, withRun, writeResults } from './results.ts'
import { type LiveRow, predictedFor } from './row.ts'
import { errandLine, rowLine, runLine } from './told.ts'

export interface AllOptions extends ErrandOptions {
  /** Null: every version that is expected to show a row. */
  readonly version: Version | null
  /** Of each errand. */
  readonly runs: number
  /** By name of the suite. */
  readonly hashes: ReadonlyMap<string, SourceHashes>
  readonly resultsPath: string
  /** Why no broker of a version can be run here, or null. */
  readonly whyNot: (version: Version) => string | null
  readonly waitMs?: number
}

/** A row on one version, and what is to be carried out for it. */
interface Group {
  readonly row: LiveRow
  readonly version: Version
  readonly errands: readonly Errand[]
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
    const groups: Group[] = []
    const keys = new Set<string>()
    // A neighbour that runs on a version of its own stands beside each version of the row, and is one errand all the same.
    const isNew = (errand: Errand): boolean => {
      const key = JSON.stringify(keyOfErrand(errand))
      return keys.size < keys.add(key).size
    }
    for (const row of rows) {
      const versions = this.#versionsOf(row, options)
      if (versions.length === 0) continue
      const counterexamples = await counterexamplesOf(row)
      for (const version of versions) {
        groups.push({ row, version, errands: errandsFor(row, counterexamples, version, options).filter(isNew) })
      }
    }
    this.#carryOver(
      groups.flatMap(({ errands }) => errands),
      options,
    )
    for (const { row, version, errands } of groups) {
      const left = errands.filter((errand) => this.#left(errand, options) > 0)
      if (left.length > 0) this.#say(rowLine(row, version))
      for (const errand of left) await this.#carryOut(errand, options)
    }
  }

  #carryOver(errands: readonly Errand[], { resultsPath, hashes }: AllOptions): void {
    const known = readResults(resultsPath)
    const results = carriedOver(known, errands, (errand) => hashesIn(hashes, errand))
    const count = results.results.filter(({ sources }, at) => sources !== known.results[at]?.sources).length
    if (count === 0) return
    this.#say(`${count} results of other sources count for these: same behaviour, same adapter`)
    writeResults(results, resultsPath)
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
    const known = resultOf(readResults(resultsPath), errand, hashesIn(hashes, errand).all)?.runs ?? 0
    this.known += Math.min(known, runs)
    return runs - known
  }

  async #carryOut(errand: Errand, { runs, resultsPath, hashes, waitMs }: AllOptions): Promise<void> {
    this.#say(errandLine(errand))
    const { all: sources, adapter } = hashesIn(hashes, errand)
    const first = resultOf(readResults(resultsPath), errand, sources)?.runs ?? 0
    for (let number = first; number < runs; number++) {
      const options = { canStart: hasStarted(this.done), ...(waitMs !== undefined && { waitMs }) }
      const done = await run(errand, number, options)
      this.done.push(done)
      this.#say(runLine(done))
      // Read again: another run may have written in the meantime.
      const date = new Date().toISOString().slice(0, 10)
      const of = { sources, adapter, behaviour: behaviourOf(errand, number + 1), date }
      writeResults(withRun(readResults(resultsPath), done, of), resultsPath)
      // What is missing now is missing in the next run as well.
      if (done.outcome === 'skipped') return
    }
  }
}

function hashesIn(hashes: AllOptions['hashes'], { row }: Errand): SourceHashes {
  const { name } = row.live.suite
  const found = hashes.get(name)
  if (found === undefined) throw new Error(`there is no hash of "${name}"`)
  return found
}
