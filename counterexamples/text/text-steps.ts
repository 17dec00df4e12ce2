import type pc from 'picocolors'
import { columnsOf, elide, fold, oneLine, padTo, shorten } from '../print/plain-text.ts'
import { count } from '../print/wording.ts'
import { type ChangeGroup, changeText, groupByPath } from '../story/change-text.ts'
import { foreverText } from '../story/headline.ts'
import { leftOutNote } from '../story/left-out.ts'
import { needText } from '../story/need-text.ts'
import type { Change, Story, StoryStep } from '../story/story.ts'
import { capped, flow, keeping, mostVariables } from './text-layout.ts'

type Paint = ReturnType<typeof pc.createColors>

/** Longest actor that still gets a column of its own width. */
const widestActor = 18
/** A value of a step is cut beyond this; that of the last state has more room. */
const longestChange = 400
const longestSentence = 1000
/** Elements told of one variable that changed, variables told of one step, and variables of a state. */
const mostElements = 20
const mostChanges = 60

interface Layout {
  readonly paint: Paint
  readonly width: number
  /** Columns of the actors' names. */
  readonly actor: number
  /** Why each step is needed, as well. */
  readonly isFull: boolean
}

/** What is needed of a story to show its steps. */
export type Shown = Pick<Story, 'steps' | 'loop' | 'back' | 'length' | 'verdict' | 'pointOfNoReturn'>

/** Of a longer story so many steps are told at its beginning and its end, and so many faults in between. */
const mostSteps = 120
const stepsAtFirst = 40
const faultsBetween = 20

/**
 * One numbered line for each step, and beneath it what it changed; a bracket round the steps of a loop. The middle of a
 * long story is left out, but for its first faults, the beginning of its loop and the point of no return.
 */
export function stepLines(story: Shown, paint: Paint, width: number, isFull: boolean): string[] {
  const { loop, back } = story
  const steps = back === null ? story.steps : [...story.steps, back]
  const actors = steps.map((step) => Math.min(widestActor, columnsOf(step.actor ?? '')))
  const gutter = back === null ? 0 : 2
  const layout = { paint, isFull, width: width - gutter, actor: Math.max(0, ...actors) }
  const kept = keptSteps(story, steps)
  const told = steps.map((step, index) => {
    if (!kept.has(index)) return kept.has(index - 1) ? gapLines(steps, index, kept, layout) : []
    return step.action === null ? beginning(step, layout) : [...oneStep(step, layout), ...mapped(step, layout)]
  })
  const first = loop === null ? steps.length : loop + 1
  const round = back === null ? [] : bracketed(told.slice(first).flat(), paint)
  const before = told.map((lines, index) => [...lines, ...turnLines(story, index, layout)])
  const lines = [
    ...before
      .slice(0, back === null ? steps.length : first)
      .flat()
      .map((line) => indented(line, gutter)),
    ...round,
  ]
  return [...lines, ...endLines(story, layout).map((line) => indented(line, gutter)), ...legend(story, layout)]
}

/** Positions of the steps that are told. */
function keptSteps({ loop, pointOfNoReturn }: Shown, steps: readonly StoryStep[]): ReadonlySet<number> {
  const last = steps.length - (mostSteps - stepsAtFirst)
  const isNear = (index: number): boolean => steps.length <= mostSteps || index < stepsAtFirst || index >= last
  const faults = steps.flatMap((step, index) => (step.isFault && !isNear(index) ? [index] : []))
  const turn = pointOfNoReturn?.isKnown === true ? (pointOfNoReturn.index ?? -1) + 1 : 0
  const near = steps.flatMap((_step, index) => (isNear(index) ? [index] : []))
  return new Set([...near, ...faults.slice(0, faultsBetween), turn, (loop ?? -1) + 1])
}

/** One line for the steps from here to the next that is told. */
function gapLines(
  steps: readonly StoryStep[],
  from: number,
  kept: ReadonlySet<number>,
  { paint, width }: Layout,
): string[] {
  let to = from + 1
  while (to < steps.length && !kept.has(to)) to++
  const note = leftOutNote(steps.slice(from, to), 'told')
  return fold(note, width - 6).map((line) => paint.dim(`      ${line}`))
}

function indented(line: string, columns: number): string {
  return line === '' ? line : ' '.repeat(columns) + line
}

function bracketed(lines: readonly string[], paint: Paint): string[] {
  const sign = (at: number): string => (at === 0 ? '┌ ' : at === lines.length - 1 ? '└ ' : '│ ')
  return lines.map((line, at) => `${paint.cyan(sign(at))}${line}`)
}

function beginning(step: StoryStep, layout: Layout): string[] {
  const indent = margin('', layout)
  const room = layout.width - columnsOf(indent) - 4
  const shown = (texts: readonly string[]): string[] =>
    flow(capped(texts, mostVariables), room).map((line) => layout.paint.dim(`${indent}    ${line}`))
  const named = (path: string, value: string): string => `${oneLine(path)}: ${shorten(oneLine(value), longestChange)}`
  const abstract = (step.abstract ?? []).map(({ path, after }) => named(path, after ?? ''))
  return [
    `${margin(String(step.index), layout)}${step.sentence}`,
    ...shown(step.state.map(({ path, value }) => named(path, value))),
    ...(abstract.length === 0 ? [] : shown([`⇒ ${abstract[0]}`, ...abstract.slice(1)])),
  ]
}

