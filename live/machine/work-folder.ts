/** A new folder for what one run writes; it goes when the program ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { belongs } from './belongings.ts'
import { folderPrefix, removeLeftovers } from './leftovers.ts'

export interface WorkFolder {
  readonly path: string
  remove(): void
}

/** Takes away as well what earlier runs have left. */
export function workFolder(): WorkFolder {
  removeLeftovers(tmpdir())
  const path = mkdtempSync(join(tmpdir(), folderPrefix(process.pid)))
  return { path, remove: belongs(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 })) }
}
