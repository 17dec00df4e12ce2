import { relative, sep } from 'node:path'

/** A file as a person writes it, from the folder where the command runs; `/` between its parts. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/')
}
