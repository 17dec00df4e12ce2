import { Digraph, toDot } from 'ts-graphviz'
import { lanesOf } from '../lanes/lanes.ts'
import { isIdle, rowsOf } from '../lanes/rows.ts'
import { elide, fold, oneLine } from '../print/plain-text.ts'
import type { Story } from '../story/story.ts'
import { boxSizeFor } from './dot-boxes.ts'
import { drawEnd, drawFlow, drawHeadings, drawLifelines, drawRow } from './dot-grid.ts'
import { bold, escaped, font, type HtmlLabel, ink } from './dot-label.ts'

export interface DotOptions {
  /** Scenario the story belongs to, for the title. */
  readonly scenario?: string
  /** Steps drawn at most; the middle of a longer story is replaced by a note. Default 40. */
  readonly mostSteps?: number
}

const fonts = 'Arial'

/**
 * A story as Graphviz text: one lane for each actor, time downwards, one box a step, the broken promise at the bottom.
 * Any text of the user's is safe in it. Nodes are named after the steps, so that two stories compare well as text.
 */
export function storyDot(story: Story, options: DotOptions = {}): string {
  const lanes = lanesOf(story)
  const rows = rowsOf(story, options.mostSteps ?? 40)
  const size = boxSizeFor(lanes.names.length)
  const width = Math.max(340, lanes.names.length * (size.points + 25) - 25)
  const grid = { story, lanes, rows, size, width, perRow: Math.min(4, Math.max(2, lanes.names.length)) }
  const graph = new Digraph('story', {
    label: titleOf(story, options.scenario ?? null, width),
    labelloc: 't',
    bgcolor: '#ffffff',
    fontname: fonts,
    fontsize: 14,
    fontcolor: ink.text,
    nodesep: 0.12,
    ranksep: 0.2,
    pad: 0.15,
  })
  graph.attributes.node.apply({
    fontname: fonts,
    fontsize: 10,
    fontcolor: ink.text,
    shape: 'box',
    style: 'rounded,filled',
    margin: '0.08,0.05',
    color: ink.line,
    fillcolor: ink.box,
  })
  graph.attributes.edge.apply({ fontname: fonts, color: ink.line, arrowsize: 0.6 })
  drawHeadings(graph, grid)
  for (const row of rows) drawRow(graph, grid, row)
  drawLifelines(graph, grid)
  drawFlow(graph, grid)
  drawEnd(graph, grid)
  return toDot(graph)
}

/** Widest letters of the fonts that may come to be used, in points, at the sizes of the two lines. */
const nameLetter = 11
const headlineLetter = 7

function titleOf(story: Story, scenario: string | null, points: number): HtmlLabel {
  const name = scenario === null ? story.spec : `${story.spec} · ${scenario}`
  const columns = Math.floor(points / headlineLetter)
  const nameColumns = Math.floor(points / nameLetter)
  const lines = [
    ...fold(elide(oneLine(name), nameColumns * 6), nameColumns).map((line) => bold(font(escaped(line), ink.text, 16))),
    ...fold(elide(oneLine(story.headline), columns * 8), columns).map((line) => font(escaped(line), ink.text, 12)),
    font(legendOf(story), ink.faint, 9),
  ]
  return `<${lines.join('<BR/>')}<BR/> >`
}

function legendOf(story: Story): string {
  const promise = story.verdict === 'violated' ? 'the broken promise' : 'the goal'
  return [
    'time runs downwards',
    ...(story.steps.some((step) => step.isFault) ? ['red: a fault'] : []),
    ...(story.steps.some(isIdle) ? ['grey: the story works without it'] : []),
    ...(story.steps.some((step) => step.touchesPromise)
      ? [`◆: ${promise} reads this ${story.back === null ? 'at the end' : 'round the loop'}`]
      : []),
    ...(story.steps.some((step) => step.abstract !== null) ? ['⇒: in the abstract specification'] : []),
  ].join(' · ')
}
