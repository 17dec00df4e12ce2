import { columnsOf, fold, oneLine, padTo } from '../print/plain-text.ts'
import type { NamedValue, Story } from '../story/story.ts'

/** The word that opens the report of a story, for readers without colour. */
export function verdictLabel(story: Story): string {
  return story.verdict === 'violated' ? 'BROKEN' : 'REACHED'
}

/** A table of variables: paths in one column, values, folded and never cut, in the other. */
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
