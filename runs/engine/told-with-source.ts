/**
 * Tells which places in the source look at all of a set or a bag, and what to write there instead. Only places are named
 * that a pattern can say, of functions all of whose places a pattern can say, and where it leaves out much: else the hint
 * would not help.
 */
import type { CheckResult, SlowSpot, WholeReader, WholeReads } from '../../checker/contract/result.ts'
import { isInBuild } from '../../spec/language/call-site.ts'
import { matches } from '../../spec/language/collections.ts'
import { sameValue } from '../../spec/language/index.ts'
import { type FinerRead, type Frame, finerRead } from '../../spec/source/finer-read.ts'
import { type Imported, SourceFile } from '../../spec/source/source-file.ts'

/** A file of the author's by its whole path: its text, and its name as people see it; null where it cannot be read. */
export type ReadSource = (path: string) => { readonly text: string; readonly name: string } | null

/** What a pattern leaves out of what it is asked of, at least. */
const FEWEST_LEFT_OUT = 0.25
const LONGEST_SUBJECT = 80

/** The result with what it says about reads of whole pools told, as far as the source can be read. */
export function toldWithSource(result: CheckResult, read: ReadSource): CheckResult {
  if (result.wholeReads.length === 0) return result
  const files = new Map<string, NamedFile | null>()
  const fileOf: FileOf = (path) => {
    let file = files.get(path)
    if (file === undefined) {
      // Files that import one another end here.
      files.set(path, null)
      const imported = (specifier: string): SourceFile | null =>
        pathsFor(path, specifier)
          .map(fileOf)
          .find((each) => each !== null)?.file ?? null
      file = parsed(path, read(path), imported)
      files.set(path, file)
    }
    return file
  }
  const told = result.wholeReads.flatMap((reads) => spotsOf(reads, fileOf))
  return { ...result, slow: [...told, ...result.slow], wholeReads: [] }
}

/** Where a file that is imported from beside another one may lie. */
function pathsFor(path: string, specifier: string): readonly string[] {
  if (!specifier.startsWith('.')) return []
  const parts = path.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const whole = parts.join('/')
  return [whole, whole.replace(/\.([cm]?)js$/, '.$1ts'), `${whole}.ts`, `${whole}.js`]
}

