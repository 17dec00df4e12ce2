/** What lies in a folder or in one above it. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Every file or folder of this name, from `folder` upwards. */
export function allAbove(folder: string, name: string): readonly string[] {
  const path = join(folder, name)
  const above = dirname(folder)
  const further = above === folder ? [] : allAbove(above, name)
  return existsSync(path) ? [path, ...further] : further
}

/** The nearest file or folder of this name, from `folder` upwards; null where there is none. */
export function nearestAbove(folder: string, name: string): string | null {
  return allAbove(folder, name)[0] ?? null
}
