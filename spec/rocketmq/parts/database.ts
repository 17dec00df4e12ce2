/** A table of an application's database, as far as one key goes: what several instances that insert the same row see of it. */

/** Rows with that key; 2 is two or more. */
export type RowsOfKey = 0 | 1 | 2

/**
 * After an insert. With a unique key the database refuses the second row, which leaves the table as it is; the application takes the
 * refusal for "it is there already". Without one nothing keeps two instances apart that have both looked before.
 */
export function withRow(rows: RowsOfKey, hasUniqueKey: boolean): RowsOfKey {
  if (rows === 0) return 1
  return hasUniqueKey ? rows : 2
}

/** Whether the insert is refused. */
export function isDuplicateKey(rows: RowsOfKey, hasUniqueKey: boolean): boolean {
  return hasUniqueKey && rows > 0
}
