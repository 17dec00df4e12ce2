/** Graphviz's HTML-like labels, built so that no text of the user's can end or change them. */
import { oneLine } from '../print/plain-text.ts'

export type HtmlLabel = `<${string}>`

export const ink = {
  background: '#ffffff',
  text: '#1f2933',
  faint: '#7b8794',
  line: '#9aa5b1',
  lifeline: '#cbd2d9',
  box: '#f5f7fa',
  head: '#e4e7eb',
  fault: '#c81e1e',
  faultFill: '#fdecea',
  goal: '#0b6e4f',
  goalFill: '#e6f6ee',
  loop: '#0e7490',
  loopFill: '#e3f3f7',
  idle: '#b0b8c1',
  idleFill: '#fbfcfd',
} as const

const escapes: Readonly<Record<string, string>> = {
  '&': '&#38;',
  '<': '&#60;',
  '>': '&#62;',
  '"': '&#34;',
  "'": '&#39;',
  '\\': '&#92;&#92;', // Graphviz replaces \N, \G and the like even here, and takes two for one
}

/** User text as part of a label: one line, no mark-up. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"'\\]/g, (character) => escapes[character] ?? '')
}

export function bold(html: string): string {
  return html === '' ? '' : `<B>${html}</B>`
}

/** What is gone: grey and struck through. */
export function struck(html: string): string {
  return html === '' ? '' : font(`<S>${html}</S>`, ink.faint)
}

export function font(html: string, color: string, points?: number): string {
  if (html === '') return ''
  return `<FONT COLOR="${color}"${points === undefined ? '' : ` POINT-SIZE="${points}"`}>${html}</FONT>`
}

const hardSpace = '&#160;'

/** Room for some characters. A piece of text of its own, because SVG viewers drop the blanks that a text begins with. */
export function space(characters: number): string {
  return font(hardSpace.repeat(characters), ink.faint)
}

/** Lines one below the other, flush left, in a table at least `width` points wide. */
export function table(lines: readonly string[], width: number): HtmlLabel {
  return grid(lines, [], 1, width)
}

/** Lines across the whole width, then cells, `perRow` side by side and equally wide, and lines beneath these. */
export function grid(
  lines: readonly string[],
  cells: readonly string[],
  perRow: number,
  width: number,
  below: readonly string[] = [],
): HtmlLabel {
  const span = perRow > 1 ? ` COLSPAN="${perRow}"` : ''
  const across = (line: string): string => `<TR><TD ALIGN="LEFT"${span}>${line || hardSpace}</TD></TR>`
  const rows = lines.map(across)
  const cellWidth = Math.floor(width / perRow)
  for (let start = 0; start < cells.length; start += perRow) {
    const row = Array.from({ length: perRow }, (_each, index) => cells[start + index] ?? hardSpace)
    rows.push(`<TR>${row.map((cell) => `<TD ALIGN="LEFT" WIDTH="${cellWidth}">${cell}</TD>`).join('')}</TR>`)
  }
  rows.push(...below.map(across))
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" WIDTH="${width}">${rows.join('')}</TABLE>>`
}
