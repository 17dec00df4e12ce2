/** Where is kept what the compiler knows of files that have not changed. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundleFolder } from '../bundle/bundle-folder.ts'
import { nearestAbove } from './above.ts'

/** `node_modules/.cache/ackproof` above a folder; a temporary one where that cannot be. Throws where neither can be. */
export function cacheFolder(folder: string): string {
  const packages = nearestAbove(folder, 'node_modules')
  if (packages !== null) {
    const path = join(packages, '.cache', 'ackproof')
    try {
      mkdirSync(path, { recursive: true })
      accessSync(path, constants.W_OK)
      return path
    } catch {
      // Installed by somebody else, perhaps.
    }
  }
  return bundleFolder()
}
