/**
 * Where bundles lie: a folder of this process, inside one that no other user of the machine may write to, so that no
 * other user puts modules there that we would run. The folder is removed when the process ends; where that was not
 * possible, the next process removes it.
 */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Begins the names of folders of processes of this machine; the number of the process comes next. */
const ours = `on-${hostname().replace(/[^\w.-]/g, '_')}-`

let folder: string | null = null

/** The folder of this process. Throws where there is no place that can be written to. */
export function bundleFolder(): string {
  if (folder !== null) return folder
  const shared = sharedFolder()
  if (shared !== null) removeLeftOvers(shared)
  const made =
    shared === null ? mkdtempSync(join(tmpdir(), 'ackproof-')) : mkdtempSync(join(shared, `${ours}${process.pid}-`))
  process.once('exit', () => {
    remove(made)
  })
  folder = made
  return made
}

/** Null where another user has something there, or where it cannot be made. */
function sharedFolder(): string | null {
  const user = process.getuid?.()
  const path = join(tmpdir(), `ackproof-${user ?? 'specs'}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const stats = lstatSync(path)
    const isOurs = stats.isDirectory() && (user === undefined || (stats.uid === user && (stats.mode & 0o022) === 0))
    return isOurs ? path : null
  } catch {
    return null
  }
}

/** What processes left that ended before they could take it away, and files of versions that left all of theirs. */
function removeLeftOvers(shared: string): void {
  for (const name of namesIn(shared)) {
    const pid = name.startsWith(ours) ? Number.parseInt(name.slice(ours.length), 10) : null
    if (pid === null ? /\.(?:mjs|draft)$/.test(name) : !isRunning(pid)) remove(join(shared, name))
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The next process tries again.
  }
}
