/** The neighbours that are run beside a row, on which version, and why a promise has none. */
import type { Version } from '../classpath/versions.ts'
import { type LiveRow, neighboursOf, predictedFor, versionFor } from './row.ts'

export interface Neighbour {
  readonly on: LiveRow
  readonly version: Version
}

/**
 * Beside the row on `version`: neighbours that this version has. Where a neighbour and the row have no version in common, as when
 * a release makes the difference, it runs on one of its own.
 */
export function neighboursBeside(row: LiveRow, promise: string, version: Version): readonly Neighbour[] {
  return neighboursOf(row, promise).flatMap((on): readonly Neighbour[] => {
    const { versions } = predictedFor(on)
    if (versions.includes(version)) return [{ on, version }]
    return versions.length === 0 || inCommon(row, on).length > 0 ? [] : [{ on, version: versionFor(on, null) }]
  })
}

export const noneKeepsIt = 'no scenario that differs by one switch keeps it'

/** Null where one is run beside the row on that version, or, for null, on any. */
export function whyNoNeighbour(row: LiveRow, promise: string, version: Version | null): string | null {
  const all = neighboursOf(row, promise)
  if (all.length === 0) return noneKeepsIt
  const { versions } = predictedFor(row)
  if (versions.some((each) => [each, null].includes(version) && neighboursBeside(row, promise, each).length > 0))
    return null
  return all.map((on) => whyNotRun(row, on)).join('; ')
}

function whyNotRun(row: LiveRow, on: LiveRow): string {
  const { versions, because } = predictedFor(on)
  const name = `"${on.scenario.name}"`
  if (versions.length > 0) return `${name} is run on ${inCommon(row, on).join(', ')}`
  return because === null ? `no version shows ${name}` : `no version shows ${name}: ${because}`
}

function inCommon(row: LiveRow, on: LiveRow): readonly Version[] {
  const { versions } = predictedFor(row)
  return predictedFor(on).versions.filter((each) => versions.includes(each))
}
