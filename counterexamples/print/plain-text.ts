/**
 * Names and sentences come from users and end up in terminals, Graphviz text and SVG: this makes them one visible line,
 * and measures and folds such lines.
 */

/** Controls (escape sequences among them), direction overrides, halves of surrogate pairs, non-characters. */
const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\ufffe\uffff]/gu

/** The text on one line, white space folded, with a visible sign for every character that could act on the output. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(invisible, '\ufffd').trim()
}

/** Such characters escaped as in a TypeScript string. */
export function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u

/** Columns that the text takes in a terminal. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/** Folds at spaces to lines of at most `columns`; breaks a word only where it is longer than a line. */
export function fold(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (columnsOf(joined) <= columns) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = chop(word, columns)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return [...lines, line]
}

/** The text, or as much of its beginning and end as fits `columns` around an ellipsis. */
export function elide(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment)
  const tail = Math.floor((columns - 1) / 3)
  return `${take(characters, columns - 1 - tail)}…${take(characters.reverse(), tail, true)}`
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

function take(characters: readonly string[], columns: number, isReversed = false): string {
  const taken: string[] = []
  let left = columns
  for (const character of characters) {
    left -= columnsOf(character)
    if (left < 0) break
    taken.push(character)
  }
  return (isReversed ? taken.reverse() : taken).join('')
}

function chop(word: string, columns: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const { segment } of graphemes.segment(word)) {
    const needed = columnsOf(segment)
    if (used + needed > columns && piece !== '') {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += segment
    used += needed
  }
  return [...pieces, piece]
}
