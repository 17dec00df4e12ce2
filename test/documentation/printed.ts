/** Compares what a page shows with what is really printed. */

/**
 * A line `...` in `shown` stands for any number of lines, and `...` inside a line for any text in it. A figure with a
 * decimal point (seconds, megabytes) stands for any such figure. How many blanks there are inside a line does not
 * matter, so that a table may be narrower on the page; nor do empty lines at the end.
 */
export function fitsPrinted(shown: string, printed: string): boolean {
  const pattern = comparable(shown)
    .split('\n')
    .map((line) =>
      line.trim() === '...' ? '(?:[^\\n]*\\n)*?' : `${line.split('...').map(escaped).join('[^\\n]*')}\\n`,
    )
    .join('')
  return new RegExp(`^${pattern}$`).test(`${comparable(printed)}\n`)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** The text without what may vary. */
export function comparable(text: string): string {
  return text
    .replace(/\b\d[\d,]*\.\d+/g, '#.#')
    .replace(/(\S) +/g, '$1 ')
    .replace(/ +$/gm, '')
    .trimEnd()
}

/**
 * The first difference between a value as a page shows it and the real one, as a sentence; null where there is none.
 * The page may leave out fields of objects and members of lists. A number that is not whole stands for any number.
 */
export function differenceOfJson(shown: unknown, real: unknown, path = 'the report'): string | null {
  if (typeof shown === 'number' && !Number.isInteger(shown)) {
    return typeof real === 'number' ? null : `${path} is not a number`
  }
  if (Array.isArray(shown)) return Array.isArray(real) ? differenceOfLists(shown, real, path) : `${path} is not a list`
  if (typeof shown === 'object' && shown !== null) {
    if (typeof real !== 'object' || real === null || Array.isArray(real)) return `${path} is not an object`
    const fields = real as Readonly<Record<string, unknown>>
    for (const [name, value] of Object.entries(shown)) {
      if (!(name in fields)) return `${path} has no field "${name}"`
      const difference = differenceOfJson(value, fields[name], `${path}.${name}`)
      if (difference !== null) return difference
    }
    return null
  }
  return Object.is(shown, real) ? null : `${path} is ${JSON.stringify(real)}, not ${JSON.stringify(shown)}`
}

function differenceOfLists(shown: readonly unknown[], real: readonly unknown[], path: string): string | null {
  let next = 0
  for (const [index, member] of shown.entries()) {
    const found = real.findIndex((each, at) => at >= next && differenceOfJson(member, each) === null)
    if (found < 0) {
      const compared = index === next ? differenceOfJson(member, real[next], `${path}[${next}]`) : null
      return compared ?? `${path} has no member like number ${index} of the page`
    }
    next = found + 1
  }
  return null
}
