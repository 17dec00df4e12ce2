/** Fault budgets of several components that are one budget of the whole: added up, those in families key by key. */
import { contentOf, memberAt } from './family-shape.ts'
import { isRecord } from './scope.ts'
import { isDivided, membersOf, type Shape } from './shape.ts'

/** The sum of budgets that have this shape; null where a part of one is no whole number of faults. */
export function sumOfBudgets(shape: Shape, budgets: readonly unknown[]): unknown {
  if (!budgets.every((each) => isBudgetOf(shape, each))) return null
  return contentOf(shape, (path) => budgets.reduce<number>((sum, each) => sum + (memberAt(each, path) as number), 0))
}

/** Whether each value in it is a whole number of faults, 0 or more. */
export function isBudgetOf(shape: Shape, budget: unknown): boolean {
  if (!isDivided(shape)) return Number.isSafeInteger(budget) && (budget as number) >= 0
  // An author may have given anything.
  if (!isRecord(budget) || Object.keys(budget).length !== shape.keys.length) return false
  return membersOf(shape).every(({ key, member }) => isBudgetOf(member, budget[String(key)]))
}
