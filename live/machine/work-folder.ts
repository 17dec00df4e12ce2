/** A new folder for what one run writes; it goes when the program ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { belongs } from './belongings.ts'

export interface WorkFolder {
  readonly path: string
  remove(): void
}

export function workFolder(): WorkFolder {
  const path = mkdtempSync(join(tmpdir(), 'ackproof-live-'))
  return { path, remove: belongs(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 })) }
}
