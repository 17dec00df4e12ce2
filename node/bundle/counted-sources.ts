/** The files that were given counters, and the numbers of these. */
import { createHash } from 'node:crypto'
import type { CountedFile } from '../../runs/port/counted-source.ts'
import { shownPath } from './shown-path.ts'
import type { SourceCounters } from './source-counters.ts'

/** No file has so many places. */
const mostPlaces = 2 ** 20

/** The number before those of a file: the same in every process, so that what several of them ran can be put together. */
export function firstNumber(path: string): number {
  return createHash('sha256').update(shownPath(path)).digest().readUInt32BE() * mostPlaces
}

export class CountedSources {
  readonly #files: CountedFile[] = []

  /** In the order of their paths. */
  get files(): readonly CountedFile[] {
    return [...this.#files].sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  add(path: string, { functions, lines, branches }: SourceCounters): void {
    this.#files.push({ path: shownPath(path), functions, lines, branches })
  }
}
