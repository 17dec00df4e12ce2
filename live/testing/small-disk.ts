/** A disk of one megabyte, for tests of what becomes of a full one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, runs } from '../machine/programs.ts'

/** Calls `use` with the folder where it is mounted, or skips the test and says why. */
export async function onSmallDisk(skip: () => void, use: (folder: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'ackproof-small-'))
  const folder = join(parent, 'disk')
  mkdirSync(folder)
  try {
    if (process.getuid?.() !== 0 || !runs('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) {
      process.stderr.write('skipped: a small disk needs root, to mount it\n')
      return skip()
    }
    try {
      await use(folder)
    } finally {
      run('umount', '--lazy', folder)
    }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

/** From here on nothing can be written there. */
export function fill(folder: string): void {
  try {
    for (let at = 0; ; at++) writeFileSync(join(folder, `filling-${at}`), Buffer.alloc(64 * 1024))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