function oneStep(step: StoryStep, layout: Layout): string[] {
  const { paint, width } = layout
  const start = margin(String(step.index), layout, step.actor ?? '')
  const hanging = ' '.repeat(columnsOf(start))
  const sentence = fold(
    `${step.isFault ? 'FAULT: ' : ''}${shorten(oneLine(step.sentence), longestSentence)}`,
    width - hanging.length,
  )
  const told = sentence.map((line, index) => (index === 0 ? start : hanging) + line)
  return [
    ...told.map((line) => (step.isFault ? paint.red(line) : line)),
    ...problemLines(step, hanging, width).map(paint.dim),
    ...changeLines(step.changes, hanging, width).map(paint.dim),
    ...needLines(step, hanging, layout).map(paint.dim),
  ]
}

function problemLines(step: StoryStep, indent: string, width: number): string[] {
  if (step.storyProblem === null) return []
  const text = `(${shorten(oneLine(step.storyProblem), longestChange)}, so the action is named instead)`
  return fold(text, width - indent.length - 4).map((line) => `${indent}    ${line}`)
}

function changeLines(all: readonly Change[], indent: string, width: number): string[] {
  if (all.length === 0) return [`${indent}    (changes nothing)`]
  const groups = groupByPath(all)
  const told = keeping(groups, mostChanges, ({ isRead }) => isRead)
  const hidden = groups.length - told.length
  const more = hidden > 0 ? [`${indent}    … and ${count(hidden)} more`] : []
  return [...told.flatMap((group) => groupLines(group, indent, width)), ...more]
}

function groupLines({ path, isRead, changes }: ChangeGroup, indent: string, width: number): string[] {
  const room = width - indent.length - 4
  const texts = changes.slice(0, mostElements).map((change) => changeText(change, longestChange))
  const items = changes.length > mostElements ? [...texts, `… and ${count(changes.length - mostElements)} more`] : texts
  const lines = flow([`${path}: ${items[0]}`, ...items.slice(1)], room - 4)
  return lines.map(
    (line, index) => `${indent}  ${index === 0 && isRead ? '◆' : ' '} ${index === 0 ? '' : '    '}${line}`,
  )
}

/** A step that the story does not need is always told; why the others are needed, only in full. */
function needLines(step: StoryStep, indent: string, { width, isFull }: Layout): string[] {
  const text = step.matters === false || isFull ? shorten(oneLine(needText(step)), longestSentence) : ''
  return text === ''
    ? []
    : fold(text, width - indent.length - 6).map((line, at) => `${indent}    ${at === 0 ? '' : '  '}${line}`)
}

/** What the step is in the abstract specification. */
function mapped(step: StoryStep, layout: Layout): string[] {
  if (step.abstract === null || step.abstract.length === 0) return []
  const indent = ' '.repeat(columnsOf(margin('', layout)))
  return changeLines(step.abstract, indent, layout.width).map((line, at) =>
    layout.paint.dim(at === 0 ? line.replace(`${indent}    `, `${indent}  ⇒ `) : line),
  )
}

/** The point of no return, after the step that is one. */
function turnLines({ pointOfNoReturn, length }: Shown, index: number, { paint, width }: Layout): string[] {
  if (pointOfNoReturn === null || !pointOfNoReturn.isKnown) return []
  const at = pointOfNoReturn.index === null ? 0 : pointOfNoReturn.index + 1
  if (at !== index || at === length - 1) return []
  return fold(shorten(oneLine(pointOfNoReturn.sentence), longestSentence), width - 6).map((line, row) =>
    paint.red(`${row === 0 ? '  ══  ' : '      '}${line}`),
  )
}

function endLines(story: Shown, { paint, width }: Layout): string[] {
  const { length, pointOfNoReturn } = story
  if (story.loop !== null) return [paint.cyan(`${'↺'.padStart(4)}  ${foreverText(story)}`)]
  const isTold = pointOfNoReturn !== null && (pointOfNoReturn.index === length - 2 || !pointOfNoReturn.isKnown)
  return isTold
    ? fold(shorten(oneLine(pointOfNoReturn.sentence), longestSentence), width - 6).map((line) =>
        paint.dim(`      ${line}`),
      )
    : []
}

function legend(story: Shown, { paint, width }: Layout): string[] {
  const promise = story.verdict === 'violated' ? 'the broken promise' : 'the goal'
  const where = story.back === null ? 'at the end' : 'round the loop'
  const lines = [
    ...(story.steps.some((step) => step.touchesPromise)
      ? [`◆ = ${promise} reads this variable when it is evaluated ${where}`]
      : []),
    ...(story.steps.some((step) => step.abstract !== null) ? ['⇒ = what it is in the abstract specification'] : []),
  ]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => fold(line, width)).map(paint.dim)]
}

function margin(sign: string, layout: Pick<Layout, 'actor'>, actor = ''): string {
  const column = layout.actor === 0 ? '' : `${padTo(elide(oneLine(actor), widestActor), layout.actor)}  `
  return `${sign.padStart(4)}  ${column}`
}
