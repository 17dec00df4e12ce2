/** One picture as two files. */
import { writeFileSync } from 'node:fs'
import { messageOf } from '../../runs/port/failure.ts'
import { renderSvg } from './render-svg.ts'

export interface DrawnFiles {
  /** Which program drew it, in words; null where it was Graphviz's own, or nothing was drawn. */
  readonly note: string | null
  /** Why it is not there, in a sentence; null where it is. */
  readonly problem: string | null
}

/** Writes `path.dot` and `path.svg`. What `onBegin` throws is a problem of the picture, which is then not drawn. */
export async function drawFiles(path: string, dot: string, onBegin: () => void = () => {}): Promise<DrawnFiles> {
  try {
    onBegin()
    writeFileSync(`${path}.dot`, dot)
    const { svg, note } = await renderSvg(dot)
    writeFileSync(`${path}.svg`, svg)
    return { note, problem: null }
  } catch (error) {
    return { note: null, problem: `cannot draw ${path}: ${messageOf(error)}` }
  }
}
