/** A disk without room: brokers tell of it in many ways, or not at all. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { mountedBelow } from './leftovers.ts'

/** What is left where a program has just failed to write a page. */
const noRoom = 64 * 1024

/** What went wrong went wrong for want of room: neither a result nor a failure of whoever met it. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
  /** As of Node's own errors. */
  readonly code = 'ENOSPC'

  constructor(path: string) {
    super(`the disk is full: ${path}`)
  }
}

/** The error itself, or `DiskFull` where the folder, or a disk that is mounted in it, has no room left. */
export function orDiskFull(error: unknown, folder: string): unknown {
  if (error instanceof DiskFull) return error
  const full = fullDisk(folder)
  return full === null ? error : new DiskFull(full)
}

/** Where there is no room left: a disk that is mounted in the folder, or what the folder lies in. Null where there is room. */
export function fullDisk(folder: string): string | null {
  const inside = mountedBelow(folder).find(isFull)
  if (inside !== undefined) return inside
  return isFull(folder) ? dirname(folder) : null
}

function isFull(path: string): boolean {
  try {
    const { bsize, bavail, bfree, files, ffree } = statfsSync(path)
    const free = process.getuid?.() === 0 ? bfree : bavail
    return bsize * free < noRoom || (files > 0 && ffree === 0)
  } catch {
    return false // It is gone, so nobody knows.
  }
}
