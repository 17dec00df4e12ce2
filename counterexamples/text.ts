import pc from 'picocolors'
import { fold, oneLine, padTo } from './plain-text.ts'
import type { NamedValue, Reason, Story } from './story.ts'
import { rows, verdictLabel } from './text-layout.ts'
import { stepLines } from './text-steps.ts'

export interface TextOptions {
  readonly color: boolean
  /** Columns to fill, 40 or more. Default 100. */
  readonly width?: number
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
  const headline = fold(`${label}  ${oneLine(story.headline)}`, width)
  const sections = [
    [...headline.map(strong), ...fold(oneLine(`in ${story.spec}`), width).map(paint.dim)],
    stepLines(story, paint, width),
    [paint.bold('Last state'), ...rows(story.finalState, width, '  ')],
    whyLines(story, paint, width),
  ]
  const again = options.reproduce === undefined ? [] : [[`${paint.bold('Show it again:')} ${options.reproduce}`]]
  return `${[...sections, ...again]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

type Paint = ReturnType<typeof pc.createColors>

function whyLines(story: Story, paint: Paint, width: number): string[] {
  if (story.why.length === 0) return []
  const title = fold(whyTitle(story), width).map(paint.bold)
  return [...title, ...story.why.flatMap((reason) => reasonLines(reason, paint, width))]
}

function whyTitle(story: Story): string {
  const name = oneLine(story.property)
  switch (story.kind) {
    case 'always':
      return story.why.length > 1
        ? `Why: "${name}" needs every part to be true in the last state`
        : `Why: "${name}" is false in the last state`
    case 'reachable':
      return `Why: "${name}" is true in the last state`
    case 'always-step':
      return `Why: "${name}" is false of the last step`
    case 'reachable-step':
      return `Why: "${name}" is true of the last step`
    case 'eventually':
    case 'leads-to':
    case 'infinitely-often':
    case 'eventually-always':
      return `Why: what "${name}" waits for never comes`
    case 'can-always-reach':
      return `Why: from the last state there is no way to "${name}"`
    case 'no-way-back':
      return `Why: the last step goes back on "${name}"`
    case 'refines':
      return `Why: the last step is none of the abstract specification's`
    case 'deadlock-free':
      return 'Why: no action is enabled in the last state, and it is not declared final'
  }
}

function reasonLines(reason: Reason, paint: Paint, width: number): string[] {
  const text = oneLine(reason.detail === '' ? reason.label : `${reason.label}: ${reason.detail}`)
  const lines = fold(text, width - 4).map((line, index) => (index === 0 ? line : `    ${line}`))
  const sign = reason.holds === null ? '?' : reason.holds ? '✓' : '✗'
  const coloured = reason.holds === null ? paint.yellow : reason.holds ? paint.green : paint.red
  return [`  ${coloured(sign)} ${lines.join('\n')}`, ...readLines(reason.values, width).map(paint.dim)]
}

function readLines(values: readonly NamedValue[], width: number): string[] {
  return rows(values, width - 7, '').map((line, index) => `    ${padTo(index === 0 ? 'reads' : '', 7)}${line}`)
}
