/** What the boxes of a diagram say, line by line. */

import { columnsOf, elide, fold, oneLine } from '../print/plain-text.ts'
import { type ChangeGroup, changeText, groupByPath } from '../story/change-text.ts'
import type { Change, NamedValue, Reason, Story, StoryStep } from '../story/story.ts'
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

/** A step that the story does not need is drawn faintly. */
export function isIdle(step: StoryStep): boolean {
  return step.matters === false
}

export function stepLabel(step: StoryStep, { columns, points }: BoxSize): HtmlLabel {
  const sentence = fold(`${step.index}. ${oneLine(step.sentence)}`, columns)
  const told = sentence.slice(0, mostSentenceLines).map(escaped)
  if (sentence.length > mostSentenceLines) told.push('…')
  const lines = told.map((line) =>
    bold(step.isFault ? font(line, ink.fault) : isIdle(step) ? font(line, ink.faint) : line),
  )
  const fault = step.isFault ? [bold(font('FAULT', ink.fault))] : []
  const abstract = (step.abstract ?? []).map((change) => ({ ...change, path: `⇒ ${change.path}` }))
  const groups = groupByPath([...step.changes, ...abstract])
  const ofGroup = isIdle(step) ? faintChangeLines : changeLines
  const changes = groups.slice(0, mostChanges).flatMap((group) => ofGroup(group, Math.floor(columns * 1.15)))
  const hidden = groups.length - mostChanges
  const more = hidden > 0 ? [font(`… and ${hidden} more changes`, ink.faint)] : []
  return table([...fault, ...lines, ...[...changes, ...more].map((line) => font(line, ink.text, 9))], points)
}

/** `path  old → new` on one line where it fits, else the values beneath the path. */
function changeLines({ path, isRead, changes }: ChangeGroup, columns: number): string[] {
  const name = `${isRead ? '◆ ' : ''}${elide(path, columns - 3)}`
  const head = font(escaped(name), ink.faint)
  const length = columnsOf([name, ...changes.map(changeText)].join('  '))
  if (length <= columns)
    return [[head, ...changes.map((change) => pieces(change, length).join(space(1)))].join(space(2))]
  const values = changes.slice(0, mostChanges).flatMap((change) => pieces(change, columns - 4))
  const hidden = changes.length - mostChanges
  return [head, ...values.map((value) => space(2) + value), ...(hidden > 0 ? [`${space(2)}… and ${hidden} more`] : [])]
}

/** The same in the words of the text form: a step that does not matter is not to catch the eye. */
function faintChangeLines({ path, changes }: ChangeGroup, columns: number): string[] {
  const text = oneLine(`${path}  ${changes.map(changeText).join('  ')}`)
  return fold(elide(text, columns * 2), columns).map((line) => font(escaped(line), ink.faint))
}

/** Old value grey and struck through, new value bold; each folded once before it is cut. */
function pieces({ kind, before, after }: Change, columns: number): string[] {
  const parts: string[] = []
  if (before !== null) {
    const lines = folded(before, columns).map(struck)
    parts.push(...(kind === 'removed' ? signed('−', lines) : lines))
  }
  if (after !== null) parts.push(...signed(kind === 'added' ? '+' : '→', folded(after, columns).map(bold)))
  return parts
}

function folded(value: string, columns: number): string[] {
  return fold(elide(oneLine(value), columns * 2 - 6), columns).map(escaped)
}

function signed(sign: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? sign + space(1) + line : space(3) + line))
}

export function initialLabel({ state, abstract }: StoryStep, perRow: number, points: number): HtmlLabel {
  const mapped = (abstract ?? []).map(({ path, after }): NamedValue => ({ path: `⇒ ${path}`, value: after ?? '' }))
  const shown = state.slice(0, mostVariables)
  const hidden = state.length - shown.length
  const title = bold('Initial state') + (hidden > 0 ? space(2) + font(`(and ${hidden} more variables)`, ink.faint) : '')
  return grid([title], valueCells([...shown, ...mapped.slice(0, mostVariables)], perRow, points), perRow, points)
}

/** The last box: which promise broke (or which goal is reached), which part, why, and what was read to decide it. */
export function verdictLabel(story: Story, perRow: number, points: number): HtmlLabel {
  const color = story.verdict === 'violated' ? ink.fault : ink.goal
  const word = story.verdict === 'violated' ? 'BROKEN' : 'REACHED'
  const part = story.part === null ? '' : ` (${story.part})`
  const title = fold(oneLine(`${word}: ${story.property}${part}`), Math.floor(points / 8))
  const decisive = decisiveReasons(story)
  const told = (texts: readonly string[], ink: string): string[] =>
    texts.flatMap((text) =>
      text === '' ? [] : fold(text, Math.floor(points / 5.6)).map((line) => font(escaped(line), ink)),
    )
  const reasons = told(
    decisive.slice(0, mostReasons).map((reason) => reasonText(reason, story)),
    color,
  )
  const hidden = decisive.length - mostReasons
  const more = hidden > 0 ? [font(`… and ${hidden} more`, color)] : []
  const read = story.kind === 'deadlock-free' ? [] : decisive.flatMap((reason) => reason.values)
  const unique = [...new Map(read.map((value) => [value.path, value])).values()].slice(0, mostValues)
  const intro =
    unique.length === 0
      ? []
      : [font(`It ${decisive.find(({ values }) => values.length > 0)?.valuesTitle ?? 'reads'}:`, ink.faint)]
  const lines = [
    ...title.map((line) => bold(font(escaped(line), color, 13))),
    ...reasons,
    ...more,
    ...told(asides(story), ink.faint),
    ...intro,
  ]
  return grid(lines, valueCells(unique, perRow, points), perRow, points)
}

/** What breaks the promise, without what does not; all there is to say where nothing is a plain condition. */
function decisiveReasons({ kind, why }: Story): readonly Reason[] {
  if (why.length === 1 || kind === 'leads-to' || kind === 'can-always-reach') return why
  return why.filter((reason) => reason.holds !== true)
}

/** Why a loop is fair, and that the break was avoidable until its last step. */
function asides({ fairness, back, pointOfNoReturn, length }: Story): string[] {
  const hidden = fairness.length - mostFairness
  const shown = fairness.slice(0, mostFairness).map(({ label, detail }) => oneLine(`${label}: ${detail}`))
  const fair = shown.length === 0 ? [] : [back === null ? 'Stopping there is fair:' : 'The loop is fair:', ...shown]
  const isAtEnd = pointOfNoReturn !== null && pointOfNoReturn.index === length - 2
  return [
    ...fair,
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    ...(isAtEnd ? [oneLine(pointOfNoReturn.sentence)] : []),
  ]
}

/** '' where the title of the box says it already. */
function reasonText(reason: Reason, story: Story): string {
  if (reason.detail === '' && (reason.label === story.property || reason.label === story.part)) return ''
  const sign = reason.holds === null ? '?' : reason.holds ? '✓' : '✗'
  return oneLine(`${sign} ${reason.label}${reason.detail === '' ? '' : `: ${reason.detail}`}`)
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
