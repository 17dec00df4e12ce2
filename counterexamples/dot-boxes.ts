/** What the boxes of a diagram say, line by line. */
import { bold, escaped, font, type HtmlLabel, ink, struck, table } from './dot-label.ts'
import { columnsOf, elide, fold, oneLine } from './plain-text.ts'
import type { Change, NamedValue, Story, StoryStep } from './story.ts'

/** Room of one lane. */
export interface BoxSize {
  /** Characters of a line. */
  readonly columns: number
  /** Width in points. */
  readonly points: number
}

/** Fewer lanes are wider: five take about 900 points, 1,200 pixels. */
export function boxSizeFor(lanes: number): BoxSize {
  const columns = [64, 64, 46, 38, 32, 27][lanes] ?? 24
  return { columns, points: Math.round(columns * 5.6) }
}

const mostSentenceLines = 6
const mostChanges = 8
const mostVariables = 24
const mostReasons = 6
const mostValues = 10

export function stepLabel(step: StoryStep, { columns, points }: BoxSize): HtmlLabel {
  const sentence = fold(`${step.index}  ${oneLine(step.sentence)}`, columns)
  const lines = sentence.slice(0, mostSentenceLines).map(escaped)
  if (sentence.length > mostSentenceLines) lines.push('…')
  const [first = '', ...rest] = lines.map((line) => (step.isFault ? font(line, ink.fault) : line))
  const fault = step.isFault ? [[bold(font('FAULT', ink.fault))]] : []
  const shown = step.changes.slice(0, mostChanges).flatMap((change) => changeLines(change, columns))
  const hidden = step.changes.length - mostChanges
  const more = hidden > 0 ? [font(`… and ${hidden} more changes`, ink.faint)] : []
  const changes = [...shown, ...more].map((line) => [font(line, ink.text, 9)])
  return table([...fault, [bold(first)], ...rest.map((line) => [bold(line)]), ...changes], points)
}

/** `path: old → new` on one line where it fits, else the values beneath the path. */
function changeLines(change: Change, columns: number): string[] {
  const mark = change.isRead ? '◆ ' : ''
  const path = elide(oneLine(change.path), columns - 4)
  const room = columns - 3
  const before = change.before === null ? null : elide(oneLine(change.before), room)
  const after = change.after === null ? null : elide(oneLine(change.after), room)
  const prefix = font(`${mark}${escaped(path)}`, ink.faint)
  const values = [
    ...(before === null ? [] : [change.kind === 'removed' ? `− ${struck(escaped(before))}` : struck(escaped(before))]),
    ...(after === null ? [] : [`${change.kind === 'added' ? '+' : '→'} ${bold(escaped(after))}`]),
  ]
  const length = columnsOf(`${mark}${path}  ${before ?? ''} → ${after ?? ''}`)
  return length <= columns + 2 ? [`${prefix}  ${values.join(' ')}`] : [prefix, ...values.map((value) => `   ${value}`)]
}

export function initialLabel(state: readonly NamedValue[], perRow: number, points: number): HtmlLabel {
  const columns = Math.floor(points / perRow / 5.2)
  const cells = state.slice(0, mostVariables).map(({ path, value }) => {
    const name = elide(oneLine(path), Math.floor(columns / 2))
    const room = Math.max(8, columns - columnsOf(name) - 2)
    return font(`${font(escaped(name), ink.faint)}  ${escaped(elide(oneLine(value), room))}`, ink.text, 9)
  })
  const hidden = state.length - mostVariables
  const rows = [[bold('Initial state'), ...(hidden > 0 ? [font(`${hidden} more variables`, ink.faint, 9)] : [])]]
  for (let start = 0; start < cells.length; start += perRow) rows.push(cells.slice(start, start + perRow))
  return table(rows, points)
}

/** The last box: which promise broke (or which goal is reached), which part, and what was read to decide it. */
export function verdictLabel(story: Story, columns: number, points: number): HtmlLabel {
  const color = story.verdict === 'violated' ? ink.fault : ink.goal
  const word = story.verdict === 'violated' ? 'BROKEN' : 'REACHED'
  const lines = fold(`${word}: ${oneLine(story.property)}`, columns).map((line) => bold(font(escaped(line), color, 13)))
  const told = story.why.filter((reason) => story.why.length === 1 || reason.holds !== true)
  const reasons = told.slice(0, mostReasons).flatMap((reason) => {
    const text = reason.detail === '' ? reason.label : `${reason.label}: ${reason.detail}`
    const isNamed = reason.label !== story.property || reason.detail !== ''
    const sign = reason.holds === null ? '?' : reason.holds ? '✓' : '✗'
    const label = isNamed ? fold(`${sign} ${oneLine(text)}`, columns).map((line) => font(escaped(line), color)) : []
    const values = story.kind === 'deadlock-free' ? [] : reason.values.slice(0, mostValues)
    return [...label, ...values.map((value) => readLine(value, columns))]
  })
  const hidden = told.length - mostReasons
  const more = hidden > 0 ? [font(`… and ${hidden} more`, color)] : []
  return table(
    [...lines, ...reasons, ...more].map((line) => [line]),
    points,
  )
}

function readLine({ path, value }: NamedValue, columns: number): string {
  const name = elide(oneLine(path), Math.floor(columns / 2))
  const room = Math.max(8, columns - columnsOf(name) - 5)
  return `   ${font(escaped(name), ink.faint)}  ${bold(escaped(elide(oneLine(value), room)))}`
}
