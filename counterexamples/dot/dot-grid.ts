/**
 * Places boxes on a grid of lanes and rows. Every lane is a chain of nodes, one a row, of which most are invisible
 * points: heavy edges between them keep the lane straight and are its lifeline.
 */
import type { Digraph, EdgeAttributesObject, NodeAttributesObject } from 'ts-graphviz'
import type { Lanes } from '../lanes/lanes.ts'
import { isIdle, type Row } from '../lanes/rows.ts'
import { elide, fold, oneLine } from '../print/plain-text.ts'
import { foreverText } from '../story/headline.ts'
import type { Story, StoryStep } from '../story/story.ts'
import { type BoxSize, initialLabel, stepLabel, verdictLabel } from './dot-boxes.ts'
import { bold, escaped, font, ink, table } from './dot-label.ts'

export interface Grid {
  readonly story: Story
  readonly lanes: Lanes
  readonly rows: readonly Row[]
  readonly size: BoxSize
  /** Width of all lanes together, in points. */
  readonly width: number
  /** Variables side by side in a box across all lanes. */
  readonly perRow: number
}

/** The initial state across all lanes, and beneath it the name of each lane. */
export function drawHeadings(graph: Digraph, { story, lanes, size, perRow, width }: Grid): void {
  const [first] = story.steps
  if (first === undefined) throw new Error('a story without its initial state cannot be drawn')
  graph.node('initial', { label: initialLabel(story, first, perRow, width), fillcolor: ink.background })
  drawRank(graph, 'headings', lanes, headingId, (lane) => {
    const name = lanes.names[lane] ?? ''
    return name === '' ? point : headingOf(name, size)
  })
  graph.edge(['initial', headingId(middleOf(lanes))], { style: 'invis', weight: 100 })
}

/** As wide as the boxes below, which keeps neighbouring lanes apart. */
function headingOf(name: string, size: BoxSize): NodeAttributesObject {
  const lines = fold(elide(name, size.columns * 3), size.columns).map((line) => bold(font(escaped(line), ink.text, 11)))
  const width = (size.points + 16) / 72
  return {
    label: `<${lines.join('<BR/>')}>`,
    width,
    height: 0.35,
    fillcolor: ink.head,
    style: 'filled',
    color: ink.head,
  }
}

export function drawRow(graph: Digraph, grid: Grid, row: Row): void {
  const { lanes, size } = grid
  const here = laneOfRow(lanes, row)
  const id = (lane: number): string => nodeId(lanes, row, lane)
  const look = (lane: number): NodeAttributesObject =>
    lane === here ? boxOf(row, size) : lane === gutter && row.isInLoop ? joint : point
  drawRank(graph, `row_${row.id}`, lanes, id, look, (lane) => lineFrom(grid, row, lane))
}

/** What runs from a lane of a row to the next one at its right. */
function lineFrom({ lanes, rows }: Grid, row: Row, lane: number): EdgeAttributesObject {
  const hidden = { style: 'invis' } as const
  if (row.kind === 'turn') return lane < 0 ? hidden : ruleLook
  const round = rows.filter(({ isInLoop }) => isInLoop)
  const here = laneOfRow(lanes, row)
  if (!lanes.hasGutter || lane >= here || (row !== round[0] && row !== round.at(-1))) return hidden
  const isLast = columnsOf(lanes).filter((each) => each > lane && each < here).length === 0
  if (!isLast) return throughPoints
  return { ...returnLook, arrowhead: row === round[0] ? 'normal' : 'none' }
}

/** Nodes side by side; the edges between them, mostly hidden, keep the lanes in their order. */
function drawRank(
  graph: Digraph,
  name: string,
  lanes: Lanes,
  idOf: (lane: number) => string,
  look: (lane: number) => NodeAttributesObject,
  lineOf: (lane: number) => EdgeAttributesObject = () => ({ style: 'invis' }),
): void {
  graph.subgraph(name, { rank: 'same' }, (rank) => {
    for (const lane of columnsOf(lanes)) rank.node(idOf(lane), look(lane))
    columnsOf(lanes).forEach((lane, at, all) => {
      const next = all[at + 1]
      if (next !== undefined) rank.edge([idOf(lane), idOf(next)], lineOf(lane))
    })
  })
}

/** Grey dashes from the name of a lane to its last row; in the gutter the way back from the end of a loop. */
export function drawLifelines(graph: Digraph, { lanes, rows }: Grid): void {
  drawRank(graph, 'ends', lanes, endId, () => point)
  for (const lane of columnsOf(lanes)) {
    const ids = [headingId(lane), ...rows.map((row) => nodeId(lanes, row, lane)), endId(lane)]
    const boxes = new Set(rows.filter((row) => laneOfRow(lanes, row) === lane).map((row) => row.id))
    ids.slice(1).forEach((id, index) => {
      const above = ids[index] ?? id
      if (lane === gutter) {
        const isReturn = rows[index - 1]?.isInLoop === true && rows[index]?.isInLoop === true
        graph.edge([above, id], isReturn ? { ...throughPoints, weight: 100 } : { style: 'invis', weight: 100 })
        return
      }
      const hasArrow = boxes.has(above) && (boxes.has(id) || (id === endId(lane) && rows.at(-1)?.id === above))
      const style = Number.isInteger(lane) && !hasArrow ? 'dashed' : 'invis'
      graph.edge([above, id], { style, color: ink.lifeline, arrowhead: 'none', weight: 100 })
    })
  }
}

