/** `npm run live -- --quick`: as much as fits into a few minutes, what has changed first. */
import { performance } from 'node:perf_hooks'
import { Random } from '../../runs/walk/random.ts'
import type { Version } from '../classpath/versions.ts'
import { type Done, hasStarted, run } from './done.ts'
import { type Errand, type ErrandOptions, errandsOf } from './errand.ts'
import type { LiveRow } from './row.ts'
import { countsOf } from './tally.ts'
import { errandLine, rowLine, runLine } from './told.ts'

export interface QuickOptions extends ErrandOptions {
  readonly version: Version
  /** Names of suites of which nothing is known as they are now. */
  readonly changed: ReadonlySet<string>
  /** No run begins later than that. */
  readonly seconds: number
  readonly waitMs: number
}

/** Each errand once: headlines of what has changed, and then one errand of each row after the other, in an order of the seed. */
export class QuickRun {
  readonly done: Done[] = []
  /** How many runs of a row there was no time for; 1 where nothing of it was tried, and it is not known how many it has. */
  readonly left = new Map<string, number>()
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  async run(rows: readonly LiveRow[], options: QuickOptions): Promise<void> {
    const { changed, seed, seconds } = options
    const random = new Random(`quick/${seed}`)
    const end = performance.now() + seconds * 1_000
    const isOver = (): boolean => performance.now() > end
    const shuffled = inRandomOrder(rows, random)
    const ordered = [true, false].flatMap((isFirst) =>
      shuffled.filter(({ live }) => changed.has(live.suite.name) === isFirst),
    )
    const rests: Errand[][] = []
    for (const row of ordered) {
      if (isOver()) {
        this.#leave(row)
        continue
      }
      const errands = await errandsOf(row, options.version, options)
      // A neighbour that needs another version is for the whole run.
      const [headline, ...rest] = errands.filter(({ version }) => version === options.version)
      if (headline === undefined) continue
      if (changed.has(row.live.suite.name)) {
        await this.#carryOut(headline, options)
        rests.push(inRandomOrder(rest, random))
      } else {
        rests.push(inRandomOrder([headline, ...rest], random))
      }
    }
    for (const errand of inTurn(rests)) {
      if (isOver()) this.#leave(errand.row)
      else await this.#carryOut(errand, options)
    }
  }

  async #carryOut(errand: Errand, { waitMs, version }: QuickOptions): Promise<void> {
    this.#say(rowLine(errand.row, version))
    this.#say(errandLine(errand))
    const done = await run(errand, 0, { waitMs, canStart: hasStarted(this.done) })
    this.done.push(done)
    this.#say(runLine(done))
  }

  #leave({ scenario: { id, name } }: LiveRow): void {
    const row = id ?? name
    this.left.set(row, (this.left.get(row) ?? 0) + 1)
  }
}

/** 1: a broker departs or broke down, or more than one run in five is inconclusive. */
export function quickExitCode(done: readonly Done[]): 0 | 1 {
  const counts = countsOf(done.map(({ outcome }) => outcome))
  const bad = counts.departs + counts['shows the break'] + counts.failed
  const told = done.length - counts.skipped
  return bad > 0 || counts.inconclusive * 5 > told ? 1 : 0
}

function inRandomOrder<T>(all: readonly T[], random: Random): T[] {
  const left = [...all]
  return all.map(() => left.splice(random.below(left.length), 1)[0] as T)
}

/** The first of each, then the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const most = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: most }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat()
}
