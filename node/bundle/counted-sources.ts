/** The files that were given counters, and the numbers of these: each place in a process has its own. */
import { relative, sep } from 'node:path'
import type { CountedFile } from '../../runs/port/counted-source.ts'
import type { SourceCounters } from './source-counters.ts'

let numbers = 0

/** The next number that no place has. */
export function nextNumber(): number {
  return numbers++
}

export class CountedSources {
  readonly #files: CountedFile[] = []

  /** In the order of their paths. */
  get files(): readonly CountedFile[] {
    return [...this.#files].sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  add(path: string, { functions, lines, branches }: SourceCounters): void {
    this.#files.push({ path: relative(process.cwd(), path).split(sep).join('/'), functions, lines, branches })
  }
}
