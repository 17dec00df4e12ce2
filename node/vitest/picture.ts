/** Pictures of the stories of tests that failed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../runs/port/failure.ts'
import { fileStem } from '../diagrams.ts'
import type { FileUrl } from '../library/file-url.ts'
import type { ToldStory } from '../library/told-story.ts'

/** Null where none are wanted. */
export type PictureFolder = string | null

export function pictureFolder(wanted: string | FileUrl | false | undefined): PictureFolder {
  if (wanted === false) return null
  if (wanted === undefined) return join(process.cwd(), 'node_modules', '.cache', 'ackproof')
  return typeof wanted === 'string' ? wanted : fileURLToPath(wanted.href)
}

/** Draws the story, and says where: a line for the message of the test. Never fails: a picture is an extra. */
export async function drawn(story: ToldStory, folder: string, names: readonly string[]): Promise<string> {
  const path = pathOf(folder, names)
  try {
    const svg = await story.svg()
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, svg)
    return `Picture: ${relative(process.cwd(), path)}`
  } catch (error) {
    return `There is no picture: ${messageOf(error)}`
  }
}

/** Removes what an earlier run drew. */
export function forget(folder: string, names: readonly string[]): void {
  try {
    rmSync(pathOf(folder, names), { force: true })
  } catch {
    // It only shows an older story.
  }
}

function pathOf(folder: string, names: readonly string[]): string {
  return join(folder, `${fileStem(names)}.svg`)
}