/** Arrows from step to step. */
export function drawFlow(graph: Digraph, { lanes, rows }: Grid): void {
  const ids = rows.map(({ id }) => id)
  chain(graph, ids, { color: ink.text, weight: 0 })
  const round = rows.filter(({ isInLoop }) => isInLoop)
  const [only] = round
  // One step that leads back to where it began.
  if (!lanes.hasGutter && only !== undefined) graph.edge([only.id, only.id], { ...returnLook, arrowhead: 'normal' })
}

/** The last boxes, across all lanes: what happens for ever, and the broken promise in red, or the goal in green. */
export function drawEnd(graph: Digraph, grid: Grid): void {
  const { story, lanes, rows, perRow, width } = grid
  const isBroken = story.verdict === 'violated'
  const color = isBroken ? ink.fault : ink.goal
  const fillcolor = isBroken ? ink.faultFill : ink.goalFill
  graph.node('verdict', { label: verdictLabel(story, perRow, width), color, penwidth: 2, fillcolor })
  const last = rows.at(-1)
  const from = last === undefined ? headingId(0) : nodeId(lanes, last, laneOfRow(lanes, last))
  if (story.loop === null) {
    graph.edge([endId(middleOf(lanes)), 'verdict'], { style: 'invis', weight: 100 })
    graph.edge([from, 'verdict'], { color, penwidth: 2, weight: 0 })
    return
  }
  graph.node('ever', everLook(story, width))
  graph.edge([endId(middleOf(lanes)), 'ever'], { style: 'invis', weight: 100 })
  graph.edge([from, 'ever'], { color: ink.text, weight: 0 })
  graph.edge(['ever', 'verdict'], { color, penwidth: 2, weight: 100 })
}

function everLook(story: Story, width: number): NodeAttributesObject {
  const lines = fold(oneLine(`↺ ${foreverText(story)}`), Math.floor(width / 5.6))
  const label = table(
    lines.map((line) => bold(font(escaped(line), ink.loop))),
    width,
  )
  return { label, style: 'filled', color: ink.loop, fillcolor: ink.loopFill, penwidth: 1.5 }
}

/** The lane at the left of all others, through which a loop goes back to its beginning. */
const gutter = -1

const ruleLook: EdgeAttributesObject = { style: 'dashed', color: ink.fault, arrowhead: 'none', penwidth: 1.5 }
const returnLook: EdgeAttributesObject = { color: ink.loop, arrowhead: 'none', penwidth: 2.5 }
/** To the very middle of a point that it runs through, so that the pieces join. */
const throughPoints: EdgeAttributesObject = { ...returnLook, headclip: false }

const point: NodeAttributesObject = { shape: 'point', width: 0.01, height: 0.01, style: 'invis', label: '' }

const joint: NodeAttributesObject = {
  ...point,
  width: 0.035,
  height: 0.035,
  style: 'filled',
  color: ink.loop,
  fillcolor: ink.loop,
}

function boxOf(row: Row, size: BoxSize): NodeAttributesObject {
  if (row.kind === 'step') return { label: stepLabel(row.step, size), ...lookOfStep(row.step, row.isInLoop) }
  const [color, fillcolor] = {
    gap: [ink.faint, ink.background],
    turn: [ink.fault, ink.faultFill],
  }[row.kind] as [string, string]
  const lines = fold(elide(oneLine(row.note), size.columns * 8), size.columns).map((line) => font(escaped(line), color))
  if (row.kind === 'gap') return { label: table(lines, size.points), style: 'dashed', color }
  return { label: table(lines.map(bold), size.points), style: 'filled', color, fillcolor, penwidth: 1.5 }
}

function lookOfStep(step: StoryStep, isInLoop: boolean): NodeAttributesObject {
  if (step.isFault) return { color: ink.fault, penwidth: 2, fillcolor: ink.faultFill }
  if (isIdle(step))
    return { color: isInLoop ? ink.loop : ink.idle, fillcolor: ink.idleFill, style: 'rounded,filled,dashed' }
  return isInLoop ? { color: ink.loop, fillcolor: ink.loopFill } : {}
}

/** The lane of a row's box; notes stand in the middle. */
function laneOfRow(lanes: Lanes, row: Row): number {
  return row.kind === 'step' ? lanes.laneOf(row.step) : Math.floor(middleOf(lanes))
}

/**
 * The lanes, and between the two middle ones of an even number a hidden one that carries the boxes across all; the
 * gutter before them, where there is one.
 */
function columnsOf(lanes: Lanes): number[] {
  const columns = [...new Set([...lanes.names.keys(), middleOf(lanes)])].sort((left, right) => left - right)
  return lanes.hasGutter ? [gutter, ...columns] : columns
}

function middleOf(lanes: Lanes): number {
  return (lanes.names.length - 1) / 2
}

function nodeId(lanes: Lanes, row: Row, lane: number): string {
  return lane === laneOfRow(lanes, row) ? row.id : `${row.id}_${laneId(lane)}`
}

function headingId(lane: number): string {
  return `head_${laneId(lane)}`
}

function endId(lane: number): string {
  return `end_${laneId(lane)}`
}

function laneId(lane: number): string {
  if (lane === gutter) return 'gutter'
  return Number.isInteger(lane) ? `lane${lane}` : 'middle'
}

function chain(graph: Pick<Digraph, 'edge'>, ids: readonly string[], look: EdgeAttributesObject): void {
  ids.slice(1).forEach((id, index) => {
    graph.edge([ids[index] ?? id, id], look)
  })
}
