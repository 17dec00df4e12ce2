/** The folders of files that a store is made of: each file is named after the offset of its first byte, in 20 digits. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LogFile {
  /** Offset of its first byte. */
  readonly start: number
  readonly bytes: Buffer
}

/** The files of a folder, in order; none where the folder is not there. Other files are left out. */
export function* logFiles(folder: string): Generator<LogFile> {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).sort()) {
    if (/^\d{20}$/.test(name)) yield { start: Number(name), bytes: readFileSync(join(folder, name)) }
  }
}
