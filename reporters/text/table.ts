import { columnsOf, oneLine, padTo } from '../../counterexamples/print/plain-text.ts'

/** Rows as aligned lines: the first column to the left, all others to the right unless they hold words. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const cell = (row: readonly string[], column: number): string => oneLine(row[column] ?? '')
  const indices = Array.from({ length: columns }, (_, column) => column)
  const widths = indices.map((column) => Math.max(...rows.map((row) => columnsOf(cell(row, column)))))
  const isNumeric = indices.map(
    (column) => column > 0 && rows.slice(1).some((row) => /^[\d.,]+/.test(cell(row, column))),
  )
  return rows.map((row) =>
    indices
      .map((column) => {
        const width = widths[column] ?? 0
        return isNumeric[column] ? cell(row, column).padStart(width) : padTo(cell(row, column), width)
      })
      .join('  ')
      .trimEnd(),
  )
}
