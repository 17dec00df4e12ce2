/** Fault budgets as vectors: how many faults of each kind may strike, in the order in which the kinds are declared. */

export type Budget = readonly number[]

/**
 * Every budget up to `most`, the fewest faults first; where the number is the same, those with more of the kinds
 * that are declared first.
 */
export function budgetsUpTo(most: Budget): readonly Budget[] {
  const all = most.reduce<readonly Budget[]>(
    (shorter, times) =>
      shorter.flatMap((budget) => Array.from({ length: times + 1 }, (_, count) => [...budget, times - count])),
    [[]],
  )
  // The sort is stable, and `all` has more of the first kinds first.
  return [...all].sort((left, right) => total(left) - total(right))
}

/** Whether everything that may happen with the one budget may happen with the other. */
export function isAtMost(budget: Budget, other: Budget): boolean {
  return budget.every((times, kind) => times <= (other[kind] ?? 0))
}

/** At most the other, and not the same. */
export function isBelow(budget: Budget, other: Budget): boolean {
  return isAtMost(budget, other) && !isAtMost(other, budget)
}

/** Those that have none of the others below them, in the order given. */
export function minimal(budgets: readonly Budget[]): readonly Budget[] {
  return budgets.filter((budget) => !budgets.some((other) => isBelow(other, budget)))
}

/** Those that have none of the others above them, in the order given. */
export function maximal(budgets: readonly Budget[]): readonly Budget[] {
  return budgets.filter((budget) => !budgets.some((other) => isBelow(budget, other)))
}

/** How many faults may strike in all. */
export function total(budget: Budget): number {
  return budget.reduce((sum, times) => sum + times, 0)
}
