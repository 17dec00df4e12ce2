import { collectionKindOf, sameValue } from '../../spec/language/value.ts'

/**
 * Whether what was observed is this value. Observations may come from files, where sets and bags are plain lists in any
 * order: such a list agrees with a set or a bag of the same members. Cost: the size of the value; the square of the number
 * of members for a list that stands for a set or a bag.
 */
export function agrees(value: unknown, observed: unknown): boolean {
  if (typeof value !== 'object' || value === null || typeof observed !== 'object' || observed === null) {
    return sameValue(value, observed)
  }
  if (Array.isArray(value) || Array.isArray(observed)) {
    if (!Array.isArray(value) || !Array.isArray(observed) || value.length !== observed.length) return false
    const [kind, observedKind] = [collectionKindOf(value), collectionKindOf(observed)]
    if (observedKind !== undefined && observedKind !== kind) return false
    return kind === undefined
      ? value.every((member, at) => agrees(member, observed[at]))
      : haveSameMembers(value, observed)
  }
  const keys = Object.keys(value)
  if (keys.length !== Object.keys(observed).length) return false
  return keys.every((key) => Object.hasOwn(observed, key) && agrees((value as Fields)[key], (observed as Fields)[key]))
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Each member has a partner of its own among the others. A list may agree with a list and with a set, so the first that
 * agrees need not be the right one: a member whose partners are all taken asks for one of them, and its owner looks for another.
 */
function haveSameMembers(members: readonly unknown[], observed: readonly unknown[]): boolean {
  const owners = new Map<number, number>()
  const findsPartner = (member: number, asked: Set<number>): boolean =>
    observed.some((each, at) => {
      if (asked.has(at) || !agrees(members[member], each)) return false
      asked.add(at)
      const owner = owners.get(at)
      if (owner !== undefined && !findsPartner(owner, asked)) return false
      owners.set(at, member)
      return true
    })
  return members.every((_, member) => findsPartner(member, new Set()))
}
