/**
 * Plain data, the only thing a state may hold, and the one order in which every part of the tool lists it.
 */

/** Marks a frozen array as a set or a bag. Registered, so that two copies of the library agree on it. */
export const collectionKind: unique symbol = Symbol.for('ackproof.collection') as never

export type CollectionKind = 'set' | 'bag'

export function collectionKindOf(value: object): CollectionKind | undefined {
  return (value as { [collectionKind]?: CollectionKind })[collectionKind]
}

const Rank = { Null: 0, Boolean: 1, Number: 2, String: 3, Array: 4, Set: 5, Bag: 6, Object: 7 } as const

function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'boolean':
      return Rank.Boolean
    case 'number':
      return Rank.Number
    case 'string':
      return Rank.String
    default: {
      if (value === null) return Rank.Null
      if (!Array.isArray(value)) return Rank.Object
      const kind = collectionKindOf(value)
      return kind === undefined ? Rank.Array : kind === 'set' ? Rank.Set : Rank.Bag
    }
  }
}

/**
 * Total order over plain data: null < booleans < numbers < strings < arrays < sets < bags < objects; strings by
 * UTF-16 code unit (never by locale), arrays and objects by content, the shorter first where one is a prefix of the
 * other. 0 exactly when the two values are structurally equal; -0 equals 0 and the order of keys does not matter.
 * Cost: the size of the smaller value.
 */
export function compareValues(left: unknown, right: unknown): number {
  if (left === right) return 0
  const rank = rankOf(left)
  const difference = rank - rankOf(right)
  if (difference !== 0) return difference
  if (rank <= Rank.String)
    return (left as string) < (right as string) ? -1 : (left as string) > (right as string) ? 1 : 0
  return rank === Rank.Object
    ? compareObjects(left as Record<string, unknown>, right as Record<string, unknown>)
    : compareArrays(left as readonly unknown[], right as readonly unknown[])
}

export function sameValue(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right
  return compareValues(left, right) === 0
}

function compareArrays(left: readonly unknown[], right: readonly unknown[]): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = compareValues(left[index], right[index])
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareObjects(left: Record<string, unknown>, right: Record<string, unknown>): number {
  const leftKeys = Object.keys(left).sort()
  const rightKeys = Object.keys(right).sort()
  const shared = Math.min(leftKeys.length, rightKeys.length)
  for (let index = 0; index < shared; index++) {
    const leftKey = leftKeys[index] as string
    const rightKey = rightKeys[index] as string
    if (leftKey !== rightKey) return leftKey < rightKey ? -1 : 1
    const difference = compareValues(left[leftKey], right[rightKey])
    if (difference !== 0) return difference
  }
  return leftKeys.length - rightKeys.length
}
