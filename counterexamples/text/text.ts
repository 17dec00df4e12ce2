import pc from 'picocolors'
import { fold, oneLine, padTo, shorten } from '../print/plain-text.ts'
import { count } from '../print/wording.ts'
import type { Reason, Story, StoryStep } from '../story/story.ts'
import { decisiveValues, readPaths, valueText } from '../story/story-values.ts'
import { keeping, mostVariables, rows, verdictLabel } from './text-layout.ts'
import { stepLines } from './text-steps.ts'

export interface TextOptions {
  readonly color: boolean
  /** Columns to fill, 40 or more. Default 100. */
  readonly width?: number
  /** Say why the story needs each step of a break; a step that it does not need is always marked. */
  readonly isFull?: boolean
  /** The command that shows the story again, printed as the last line. */
  readonly reproduce?: string
}

/** A story as text for a terminal or a log. Ends with a newline. */
export function storyText(story: Story, options: TextOptions): string {
  const paint = pc.createColors(options.color)
  const width = Math.max(40, options.width ?? 100)
  const label = verdictLabel(story)
  const strong = (text: string): string =>
    paint.bold(story.verdict === 'violated' ? paint.red(text) : paint.green(text))
  const headline = fold(`${label}  ${shorten(oneLine(story.headline), longestSentence)}`, width)
  const sections = [
    [...headline.map(strong), ...fold(oneLine(`in ${story.spec}`), width).map(paint.dim)],
    stepLines(story, paint, width, options.isFull === true && story.verdict === 'violated'),
    [paint.bold(lastStateTitle(story)), ...finalLines(story, width)],
    whyLines(story, paint, width),
    fairnessLines(story, paint, width),
  ]
  const again = options.reproduce === undefined ? [] : [[`${paint.bold('Show it again:')} ${options.reproduce}`]]
  return `${[...sections, ...again]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** The steps of a path, as in a story. Ends with a newline. */
export function pathText(steps: readonly StoryStep[], { color, width = 100 }: TextOptions): string {
  const shown = {
    steps,
    loop: null,
    back: null,
    length: steps.length,
    verdict: 'violated',
    pointOfNoReturn: null,
  } as const
  return `${stepLines(shown, pc.createColors(color), Math.max(40, width), false).join('\n')}\n`
}

type Paint = ReturnType<typeof pc.createColors>

function lastStateTitle({ back, length }: Story): string {
  return back === null ? 'Last state' : `Last state of the loop, before step ${length} closes it`
}

/** Beyond these, a value of the last state, or one that the promise read, is cut: a screen shows no more of it. */
const longestValue = 2000
const longestSentence = 1000
/** Parts of a promise, and values that one of them read, told at most. */
const mostReasons = 40
const mostValues = 40

function finalLines(story: Story, width: number): string[] {
  const read = readPaths(story)
  const shown = keeping(story.finalState, mostVariables, ({ path }) => read.has(path))
  const values = shown.map((each) => ({ ...each, value: valueText(story, each, longestValue) }))
  return [...rows(values, width, '  '), ...moreLine(story.finalState.length - shown.length, '  ')]
}

function moreLine(hidden: number, indent: string): string[] {
  return hidden > 0 ? [`${indent}… and ${count(hidden)} more`] : []
}

function whyLines(story: Story, paint: Paint, width: number): string[] {
  if (story.why.length === 0) return []
  const title = fold(whyTitle(story), width).map(paint.bold)
  const told = keeping(story.why, mostReasons, ({ holds }) => holds !== true)
  return [
    ...title,
    ...told.flatMap((reason) => reasonLines(reason, story, paint, width)),
    ...moreLine(story.why.length - told.length, '    ').map(paint.dim),
  ]
}

/** Lines about fairness printed at most: with a family of processes there may be hundreds. */
const mostFairness = 12

function fairnessLines(story: Story, paint: Paint, width: number): string[] {
  if (story.fairness.length === 0) return []
  const title = story.back === null ? 'Stopping there is fair' : 'The loop is fair'
  const hidden = story.fairness.length - mostFairness
  return [
    paint.bold(title),
    ...story.fairness.slice(0, mostFairness).flatMap((reason) => reasonLines(reason, story, paint, width)),
    ...(hidden > 0 ? [paint.dim(`    … and ${hidden} more`)] : []),
  ]
}

function whyTitle(story: Story): string {
  const name = `"${oneLine(story.property)}"`
  switch (story.kind) {
    case 'always':
      return story.why.length > 1
        ? `Why: ${name} needs every part to be true in the last state`
        : `Why: ${name} is false in the last state`
    case 'reachable':
      return `Why: ${name} is true in the last state`
    case 'always-step':
      return `Why: ${name} is false of the last step`
    case 'reachable-step':
      return `Why: ${name} is true of the last step`
    case 'eventually':
      return `Why: ${name} never comes true`
    case 'infinitely-often':
      return `Why: ${name} does not come true again and again`
    case 'infinitely-often-step':
      return `Why: ${name} is not done again and again`
    case 'eventually-always':
      return `Why: ${name} does not stay true`
    case 'leads-to':
      return `Why: ${name} waits for a response that never comes`
    case 'leads-to-always':
      return `Why: ${name} waits for a response that does not come to stay`
    case 'can-always-reach':
      return `Why: from the last state there is no way to ${name}`
    case 'no-way-back':
      return `Why: the last step goes back on ${name}`
    case 'unless':
      return `Why: the last step ends ${name} before anything may`
    case 'refines':
      if (story.loop !== null) {
        const what = story.back === null ? 'to stop there' : 'the loop'
        return `Why: seen through the mapping, ${what} is not fair in the abstract specification`
      }
      return story.length === 1
        ? 'Why: the initial state, seen through the mapping, is none of the abstract specification'
        : 'Why: the last step, seen through the mapping, is none of the abstract specification'
    case 'deadlock-free':
      return 'Why: no action is enabled in the last state, and it is not declared final'
  }
}

function reasonLines(reason: Reason, story: Story, paint: Paint, width: number): string[] {
  const whole = oneLine(reason.detail === '' ? reason.label : `${reason.label}: ${reason.detail}`)
  const text = shorten(whole, longestSentence)
  const lines = fold(text, width - 4).map((line, index) => (index === 0 ? line : `    ${line}`))
  const sign = reason.holds === null ? '?' : reason.holds ? '✓' : '✗'
  const coloured = reason.holds === null ? paint.yellow : reason.holds ? paint.green : paint.red
  return [`  ${coloured(sign)} ${lines.join('\n')}`, ...valueLines(reason, story, width).map(paint.dim)]
}

function valueLines(reason: Reason, story: Story, width: number): string[] {
  const { values, valuesTitle = 'reads' } = reason
  const column = valuesTitle.length + 2
  const told = decisiveValues([reason], story, mostValues)
  const shown = told.map((each) => ({ ...each, value: valueText(story, each, longestValue) }))
  const lines = [...rows(shown, width - 4 - column, ''), ...moreLine(values.length - told.length, '')]
  return lines.map((line, index) => `    ${padTo(index === 0 ? valuesTitle : '', column)}${line}`)
}
