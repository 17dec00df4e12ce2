/** The line between the budgets with which a property has no story and those with which it has one. */
import type { Verdict } from '../contract/result.ts'
import { type Budget, isBelow, maximal, minimal } from './budgets.ts'
import type { Entry, FaultSearch } from './fault-search.ts'

/** Lists of budgets are in the order of the search: the fewest faults first. */
export interface Frontier {
  /** Budgets with a story (the promise is broken, the goal is reached) while no smaller one that was decided has one. */
  readonly fewest: readonly Budget[]
  /** The largest budgets with which there is no story, nor with any smaller one. */
  readonly safe: readonly Budget[]
  /** Budgets without a story above one with a story: more faults mend what fewer break. */
  readonly exceptions: readonly Budget[]
  /** The smallest budgets of which nothing is known, because a limit or a signal came first. */
  readonly undecided: readonly Budget[]
  /** Whether every budget is settled, explored to its end or confirmed by a replay. */
  readonly isSettled: boolean
}

export function frontierOf(search: FaultSearch, property: string): Frontier {
  return frontier(search.budgets, (budget) => search.entry(property, budget))
}

/** `budgets` as a search lists them. */
export function frontier(budgets: readonly Budget[], entryOf: (budget: Budget) => Entry): Frontier {
  const having = (side: Side): readonly Budget[] => budgets.filter((budget) => sideOf(entryOf(budget).verdict) === side)
  const [withStory, without, open] = [having('story'), having('no story'), having('open')]
  const fewest = minimal(withStory)
  const isAboveStory = (budget: Budget): boolean => fewest.some((story) => isBelow(story, budget))
  const notSafe = minimal([...fewest, ...open])
  // A budget above a story that was never tried does not matter for the fewest faults; one that was tried in vain does.
  const missed = open.filter((budget) => entryOf(budget).how === 'explored' || !isAboveStory(budget))
  return {
    fewest,
    safe: maximal(without.filter((budget) => !notSafe.some((less) => isBelow(less, budget)))),
    exceptions: without.filter(isAboveStory),
    undecided: minimal(missed),
    isSettled: open.length === 0,
  }
}

type Side = 'story' | 'no story' | 'open'

function sideOf(verdict: Verdict): Side {
  switch (verdict) {
    case 'violated':
    case 'reachable':
      return 'story'
    case 'holds':
    case 'unreachable':
      return 'no story'
    case 'undecided':
      return 'open'
  }
}
