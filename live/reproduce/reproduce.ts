/** `npm run live -- reproduce`: rows and traces, carried out by brokers of one version. */
import type { Version } from '../classpath/versions.ts'
import type { Counterexample } from './counterexample.ts'
import { type Done, hasStarted, run } from './done.ts'
import { type Errand, type ErrandOptions, errandsFor, errandsOf } from './errand.ts'
import { type LiveRow, versionFor } from './row.ts'
import { comparedBySuite } from './tally.ts'
import { comparedLines, errandLine, rowLine, runLine, stepLines, sumLine } from './told.ts'

export interface ReproduceOptions extends ErrandOptions {
  /** Null: the usual version, or the first that is expected to show the row. */
  readonly version: Version | null
  readonly runs: number
  readonly waitMs?: number
}

/** One row of what is asked for, and its counterexamples where they come from a file. */
export interface Wanted {
  readonly row: LiveRow
  readonly counterexamples: readonly Counterexample[] | null
}

/** What was carried out, while it goes on: whoever is interrupted tells what there is. */
export class Reproduction {
  readonly done: Done[] = []
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  /** Throws UsageError, before anything is run, where a row is not expected of the version. */
  async run(wanted: readonly Wanted[], options: ReproduceOptions): Promise<void> {
    const versions = wanted.map(({ row }) => versionFor(row, options.version))
    for (const [at, each] of wanted.entries()) {
      const version = versions[at] as Version
      this.#say(rowLine(each.row, version))
      const { row, counterexamples } = each
      const errands =
        counterexamples === null
          ? await errandsOf(row, version, options)
          : errandsFor(row, counterexamples, version, options)
      if (errands.length === 0) this.#say('  breaks no promise')
      for (const errand of errands) await this.#carryOut(errand, options)
    }
  }

  async #carryOut(errand: Errand, { runs, waitMs }: ReproduceOptions): Promise<void> {
    this.#say(errandLine(errand))
    for (let number = 0; number < runs; number++) {
      const options = { canStart: hasStarted(this.done), ...(waitMs !== undefined && { waitMs }) }
      const done = await run(errand, number, options)
      this.done.push(done)
      if (number === 0 && errand.kind === 'counterexample') for (const line of stepLines(done)) this.#say(line)
      this.#say(runLine(done))
    }
  }

  /** What is known so far. */
  sum(): readonly string[] {
    if (this.done.length === 0) return ['nothing was carried out']
    const suites = [...comparedBySuite(this.done)].filter(([, { moments }]) => moments > 0)
    return [
      sumLine(this.done),
      ...suites.flatMap(([suite, compared]) => {
        const live = this.done.find(({ errand }) => errand.row.live.suite.name === suite)?.errand.row.live
        return comparedLines(suite, compared, live?.notCompared ?? {})
      }),
    ]
  }
}
