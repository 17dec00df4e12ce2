/** Places in files, as a report names them. */

/** From `file:line:column` with a whole path to the same as a report has it; null stays null. */
export type Located = (location: string | null) => string | null

/** Leaves every location as it is. */
export const asItIs: Located = (location) => location

/**
 * Locations inside the folder `root` (a whole path) relative to it, with `/` between folders on every system, as tools
 * that know the checked-out sources look for them; others stay whole.
 */
export function relativeTo(root: string): Located {
  const folder = withSlashes(root).replace(/\/*$/, '/')
  return (location) => {
    if (location === null) return null
    const path = withSlashes(location)
    return path.startsWith(folder) ? path.slice(folder.length) : path
  }
}

/** A backslash separates folders only where a path begins as it does on Windows. */
function withSlashes(path: string): string {
  return /^([a-z]:\\|\\\\)/i.test(path) ? path.replaceAll('\\', '/') : path
}
