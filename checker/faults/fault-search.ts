/**
 * The search for the fewest faults that break each promise: which budget to explore next, and what is known of each.
 * Pure bookkeeping: the caller runs the tasks, in this thread or another.
 *
 * Budgets are visited from few faults to many. What breaks with few faults should break with more of them, and need not
 * be explored again; that is checked, not assumed: the story found with few is run again with more. Only where it comes
 * to the same end is the entry settled without exploring. So every entry is explored or confirmed.
 */
import type { PropertyKind } from '../../spec/language/index.ts'
import { isReplayable } from '../../spec/language/property-kinds.ts'
import type { Verdict } from '../contract/result.ts'
import { type Budget, budgetsUpTo, isBelow, minimal, total } from './budgets.ts'
import type { ReplayResult } from './replay.ts'

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

/** What an exploration found about one property. */
export interface FoundVerdict {
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
  readonly result: ReplayResult
}

const untried: Entry = { how: 'untried', verdict: 'undecided' }

export class FaultSearch {
  /** Every budget, in the order of the search. */
  readonly budgets: readonly Budget[]
  readonly properties: readonly SearchedProperty[]
  readonly #replays: ReplayCheck[] = []
  /** Budgets whose stories have been run again, by budget and property. */
  readonly #tried = new Map<Budget, Map<string, Budget[]>>()
  readonly #entries = new Map<Budget, Map<string, Entry>>()
  readonly #stories = new Map<string, Budget[]>()
  /** Position of the budget that is being settled. */
  #at = 0

  constructor(most: Budget, properties: readonly SearchedProperty[]) {
    this.budgets = budgetsUpTo(most)
    this.properties = properties
  }

  /** The next task, or null when every entry is settled. The same one until its result is told. */
  next(): FaultTask | null {
    for (; ; this.#at++) {
      const budget = this.budgets[this.#at]
      if (budget === undefined) return null
      const open = this.properties.filter(({ name }) => this.entry(name, budget).how === 'untried')
      const stories = open.map((property) => this.#nextStory(property, budget))
      // Where something has to be explored anyway, nothing needs to be inferred.
      if (stories.includes(null)) return { kind: 'explore', budget }
      const [property, from] = [open[0], stories[0]]
      if (property !== undefined && from) return { kind: 'replay', budget, from, property: property.name }
    }
  }

  /** `result` is null where the replay was ended before it came to an end of its own. */
  replayed(task: FaultTask & { readonly kind: 'replay' }, result: ReplayResult | null): void {
    const { budget, from, property } = task
    const tried = this.#tried.get(budget) ?? new Map<string, Budget[]>()
    this.#tried.set(budget, tried.set(property, [...(tried.get(property) ?? []), from]))
    if (result === null) return
    this.#replays.push({ property, from, budget, result })
    if (!result.isSame) return
    const { verdict } = this.entry(property, from)
    if (verdict !== 'violated' && verdict !== 'reachable') throw new Error(`"${property}" has no story to run again`)
    this.#entriesOf(budget).set(property, { how: 'replayed', verdict, from })
  }

  /**
   * What an exploration found, by property. Where a replay has shown more than an exploration that a limit ended, the
   * replay stands. Throws where the two contradict each other: one of them is wrong then.
   */
  explored(task: FaultTask & { readonly kind: 'explore' }, found: ReadonlyMap<string, FoundVerdict>): void {
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
  }

  entry(property: string, budget: Budget): Entry {
    return this.#entries.get(budget)?.get(property) ?? untried
  }

  /** Every replay, in the order in which they were made. */
  get replays(): readonly ReplayCheck[] {
    return this.#replays
  }

  #entriesOf(budget: Budget): Map<string, Entry> {
    const entries = this.#entries.get(budget) ?? new Map<string, Entry>()
    this.#entries.set(budget, entries)
    return entries
  }

  /**
   * A smaller budget whose story of the property is to be run again with this one, or null where none is left. Stories
   * with the fewest faults come first, then those with one fault less than here; others are not tried.
   */
  #nextStory({ name, kind }: SearchedProperty, budget: Budget): Budget | null {
    if (!isReplayable(kind)) return null
    const below = (this.#stories.get(name) ?? []).filter((from) => isBelow(from, budget))
    const candidates = [...minimal(below), ...below.filter((from) => total(budget) - total(from) === 1)]
    const tried = this.#tried.get(budget)?.get(name) ?? []
    return candidates.find((from) => !tried.includes(from)) ?? null
  }
}