function parsed(path: string, found: ReturnType<ReadSource>, imported: Imported): NamedFile | null {
  if (found === null) return null
  try {
    return { file: new SourceFile(path, found.text, imported), name: found.name }
  } catch (error) {
    // Another dialect than its name says: what cannot be read says nothing.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

interface NamedFile {
  readonly file: SourceFile
  readonly name: string
}

type FileOf = (path: string) => NamedFile | null

interface Told {
  /** With the whole path, and as people see it. */
  readonly location: string
  readonly shown: string
  readonly finer: FinerRead
  readonly readers: WholeReader[]
}

function spotsOf(reads: WholeReads, fileOf: FileOf): SlowSpot[] {
  const byPlace = new Map<string, Told>()
  for (const reader of reads.readers) {
    const places = reader.sites.map((site) => placeOf(site, reads, fileOf))
    if (places.length === 0 || !places.every((place) => place !== null)) continue
    for (const place of places) {
      const told = byPlace.get(place.location) ?? { ...place, readers: [] }
      byPlace.set(place.location, told)
      if (!told.readers.includes(reader)) told.readers.push(reader)
    }
  }
  return [...byPlace.values()]
    .map((told) => spotOf(reads, told))
    .sort((left, right) => right.weight - left.weight || comparePlaces(left, right))
}

/** One that a pattern can say of the elements that were there, and which leaves out much; else null. */
function placeOf(
  site: readonly string[],
  { collection, contents }: WholeReads,
  fileOf: FileOf,
): Omit<Told, 'readers'> | null {
  const frames: (Frame & { readonly location: string; readonly shown: string })[] = []
  for (const location of site) {
    const [, path = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? []
    const named = fileOf(path)
    if (named === null) break
    const shown = `${named.name}:${line}:${column}`
    frames.push({ file: named.file, line: Number(line), column: Number(column), location, shown })
  }
  const finer = finerRead(frames, collection)
  const frame = finer === null ? undefined : frames[finer.frame]
  if (finer === null || frame === undefined) return null
  if (!keepsTheSame(finer, contents) || !leavesOutMuch(finer, contents)) return null
  const { location, shown } = frame
  return { location, shown, finer }
}

/**
 * Whether the pattern keeps exactly those of the elements that were there for which the fields are equal in the source. A
 * pattern keeps no arrays and no text, and looks only at an element's own fields.
 */
function keepsTheSame({ fields }: FinerRead, contents: WholeReads['contents']): boolean {
  if (fields === null) return true
  const open: string[] = []
  const pattern: Record<string, unknown> = {}
  for (const [field, { literal }] of fields) {
    if (literal === undefined) open.push(field)
    else pattern[field] = literal
  }
  return contents.flat().every((element) => {
    const read = (field: string): unknown => (element as Readonly<Record<string, unknown>> | null)?.[field]
    const isEqual = Object.entries(pattern).every(([field, value]) => sameValue(read(field), value))
    if (matches(element, pattern) !== isEqual) return false
    // What the other fields are compared with is not known: any value that one has.
    return !isEqual || open.every((field) => matches(element, { [field]: read(field) }))
  })
}

/** Of the elements that have what is written out, those count that a pattern can have in common at most. */
function leavesOutMuch({ fields }: FinerRead, contents: WholeReads['contents']): boolean {
  let all = 0
  let kept = 0
  for (const content of contents) {
    all += content.length
    kept += fields === null ? Math.min(1, content.length) : mostInCommon(fields, content)
  }
  return all - kept >= FEWEST_LEFT_OUT * all && all > 0
}

function mostInCommon(fields: NonNullable<FinerRead['fields']>, content: readonly unknown[]): number {
  const open = [...fields].filter(([, { literal }]) => literal === undefined).map(([field]) => field)
  const counts = new Map<string, number>()
  for (const element of content) {
    if (typeof element !== 'object' || element === null) continue
    const values = element as Readonly<Record<string, unknown>>
    const isMeant = [...fields].every(
      ([field, { literal }]) => literal === undefined || sameValue(values[field], literal),
    )
    if (!isMeant) continue
    const key = JSON.stringify(open.map((field) => values[field] ?? null))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

function spotOf({ variable }: WholeReads, { location, shown, finer, readers }: Told): SlowSpot {
  const { written, instead } = finer
  const [most = { name: '', runs: 0 }, ...others] = readers.toSorted((left, right) => right.runs - left.runs)
  const more = others.length === 0 ? '' : `, and ${others.length === 1 ? 'one more' : `${others.length} more`} with it`
  const subject = shortened(written)
  const isOfUser = !isInBuild(location)
  const text = `\`${subject}\`${isOfUser ? ` (${shown})` : ''} looks at all of "${variable}", so that ${most.name} ran ${most.runs.toLocaleString('en-US')} times${more}: write \`${instead}\``
  const weight = readers.reduce((sum, { runs }) => sum + runs, 0)
  return { kind: 'read-whole', subject, text, location: isOfUser ? location : null, weight }
}

function shortened(text: string): string {
  return text.length > LONGEST_SUBJECT ? `${text.slice(0, LONGEST_SUBJECT - 1)}…` : text
}

/** In the order of the source. */
function comparePlaces(left: SlowSpot, right: SlowSpot): number {
  const keyOf = ({ location }: SlowSpot): readonly [string, number] => {
    const [, path = '', line = ''] = /^(.*):(\d+):\d+$/.exec(location ?? '') ?? []
    return [path, Number(line)]
  }
  const [[path, line], [otherPath, otherLine]] = [keyOf(left), keyOf(right)]
  return path < otherPath ? -1 : path > otherPath ? 1 : line - otherLine
}
