/** Errors that point at a line of the user's source, in the form in which a test runner looks for it. */
import { readFileSync } from 'node:fs'

/** Lines shown before and after the one in question. */
const around = 3
const widest = 160

/** The error, as if it had been thrown at the place: `file:line:column`. Without a place its stack stays as it is. */
export function thrownAt<E extends Error>(error: E, location: string | null): E {
  if (location !== null) error.stack = `${error.name}: ${error.message}\n    at ${location}`
  return error
}

/**
 * Adds the lines of the source to the error, as `codeFrame`, which vitest prints. It shows the source by itself where it
 * loaded the file itself.
 */
export function withSourceLines<E extends Error>(error: E, location: string | null): E {
  const codeFrame = location === null ? null : sourceLines(location)
  return codeFrame === null ? error : Object.assign(error, { codeFrame })
}

/** The lines around a place, with a mark below it; null where the file cannot be read. */
export function sourceLines(location: string): string | null {
  const [, file, row, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? []
  if (file === undefined) return null
  const line = Number(row)
  const lines = linesOf(file)
  if (lines === null || lines[line - 1] === undefined) return null
  const first = Math.max(1, line - around)
  const shown = lines.slice(first - 1, line + around)
  const digits = String(first + shown.length).length + 2
  const numbered = shown.map((text, at) =>
    `${String(first + at).padStart(digits)}|  ${text.slice(0, widest)}`.trimEnd(),
  )
  const mark = `${' '.repeat(digits)}|  ${' '.repeat(Math.min(Number(column), widest) - 1)}^`
  return [...numbered.slice(0, line - first + 1), mark, ...numbered.slice(line - first + 1)].join('\n')
}

function linesOf(file: string): readonly string[] | null {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)
  } catch {
    return null
  }
}
