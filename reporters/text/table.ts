/** Rows as aligned lines: the first column to the left, all others to the right unless they hold words. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const cell = (row: readonly string[], column: number): string => row[column] ?? ''
  const indices = Array.from({ length: columns }, (_, column) => column)
  const widths = indices.map((column) => Math.max(...rows.map((row) => cell(row, column).length)))
  const isNumeric = indices.map(
    (column) => column > 0 && rows.slice(1).some((row) => /^[\d.,]+/.test(cell(row, column))),
  )
  return rows.map((row) =>
    indices
      .map((column) => {
        const width = widths[column] ?? 0
        return isNumeric[column] ? cell(row, column).padStart(width) : cell(row, column).padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
