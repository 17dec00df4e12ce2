/** How much memory a run may take where no limit is given. */
import { freemem } from 'node:os'

const most = 16 * 2 ** 30

/** Three quarters of what is free (for this process, where it is confined), at most 16 GB. In bytes. */
export function defaultMemoryLimitBytes(): number {
  const free = 'availableMemory' in process ? Number(process.availableMemory()) : freemem()
  return Math.min(most, Math.floor((free > 0 ? free : freemem()) * 0.75))
}
