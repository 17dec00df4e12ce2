/**
 * Names and sentences come from users and end up in terminals, Graphviz text and SVG: this makes them one visible line,
 * and measures and folds such lines.
 */
import { count } from './wording.ts'

/** Controls (escape sequences among them), direction overrides, halves of surrogate pairs, non-characters. */
const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\ufffe\uffff]/gu

/** The text on one line, white space folded, with a visible sign for every character that could act on the output. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(invisible, '\ufffd').trim()
}

/** A line with its blanks as they are, and a visible sign for every character that could act on the output. */
export function visible(line: string): string {
  return line.replace(/\s/gu, ' ').replace(invisible, '\ufffd')
}

/** Such characters escaped as in a TypeScript string. */
export function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Made where it is first needed: the platform takes ten milliseconds for it. */
let segmenter: Intl.Segmenter | null = null
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u

/** Segmenting takes time with the square of the text, so long texts are taken piece by piece. */
const piece = 256

/** Characters as a reader sees them. Cost: linear, and no more than is asked for. */
function* graphemes(text: string): Iterable<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (let at = 0; at < text.length; ) {
    const isLast = at + piece >= text.length
    const segments = Array.from(segmenter.segment(text.slice(at, at + piece)), ({ segment }) => segment)
    // The last one may go on in the next piece.
    if (!isLast && segments.length > 1) segments.pop()
    yield* segments
    for (const segment of segments) at += segment.length
  }
}

/** Whether each unit of the text is a character of one column for certain: ASCII, and the signs that we print ourselves. */
function isNarrow(text: string): boolean {
  return /^[\x20-\x7e·…→−◆✓✗]*$/.test(text)
}

/** Columns that the text takes in a terminal. Cost: linear. */
export function columnsOf(text: string): number {
  if (isNarrow(text)) return text.length
  let columns = 0
  for (const grapheme of graphemes(text)) columns += wide.test(grapheme) ? 2 : 1
  return columns
}

/** Whether the text takes at most so many columns. Looks no further than these. */
export function fits(text: string, columns: number): boolean {
  if (text.length <= columns && isNarrow(text)) return true
  let left = columns
  for (const grapheme of graphemes(text)) {
    left -= wide.test(grapheme) ? 2 : 1
    if (left < 0) return false
  }
  return true
}

/** Folds at spaces to lines of at most `columns`; breaks a word only where it is longer than a line. Cost: linear. */
export function fold(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const needed = columnsOf(word)
    const before = line === '' ? 0 : used + 1
    if (before + needed <= columns) {
      line = line === '' ? word : `${line} ${word}`
      used = before + needed
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = chop(word, columns)
    line = pieces.pop() ?? ''
    used = columnsOf(line)
    for (const each of pieces) lines.push(each)
  }
  return [...lines, line]
}

/** The text, or as much of its beginning and end as fits `columns` around an ellipsis. */
export function elide(text: string, columns: number): string {
  if (fits(text, columns)) return text
  const tail = Math.floor((columns - 1) / 3)
  return `${beginningOf(text, columns - 1 - tail)}…${endOf(text, tail)}`
}

/** The text, or where it is longer than `columns` its beginning and end, and how long it is. */
export function shorten(text: string, columns: number): string {
  if (fits(text, columns)) return text
  const said = `… (${count(text.length)} characters) …`
  const room = Math.max(2, columns - said.length)
  const tail = Math.floor(room / 3)
  return `${beginningOf(text, room - tail)}${said}${endOf(text, tail)}`
}

/**
 * The text, or as much of it around the characters from `from` up to `to` as fits `columns`: what differs, or what
 * decides, is not to be cut out.
 */
export function elideAround(text: string, columns: number, from: number, to: number): string {
  if (fits(text, columns)) return text
  const kept = elide(text.slice(from, to), Math.max(1, columns - 2))
  for (let room = columns - 2 - columnsOf(kept); room > 0; room = Math.floor(room / 2)) {
    const before = Math.min(from, Math.max(Math.floor(room / 2), room - (text.length - to)))
    const start = boundary(text, from - before)
    const end = boundary(text, to + room - before)
    const shown = `${start > 0 ? '…' : ''}${text.slice(start, from)}${kept}${text.slice(to, end)}${end < text.length ? '…' : ''}`
    if (fits(shown, columns)) return shown
  }
  return `${from > 0 ? '…' : ''}${kept}${to < text.length ? '…' : ''}`
}

/** Of two texts that differ, at most `columns` each, with what differs. */
export function elideToDifference(left: string, right: string, columns: number): readonly [string, string] {
  const shortest = Math.min(left.length, right.length)
  let start = 0
  while (start < shortest && left[start] === right[start]) start++
  let end = 0
  while (end < shortest - start && left.at(-end - 1) === right.at(-end - 1)) end++
  const shown = (text: string): string => sized(text, elideAround(text, columns, start, text.length - end))
  return [shown(left), shown(right)]
}

/** Texts longer than this are not guessed at from their beginning and end. */
const long = 1000

/** What is shown of a text, and of a long one how long it is. */
export function sized(text: string, shown: string): string {
  return text.length <= long || shown === text ? shown : `${shown} (${count(text.length)} characters)`
}

/** Not between the two halves of one character. */
function boundary(text: string, at: number): number {
  return /^[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

function beginningOf(text: string, columns: number): string {
  let taken = ''
  let left = columns
  for (const grapheme of graphemes(text)) {
    left -= columnsOf(grapheme)
    if (left < 0) break
    taken += grapheme
  }
  return taken
}

function endOf(text: string, columns: number): string {
  const start = Math.max(0, text.length - columns * 16 - piece)
  const last = [...graphemes(text.slice(start))].slice(start === 0 ? 0 : 1)
  let taken = ''
  let left = columns
  for (const grapheme of last.reverse()) {
    left -= columnsOf(grapheme)
    if (left < 0) break
    taken = grapheme + taken
  }
  return taken
}

function chop(word: string, columns: number): string[] {
  const pieces: string[] = []
  let line = ''
  let used = 0
  for (const grapheme of graphemes(word)) {
    const needed = columnsOf(grapheme)
    if (used + needed > columns && line !== '') {
      pieces.push(line)
      line = ''
      used = 0
    }
    line += grapheme
    used += needed
  }
  return [...pieces, line]
}
