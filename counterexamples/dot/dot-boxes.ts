/** What the boxes of a diagram say, line by line. */

import { isIdle } from '../lanes/rows.ts'
import { columnsOf, elide, elideToDifference, fits, fold, oneLine, shorten } from '../print/plain-text.ts'
import { count } from '../print/wording.ts'
import { type ChangeGroup, changeText, groupByPath } from '../story/change-text.ts'
import { decisiveReasons, reasonText, signOf } from '../story/decisive-reasons.ts'
import type { Change, NamedValue, Story, StoryStep } from '../story/story.ts'
import { decisiveValues, readPaths, valueText } from '../story/story-values.ts'
import { keeping } from '../text/text-layout.ts'
import { bold, escaped, font, grid, type HtmlLabel, ink, space, struck, table } from './dot-label.ts'

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
const mostValues = 12
const mostFairness = 5
/** Lines of a value that the promise reads; of any other, two. */
const mostReadLines = 6
const longestReason = 600

export function stepLabel(step: StoryStep, { columns, points }: BoxSize): HtmlLabel {
  const sentence = fold(`${step.index}. ${shorten(oneLine(step.sentence), columns * (mostSentenceLines + 1))}`, columns)
  const told = sentence.slice(0, mostSentenceLines).map(escaped)
  if (sentence.length > mostSentenceLines) told.push('…')
  const lines = told.map((line) =>
    bold(step.isFault ? font(line, ink.fault) : isIdle(step) ? font(line, ink.faint) : line),
  )
  const fault = step.isFault ? [bold(font('FAULT', ink.fault))] : []
  const abstract = (step.abstract ?? []).map((change) => ({ ...change, path: `⇒ ${change.path}` }))
  const groups = groupByPath([...step.changes, ...abstract])
  const ofGroup = isIdle(step) ? faintChangeLines : changeLines
  const drawn = keeping(groups, mostChanges, ({ isRead }) => isRead)
  const changes = drawn.flatMap((group) => ofGroup(group, Math.floor(columns * 1.15)))
  const hidden = groups.length - drawn.length
  const more = hidden > 0 ? [font(`… and ${count(hidden)} more changes`, ink.faint)] : []
  return table([...fault, ...lines, ...[...changes, ...more].map((line) => font(line, ink.text, 9))], points)
}

/** `path  old → new` on one line where it fits, else the values beneath the path. */
function changeLines({ path, isRead, changes }: ChangeGroup, columns: number): string[] {
  const name = `${isRead ? '◆ ' : ''}${elide(path, columns - 3)}`
  const head = font(escaped(name), ink.faint)
  const drawn = changes.slice(0, mostChanges)
  const hidden = changes.length - drawn.length
  const line = [name, ...drawn.map((change) => changeText(change, columns * 2))].join('  ')
  if (hidden === 0 && fits(line, columns))
    return [[head, ...drawn.map((change) => pieces(change, columns, 1).join(space(1)))].join(space(2))]
  const values = drawn.flatMap((change) => pieces(change, columns - 4, isRead ? mostReadLines : 2))
  return [
    head,
    ...values.map((value) => space(2) + value),
    ...(hidden > 0 ? [`${space(2)}… and ${count(hidden)} more`] : []),
  ]
}

/** The same in the words of the text form: a step that does not matter is not to catch the eye. */
function faintChangeLines({ path, changes }: ChangeGroup, columns: number): string[] {
  const texts = changes.slice(0, mostChanges).map((change) => changeText(change, columns * 2))
  const text = oneLine(`${path}  ${texts.join('  ')}`)
  return fold(elide(text, columns * 2), columns).map((line) => font(escaped(line), ink.faint))
}

/** Old value grey and struck through, new value bold; each folded to so many lines before all but what differs is cut. */
function pieces({ kind, before, after }: Change, columns: number, lines: number): string[] {
  const room = Math.max(columns - 2, columns * lines - 6)
  const [old, now] =
    before === null || after === null
      ? [shorten(oneLine(before ?? ''), room), shorten(oneLine(after ?? ''), room)]
      : elideToDifference(oneLine(before), oneLine(after), room)
  const parts: string[] = []
  if (before !== null) {
    const lines = fold(old, columns).map(escaped).map(struck)
    parts.push(...(kind === 'removed' ? signed('−', lines) : lines))
  }
  if (after !== null) parts.push(...signed(kind === 'added' ? '+' : '→', fold(now, columns).map(escaped).map(bold)))
  return parts
}

function signed(sign: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? sign + space(1) + line : space(3) + line))
}

