/** What a run has left that was killed before it could clean up. Folders bear the number of the process that made them. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runs } from './programs.ts'

const folderName = /^ackproof-live-(\d+)-/

export function folderPrefix(pid: number): string {
  return `ackproof-live-${pid}-`
}

/** Takes away the folders, and the disks that are mounted in them, of processes that run no more. Gives their paths. */
export function removeLeftovers(parent: string): readonly string[] {
  const left = readdirSync(parent).filter((name) => {
    const pid = folderName.exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  })
  return left.map((name) => {
    const path = join(parent, name)
    for (const mounted of mountedBelow(path)) runs('umount', '--lazy', mounted)
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    return path
  })
}

/** A process of somebody else's is alive as well, though we may not signal it. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** The last to be mounted first. */
export function mountedBelow(path: string): readonly string[] {
  if (!existsSync('/proc/mounts')) return []
  const points = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  return points.filter((point) => point.startsWith(`${path}/`)).reverse()
}
