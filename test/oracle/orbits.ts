/** Which states are one up to renaming, by trying every renaming: nothing here is the engine's. */
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { collectionKindOf } from '../../spec/language/value.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'

/** More renamings than this take too long. */
const MOST_RENAMINGS = 24

/** Whether every renaming of the ids that a specification declares interchangeable can be tried in a moment. */
export function hasFewRenamings({ symmetric = [] }: SpecDefinition): boolean {
  return symmetric.reduce((product, ids) => product * factorial(ids.length), 1) <= MOST_RENAMINGS
}

/** Every renaming of the ids of all lists. */
export function renamingsOf({ symmetric = [] }: SpecDefinition): readonly ReadonlyMap<string, string>[] {
  return symmetric.reduce<readonly ReadonlyMap<string, string>[]>(
    (all, ids) =>
      all.flatMap((names) =>
        permutations(ids).map(
          (order) => new Map([...names, ...ids.map((id, at) => [id, order[at] as string] as const)]),
        ),
      ),
    [new Map()],
  )
}

/** The least text of all states that renaming makes of a state: the same for two states that are one up to renaming. */
export function orbitText(state: State, renamings: readonly ReadonlyMap<string, string>[]): string {
  return renamings.map((names) => canonicalText(named(state, names))).sort()[0] as string
}

/** Renames by the way of text, and sorts sets and bags by it: `canonicalText` takes collections in any order it is given. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const members = [...value].map((each) => named(each, names))
    const kind = collectionKindOf(value)
    if (kind === undefined) return members
    const texts = members.map((each) => canonicalText(each)).sort()
    return [`a ${kind}`, ...texts]
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [names.get(key) ?? key, named(each, names)]))
}

function permutations(ids: readonly string[]): readonly (readonly string[])[] {
  if (ids.length === 0) return [[]]
  return ids.flatMap((id) => permutations(ids.filter((other) => other !== id)).map((rest) => [id, ...rest]))
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1)
}
