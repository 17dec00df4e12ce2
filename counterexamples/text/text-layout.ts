import { columnsOf, fold, oneLine, padTo } from '../print/plain-text.ts'
import { count } from '../print/wording.ts'
import type { NamedValue, Story } from '../story/story.ts'

/** Variables told of one state. */
export const mostVariables = 200

/** The word that opens the report of a story, for readers without colour. */
export function verdictLabel(story: Story): string {
  return story.verdict === 'violated' ? 'BROKEN' : 'REACHED'
}

/** A table of variables: paths in one column, values, folded and not cut, in the other. */
export function rows(values: readonly NamedValue[], width: number, indent: string): string[] {
  const paths = values.map(({ path }) => oneLine(path))
  const column = Math.min(Math.max(0, ...paths.map(columnsOf)), Math.floor(width / 3)) + 2
  const hanging = ' '.repeat(column)
  return values.flatMap(({ value }, index) => {
    const path = paths[index] ?? ''
    const folded = fold(oneLine(value), Math.max(20, width - indent.length - column))
    const lines = columnsOf(path) > column - 2 ? ['', ...folded] : folded
    return lines.map((line, at) => `${indent}${at === 0 ? padTo(path, column) : hanging}${line}`.trimEnd())
  })
}

/** Items side by side, as many on a line as fit. */
export function flow(items: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    const joined = line === '' ? item : `${line}   ${item}`
    if (columnsOf(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    const folded = fold(item, width)
    lines.push(...folded.slice(0, -1))
    line = folded.at(-1) ?? ''
  }
  return line === '' ? lines : [...lines, line]
}

/** The first `most` lines, and how many more there are. */
export function capped(lines: readonly string[], most: number): readonly string[] {
  const hidden = lines.length - most
  return hidden > 0 ? [...lines.slice(0, most), `… and ${count(hidden)} more`] : lines
}

/** At most `most` of the items, in their order: those that matter before all others. */
export function keeping<T>(items: readonly T[], most: number, matters: (item: T) => boolean): readonly T[] {
  if (items.length <= most) return items
  const chosen = new Set([...items.filter(matters), ...items.filter((item) => !matters(item))].slice(0, most))
  return items.filter((item) => chosen.has(item))
}
