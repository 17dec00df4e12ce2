import { readFileSync } from 'node:fs'
import type { ReadSource } from '../runs/engine/told-with-source.ts'
import { shownPath } from './bundle/shown-path.ts'

/** Reads a file where a stack says that something stands in it: it may be gone, or may never have been there. */
export const readSource: ReadSource = (path) => {
  try {
    return { text: readFileSync(path, 'utf8'), name: shownPath(path) }
  } catch {
    return null
  }
}
