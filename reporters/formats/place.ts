/** A location taken apart. */
export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** Null where the location is not known, or not of the form `file:line:column`. */
export function placeOf(location: string | null): Place | null {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(location ?? '') ?? []
  return file === undefined ? null : { file, line: Number(line), column: Number(column) }
}

/** Whether a file is named by its whole path. */
export function isWholePath(file: string): boolean {
  return /^([a-z]:)?[/\\]/i.test(file)
}
