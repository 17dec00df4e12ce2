/**
 * Whether it pays to memoise a group of functions: asked again and again, since early levels may meet new values only
 * and later ones the same again. Decided by counts of runs and never by time, so that a run can be repeated; and no
 * result depends on it.
 */
import { Repeats } from './repeats.ts'

/** A group stops memoising when more than this share of the results had to be computed. */
const TOO_MANY_MISSES = 0.6
/** It begins again when at least this share of the runs would have been saved. */
const ENOUGH_REPEATS = 0.5
/** While it pays, a look at it covers twice as many runs as the last one, up to this many trials. */
const LONGEST_LOOK = 16
/** A share is worth something when it is of so many. */
const FEWEST_SEEN = 64

export class Worth {
  readonly #trialRuns: number
  /** Runs and results asked for when the group was looked at last, and the runs at which it is next. */
  #runs = 0
  #lookups = 0
  #due: number
  #look: number
  /** While the group is not memoised. */
  #repeats: Repeats | null = null

  /** `trialRuns` is as in `MemoOptions`. */
  constructor(trialRuns: number) {
    this.#trialRuns = trialRuns
    this.#look = trialRuns
    this.#due = trialRuns
  }

  get bytes(): number {
    return this.#repeats?.bytes ?? 0
  }

  /** Whether a group that is memoised is to be looked at after so many runs. */
  isDue(runs: number): boolean {
    return runs >= this.#due
  }

  /** Whether it goes on paying, after `lookups` results in all of which `runs` were computed. */
  pays(runs: number, lookups: number): boolean {
    const misses = runs - this.#runs
    const pays = misses < TOO_MANY_MISSES * (lookups - this.#lookups)
    this.#runs = runs
    this.#lookups = lookups
    this.#look = Math.min(2 * this.#look, LONGEST_LOOK * this.#trialRuns)
    this.#due = runs + this.#look
    return pays
  }

  /** The group is not memoised from now on. */
  rest(runs: number): void {
    this.#repeats = new Repeats()
    this.#runs = runs
  }

  /** Notes a run of a group that is not memoised; whether it would pay to memoise it again. */
  wouldPay(situation: number, runs: number): boolean {
    const repeats = this.#repeats as Repeats
    repeats.note(situation)
    if (runs - this.#runs < this.#trialRuns || repeats.seen < Math.min(FEWEST_SEEN, this.#trialRuns)) return false
    const pays = repeats.repeated >= ENOUGH_REPEATS * repeats.seen
    this.#runs = runs
    repeats.beginCount()
    return pays
  }

  /** The group is memoised again. It is given the runs that it takes to meet each situation once more. */
  resume(runs: number, lookups: number): void {
    this.#look = Math.max(this.#trialRuns, this.#repeats?.distinct ?? 0)
    this.#repeats = null
    this.#runs = runs
    this.#lookups = lookups
    this.#due = runs + this.#look
  }
}
