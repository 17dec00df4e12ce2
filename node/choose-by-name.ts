/** Finds what a person means by a name, or a part of one. */

import { suggest } from '../spec/language/suggest.ts'
import { UsageError } from './usage-error.ts'

const mostNamesListed = 30

/** What is chosen from. */
export interface Choices<T> {
  readonly all: readonly T[]
  /** What one of them is called, and the others: `scenario`, `scenarios`. */
  readonly noun: string
  readonly plural: string
  /** The name first; others that mean the same follow. */
  readonly namesOf: (each: T) => readonly [string, ...string[]]
  /** How one of several that are meant perhaps is told. */
  readonly described: (each: T) => string
}

/**
 * Every one that has this name; else the only one whose name begins with it, or has it somewhere. Upper and lower case
 * are the same. Throws UsageError where there is none, or more than one.
 */
export function chooseByName<T>(filter: string, { all, noun, plural, namesOf, described }: Choices<T>): readonly T[] {
  const wanted = filter.trim().toLowerCase()
  const exact = all.filter((each) => namesOf(each).some((name) => name.toLowerCase() === wanted))
  if (exact.length > 0) return exact
  const begins = all.filter((each) => namesOf(each)[0].toLowerCase().startsWith(wanted))
  const contains = all.filter((each) => namesOf(each)[0].toLowerCase().includes(wanted))
  const candidates = begins.length > 0 ? begins : contains
  if (candidates.length === 1) return candidates
  if (candidates.length > 0) {
    throw new UsageError(`"${filter}" could be any of several ${plural}: ${listed(candidates.map(described))}`)
  }
  const names = all.map((each) => namesOf(each)[0])
  const hint = suggest(filter, names)
  const isLong = !hint.includes('did you mean') && names.length > mostNamesListed
  throw new UsageError(
    `there is no ${noun} "${filter}"${isLong ? `; ${names.length} ${plural} are selected, \`ackproof show SPEC\` names them` : hint}`,
  )
}

function listed(names: readonly string[]): string {
  const rest = names.length - mostNamesListed
  return rest > 0 ? `${names.slice(0, mostNamesListed).join(', ')} and ${rest} more` : names.join(', ')
}
