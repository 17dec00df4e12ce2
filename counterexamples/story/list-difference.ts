import { compareValues, sameValue } from '../../spec/language/index.ts'

/** One edit of a list: indices refer to the list before (removed, changed) or after (added). */
export type ListEdit =
  | { readonly kind: 'added'; readonly index: number; readonly value: unknown }
  | { readonly kind: 'removed'; readonly index: number; readonly value: unknown }
  | { readonly kind: 'changed'; readonly index: number; readonly before: unknown; readonly after: unknown }

/** Largest table of the exact method; above it, lists are compared between common beginning and end only. */
const largestTable = 250_000

/**
 * The fewest elements to remove and add, in order; as many removed as added in one place are elements that changed.
 * Cost: the product of the lengths, without the common beginning and end.
 */
export function arrayEdits(before: readonly unknown[], after: readonly unknown[]): ListEdit[] {
  let start = 0
  while (start < before.length && start < after.length && sameValue(before[start], after[start])) start++
  let beforeEnd = before.length
  let afterEnd = after.length
  while (beforeEnd > start && afterEnd > start && sameValue(before[beforeEnd - 1], after[afterEnd - 1])) {
    beforeEnd--
    afterEnd--
  }
  const edits: ListEdit[] = []
  for (const gap of gaps(before.slice(start, beforeEnd), after.slice(start, afterEnd))) {
    const removed = gap.removed.map((index) => index + start)
    const added = gap.added.map((index) => index + start)
    if (removed.length === added.length) {
      removed.forEach((index, position) => {
        edits.push({ kind: 'changed', index, before: before[index], after: after[added[position] ?? index] })
      })
      continue
    }
    // One by one: there may be more than a call takes arguments.
    for (const index of removed) edits.push({ kind: 'removed', index, value: before[index] })
    for (const index of added) edits.push({ kind: 'added', index, value: after[index] })
  }
  return edits
}

/** Elements that left and elements that came, for lists in structural order (sets and bags). Cost: linear. */
export function sortedEdits(before: readonly unknown[], after: readonly unknown[]): ListEdit[] {
  const edits: ListEdit[] = []
  let left = 0
  let right = 0
  while (left < before.length || right < after.length) {
    const order = left === before.length ? 1 : right === after.length ? -1 : compareValues(before[left], after[right])
    if (order < 0) edits.push({ kind: 'removed', index: left, value: before[left] })
    if (order > 0) edits.push({ kind: 'added', index: right, value: after[right] })
    if (order <= 0) left++
    if (order >= 0) right++
  }
  return edits
}

interface Gap {
  readonly removed: number[]
  readonly added: number[]
}

/** What lies between the elements of a longest common subsequence. */
function gaps(before: readonly unknown[], after: readonly unknown[]): Gap[] {
  if (before.length * after.length > largestTable) return [{ removed: [...before.keys()], added: [...after.keys()] }]
  const width = after.length + 1
  const longest = new Uint32Array((before.length + 1) * width)
  for (let left = before.length - 1; left >= 0; left--) {
    for (let right = after.length - 1; right >= 0; right--) {
      const here = left * width + right
      longest[here] = sameValue(before[left], after[right])
        ? (longest[here + width + 1] ?? 0) + 1
        : Math.max(longest[here + width] ?? 0, longest[here + 1] ?? 0)
    }
  }
  const found: Gap[] = [{ removed: [], added: [] }]
  let left = 0
  let right = 0
  while (left < before.length || right < after.length) {
    const gap = found[found.length - 1] as Gap
    if (left < before.length && right < after.length && sameValue(before[left], after[right])) {
      if (gap.removed.length + gap.added.length > 0) found.push({ removed: [], added: [] })
      left++
      right++
    } else if (
      right === after.length ||
      (left < before.length && (longest[(left + 1) * width + right] ?? 0) >= (longest[left * width + right + 1] ?? 0))
    ) {
      gap.removed.push(left++)
    } else {
      gap.added.push(right++)
    }
  }
  return found.filter((gap) => gap.removed.length + gap.added.length > 0)
}
