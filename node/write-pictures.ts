/** Writes pictures of suites into a folder: a `.dot` and an `.svg` each. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileStem } from './diagrams.ts'
import { drawFiles } from './dot/draw-files.ts'
import { UsageError } from './usage-error.ts'

export interface Picture {
  /** What its files are called after. */
  readonly name: readonly string[]
  readonly dot: string
}

export interface WrittenPictures {
  readonly stems: readonly string[]
  /** Which program drew them, in words; null where it was Graphviz's own. */
  readonly note: string | null
  /** What could not be drawn, and why, one sentence each. */
  readonly problems: readonly string[]
}

/** Pictures that an earlier run drew are replaced. Throws UsageError where a file of that name is none, before any is written. */
export async function writePictures(folder: string, wanted: readonly Picture[]): Promise<WrittenPictures> {
  const pictures = wanted.map(({ name, dot }) => ({ stem: fileStem(name), dot }))
  for (const { stem, dot } of pictures) requireOurs(folder, stem, dot)
  const stems: string[] = []
  const problems: string[] = []
  let note: string | null = null
  for (const { stem, dot } of pictures) {
    const drawn = await drawFiles(join(folder, stem), dot)
    if (drawn.problem === null) stems.push(stem)
    else problems.push(drawn.problem)
    note ??= drawn.note
  }
  return { stems, note, problems }
}

/** A file is ours where it begins as such a picture does. An `.svg` is ours where the `.dot` beside it is. */
function requireOurs(folder: string, stem: string, dot: string): void {
  const [source, drawing] = [join(folder, `${stem}.dot`), join(folder, `${stem}.svg`)]
  const firstLine = dot.slice(0, dot.indexOf('\n'))
  const isOurs = existsSync(source) && readFileSync(source, 'utf8').startsWith(firstLine)
  const other = isOurs ? undefined : [source, drawing].find((path) => existsSync(path))
  if (other === undefined) return
  throw new UsageError(`"${other}" is there, and is no picture of ours; expected another folder`)
}
