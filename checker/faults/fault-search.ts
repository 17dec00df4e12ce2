/**
 * The search for the fewest faults that break each promise: which budget to explore next, and what is known of each.
 * Pure bookkeeping: the caller runs the tasks, in this thread or another.
 *
 * Budgets are visited from few faults to many. What breaks with few faults should break with more of them, and need not
 * be explored again; that is checked, not assumed: the story found with few is run again with more. Only where it comes
 * to the same end is the entry settled without exploring. So every entry is explored or confirmed.
 */
import type { PropertyKind } from '../../spec/language/index.ts'
import type { Verdict } from '../result.ts'
import { type Budget, budgetsUpTo, isBelow } from './budgets.ts'
import { isReplayable, type ReplayOutcome } from './replay.ts'

export interface SearchedProperty {
  readonly name: string
  readonly kind: PropertyKind
}

/** What to do next. */
export type FaultTask =
  /** Explore the specification with this budget. */
  | { readonly kind: 'explore'; readonly budget: Budget }
  /** Run the story of this property that was found with the budget `from` again, with `budget` allowed. */
  | { readonly kind: 'replay'; readonly budget: Budget; readonly from: Budget; readonly property: string }

/** What an exploration found of one property. */
export interface Explored {
  readonly verdict: Verdict
  /** Whether there is a story that can be run again. */
  readonly hasStory: boolean
}

/** What is known of one property with one budget. */
export type Entry =
  | { readonly how: 'explored'; readonly verdict: Verdict }
  /** The story found with the budget `from` came to the same end here. */
  | { readonly how: 'replayed'; readonly verdict: 'violated' | 'reachable'; readonly from: Budget }
  | { readonly how: 'untried'; readonly verdict: 'undecided' }

/** One story that was run again with more faults allowed. */
export interface ReplayCheck {
  readonly property: string
  readonly from: Budget
  readonly budget: Budget
  readonly outcome: ReplayOutcome
}

const untried: Entry = { how: 'untried', verdict: 'undecided' }

export class FaultSearch {
  /** Every budget, in the order of the search. */
  readonly budgets: readonly Budget[]
  readonly properties: readonly SearchedProperty[]
  readonly #replays: ReplayCheck[] = []
  readonly #entries = new Map<Budget, Map<string, Entry>>()
  readonly #stories = new Map<string, Budget[]>()
  /** Position of the budget that is being settled. */
  #at = 0

  constructor(most: Budget, properties: readonly SearchedProperty[]) {
    this.budgets = budgetsUpTo(most)
    this.properties = properties
  }

  /** The next task, or null when every entry is settled. The same one until its outcome is told. */
  next(): FaultTask | null {
    for (; ; this.#at++) {
      const budget = this.budgets[this.#at]
      if (budget === undefined) return null
      if (this.isExplored(budget)) continue
      for (const { name, kind } of this.properties) {
        if (!isReplayable(kind) || this.entry(name, budget).how !== 'untried') continue
        const from = this.#untriedStory(name, budget)
        if (from !== null) return { kind: 'replay', budget, from, property: name }
      }
      if (this.properties.some(({ name }) => this.entry(name, budget).how === 'untried')) {
        return { kind: 'explore', budget }
      }
    }
  }

  replayed(task: FaultTask & { readonly kind: 'replay' }, outcome: ReplayOutcome): void {
    const { budget, from, property } = task
    this.#replays.push({ property, from, budget, outcome })
    if (!outcome.isSame) return
    const { verdict } = this.entry(property, from)
    if (verdict !== 'violated' && verdict !== 'reachable') throw new Error(`"${property}" has no story to run again`)
    this.#entriesOf(budget).set(property, { how: 'replayed', verdict, from })
  }

  /**
   * What an exploration found, by property. Where a replay has shown more than an exploration that a limit ended, the
   * replay stands. Throws where the two contradict each other: one of them is wrong then.
   */
  explored(task: FaultTask & { readonly kind: 'explore' }, found: ReadonlyMap<string, Explored>): void {
    const entries = this.#entriesOf(task.budget)
    for (const { name } of this.properties) {
      const { verdict, hasStory } = found.get(name) ?? { verdict: 'undecided', hasStory: false }
      const before = entries.get(name)
      if (before?.how === 'replayed' && before.verdict !== verdict) {
        if (verdict === 'undecided') continue
        throw new Error(`"${name}" is ${verdict} when explored with ${task.budget}, and ${before.verdict} by replay`)
      }
      entries.set(name, { how: 'explored', verdict })
      if (hasStory) this.#stories.set(name, [...(this.#stories.get(name) ?? []), task.budget])
    }
    this.#explored.add(task.budget)
  }

  entry(property: string, budget: Budget): Entry {
    return this.#entries.get(budget)?.get(property) ?? untried
  }

  isExplored(budget: Budget): boolean {
    return this.#explored.has(budget)
  }

  /** Every replay, in the order in which they were made. */
  get replays(): readonly ReplayCheck[] {
    return this.#replays
  }

  readonly #explored = new Set<Budget>()

  #entriesOf(budget: Budget): Map<string, Entry> {
    const entries = this.#entries.get(budget) ?? new Map<string, Entry>()
    this.#entries.set(budget, entries)
    return entries
  }

  /** A smaller budget with a story of the property that has not been run again here, the fewest faults first; or null. */
  #untriedStory(property: string, budget: Budget): Budget | null {
    const tried = this.#replays.filter((check) => check.property === property && check.budget === budget)
    const stories = this.#stories.get(property) ?? []
    return stories.find((from) => isBelow(from, budget) && !tried.some((check) => check.from === from)) ?? null
  }
}
