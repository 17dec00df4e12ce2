import type pc from 'picocolors'
import { changeText, groupByPath } from './change-text.ts'
import { columnsOf, elide, fold, oneLine, padTo } from './plain-text.ts'
import type { Story, StoryStep } from './story.ts'
import { flow } from './text-layout.ts'

type Paint = ReturnType<typeof pc.createColors>

/** Longest actor that still gets a column of its own width. */
const widestActor = 18
/** A single change is cut in its middle beyond this; the last state is always printed in full. */
const longestChange = 400

interface Columns {
  readonly actor: number
  readonly width: number
}

/** One numbered line for each step, and beneath it what it changed. */
export function stepLines(story: Story, paint: Paint, width: number): string[] {
  const actors = story.steps.map((step) => Math.min(widestActor, columnsOf(step.actor ?? '')))
  const columns = { actor: Math.max(0, ...actors), width }
  const lines = story.steps.flatMap((step) =>
    step.action === null ? beginning(step, paint, columns) : oneStep(step, paint, columns),
  )
  if (story.loop !== null) lines.push(`${margin('↺', columns)}and back to the state after step ${story.loop}, for ever`)
  if (story.steps.some((step) => step.touchesPromise)) {
    const promise = story.verdict === 'violated' ? 'the broken promise' : 'the goal'
    lines.push('', ...fold(`◆ = ${promise} reads this variable when it is evaluated at the end`, width).map(paint.dim))
  }
  return lines
}

function beginning(step: StoryStep, paint: Paint, columns: Columns): string[] {
  const indent = margin('', columns)
  const values = step.state.map(({ path, value }) => oneLine(`${path}: ${value}`))
  const state = flow(values, columns.width - columnsOf(indent) - 4).map((line) => paint.dim(`${indent}    ${line}`))
  return [`${margin(String(step.index), columns)}${step.sentence}`, ...state]
}

function oneStep(step: StoryStep, paint: Paint, columns: Columns): string[] {
  const start = margin(String(step.index), columns, step.actor ?? '')
  const hanging = ' '.repeat(columnsOf(start))
  const sentence = fold(`${step.isFault ? 'FAULT: ' : ''}${oneLine(step.sentence)}`, columns.width - hanging.length)
  const told = sentence.map((line, index) => (index === 0 ? start : hanging) + line)
  return [
    ...told.map((line) => (step.isFault ? paint.red(line) : line)),
    ...problemLines(step, hanging, columns.width).map(paint.dim),
    ...changeLines(step, hanging, columns.width).map(paint.dim),
  ]
}

function problemLines(step: StoryStep, indent: string, width: number): string[] {
  if (step.storyProblem === null) return []
  const text = `(${oneLine(step.storyProblem)}, so the action is named instead)`
  return fold(text, width - indent.length - 4).map((line) => `${indent}    ${line}`)
}

function changeLines(step: StoryStep, indent: string, width: number): string[] {
  if (step.changes.length === 0) return [`${indent}    (changes nothing)`]
  return groupByPath(step.changes).flatMap(({ path, isRead, changes }) => {
    const room = width - indent.length - 4
    const items = changes.map((change) => elide(oneLine(changeText(change)), longestChange))
    const lines = flow([`${path}: ${items[0]}`, ...items.slice(1)], room - 4)
    return lines.map(
      (line, index) => `${indent}  ${index === 0 && isRead ? '◆' : ' '} ${index === 0 ? '' : '    '}${line}`,
    )
  })
}

function margin(sign: string, columns: Columns, actor = ''): string {
  const column = columns.actor === 0 ? '' : `${padTo(elide(oneLine(actor), widestActor), columns.actor)}  `
  return `${sign.padStart(4)}  ${column}`
}
