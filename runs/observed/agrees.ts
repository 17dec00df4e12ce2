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

/** Each member has its own partner among the others. */
function haveSameMembers(members: readonly unknown[], observed: readonly unknown[]): boolean {
  const left = [...observed]
  return members.every((member) => {
    const at = left.findIndex((each) => agrees(member, each))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}