export function initialLabel(story: Story, { state, abstract }: StoryStep, perRow: number, points: number): HtmlLabel {
  const mapped = (abstract ?? []).map(({ path, after }): NamedValue => ({ path: `⇒ ${path}`, value: after ?? '' }))
  const read = readPaths(story)
  const shown = keeping(state, mostVariables, ({ path }) => read.has(path))
  const hidden = state.length - shown.length
  const title =
    bold('Initial state') + (hidden > 0 ? space(2) + font(`(and ${count(hidden)} more variables)`, ink.faint) : '')
  const isWide = (each: NamedValue): boolean => read.has(each.path) && !fitsCell(each, perRow, points)
  const cells = [...shown.filter((each) => !isWide(each)), ...mapped.slice(0, mostVariables)]
  const wide = shown.filter(isWide).flatMap((each) => wideLines(each.path, oneLine(each.value), points))
  return grid([title], valueCells(cells, perRow, points), perRow, points, wide)
}

/** The last box: which promise broke (or which goal is reached), which part, why, and what was read to decide it. */
export function verdictLabel(story: Story, perRow: number, points: number): HtmlLabel {
  const color = story.verdict === 'violated' ? ink.fault : ink.goal
  const word = story.verdict === 'violated' ? 'BROKEN' : 'REACHED'
  const part = story.part === null ? '' : ` (${story.part})`
  const title = fold(shorten(oneLine(`${word}: ${story.property}${part}`), longestReason), Math.floor(points / 8))
  const decisive = decisiveReasons(story)
  const told = (texts: readonly string[], ink: string): string[] =>
    texts.flatMap((text) =>
      text === ''
        ? []
        : fold(shorten(text, longestReason), Math.floor(points / 5.6)).map((line) => font(escaped(line), ink)),
    )
  const reasons = told(
    decisive.slice(0, mostReasons).map((reason) => reasonText(reason, story)),
    color,
  )
  const hidden = decisive.length - mostReasons
  const more = hidden > 0 ? [font(`… and ${count(hidden)} more`, color)] : []
  const reading = story.kind === 'deadlock-free' ? [] : decisive
  const read = decisiveValues(reading, story, mostValues)
  const unread = new Set(reading.flatMap(({ values }) => values.map(({ path }) => path))).size - read.length
  const intro =
    read.length === 0
      ? []
      : [font(`It ${decisive.find(({ values }) => values.length > 0)?.valuesTitle ?? 'reads'}:`, ink.faint)]
  const short = read.filter((each) => fitsCell(each, perRow, points))
  const wide = read
    .filter((each) => !short.includes(each))
    .flatMap((each) => {
      const value = valueText(
        story,
        { path: each.path, value: oneLine(each.value) },
        wideColumns(points) * mostReadLines,
      )
      return wideLines(each.path, value, points)
    })
  const others = unread > 0 ? [font(`… and ${count(unread)} more that it reads`, ink.faint, 9)] : []
  const lines = [
    ...title.map((line) => bold(font(escaped(line), color, 13))),
    ...reasons,
    ...more,
    ...told(asides(story), ink.faint),
    ...intro,
  ]
  return grid(lines, valueCells(short, perRow, points), perRow, points, [...wide, ...others])
}

/** Why a loop is fair, and that the break was avoidable until its last step. */
function asides({ fairness, back, pointOfNoReturn, length }: Story): string[] {
  const hidden = fairness.length - mostFairness
  const shown = fairness
    .slice(0, mostFairness)
    .map(({ holds, label, detail }) => oneLine(`${signOf(holds)} ${label}: ${detail}`))
  const fair = shown.length === 0 ? [] : [back === null ? 'Stopping there is fair:' : 'The loop is fair:', ...shown]
  const isAtEnd = pointOfNoReturn !== null && pointOfNoReturn.index === length - 2
  return [
    ...fair,
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    ...(isAtEnd ? [oneLine(pointOfNoReturn.sentence)] : []),
  ]
}

function fitsCell({ path, value }: NamedValue, perRow: number, points: number): boolean {
  return fits(`${oneLine(path)}  ${oneLine(value)}`, Math.floor(points / perRow / 5))
}

function wideColumns(points: number): number {
  return Math.floor(points / 5.2)
}

/** A value that the promise reads and that is too long for a cell: across the whole box, in several lines. */
function wideLines(path: string, value: string, points: number): string[] {
  const columns = wideColumns(points)
  const name = elide(oneLine(path), Math.floor(columns / 3))
  const indent = Math.min(columnsOf(name) + 2, Math.floor(columns / 3))
  const text = elide(value, columns * (mostReadLines + 1))
  return fold(text, columns - indent).map((line, at) =>
    font(`${at === 0 ? font(escaped(name), ink.faint) + space(2) : space(indent)}${bold(escaped(line))}`, ink.text, 9),
  )
}

function valueCells(values: readonly NamedValue[], perRow: number, points: number): string[] {
  const columns = Math.floor(points / perRow / 5)
  return values.map(({ path, value }) => {
    const name = elide(oneLine(path), Math.floor(columns * 0.6))
    const room = Math.max(6, columns - columnsOf(name) - 2)
    return font(
      `${font(escaped(name), ink.faint)}${space(2)}${bold(escaped(elide(oneLine(value), room)))}`,
      ink.text,
      9,
    )
  })
}
