/**
 * Places boxes on a grid of lanes and rows. Every lane is a chain of nodes, one a row, of which most are invisible
 * points: heavy edges between them keep the lane straight and are its lifeline.
 */
import type { Digraph, EdgeAttributesObject, NodeAttributesObject } from 'ts-graphviz'
import { type BoxSize, initialLabel, stepLabel, verdictLabel } from './dot-boxes.ts'
import { bold, escaped, font, ink, table } from './dot-label.ts'
import type { Lanes } from './lanes.ts'
import { fold } from './plain-text.ts'
import type { Row } from './rows.ts'
import type { Story } from './story.ts'

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
  graph.node('initial', { label: initialLabel(story.steps[0]?.state ?? [], perRow, width), fillcolor: '#ffffff' })
  drawRank(graph, 'headings', lanes, headingId, (lane) => {
    const name = lanes.names[lane] ?? ''
    return name === '' ? point : headingOf(name, size)
  })
  graph.edge(['initial', headingId(middleOf(lanes))], { style: 'invis', weight: 100 })
}

/** As wide as the boxes below, which keeps neighbouring lanes apart. */
function headingOf(name: string, size: BoxSize): NodeAttributesObject {
  const lines = fold(name, size.columns).map((line) => bold(font(escaped(line), ink.text, 11)))
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

export function drawRow(graph: Digraph, { lanes, size }: Grid, row: Row): void {
  const here = laneOfRow(lanes, row)
  const id = (lane: number): string => nodeId(lanes, row, lane)
  drawRank(graph, `row_${row.id}`, lanes, id, (lane) => (lane === here ? boxOf(row, size) : point))
}

/** Nodes side by side; the hidden edges between them keep the lanes in their order. */
function drawRank(
  graph: Digraph,
  name: string,
  lanes: Lanes,
  idOf: (lane: number) => string,
  look: (lane: number) => NodeAttributesObject,
): void {
  graph.subgraph(name, { rank: 'same' }, (rank) => {
    for (const lane of columnsOf(lanes)) rank.node(idOf(lane), look(lane))
    chain(rank, columnsOf(lanes).map(idOf), { style: 'invis' })
  })
}

/** Grey dashes from the name of a lane to its last row. */
export function drawLifelines(graph: Digraph, { lanes, rows }: Grid): void {
  drawRank(graph, 'ends', lanes, endId, () => point)
  for (const lane of columnsOf(lanes)) {
    const ids = [headingId(lane), ...rows.map((row) => nodeId(lanes, row, lane)), endId(lane)]
    const boxes = new Set(rows.filter((row) => laneOfRow(lanes, row) === lane).map((row) => row.id))
    ids.slice(1).forEach((id, index) => {
      const above = ids[index] ?? id
      const hasArrow = boxes.has(above) && (boxes.has(id) || (id === endId(lane) && rows.at(-1)?.id === above))
      const style = Number.isInteger(lane) && !hasArrow ? 'dashed' : 'invis'
      graph.edge([above, id], { style, color: ink.lifeline, arrowhead: 'none', weight: 100 })
    })
  }
}

/** Arrows from step to step. */
export function drawFlow(graph: Digraph, { lanes, rows }: Grid): void {
  const ids = rows.map((row) => nodeId(lanes, row, laneOfRow(lanes, row)))
  chain(graph, ids, { color: ink.text, weight: 0 })
}

/** The last box, across all lanes: the broken promise in red, or the goal in green. */
export function drawVerdict(graph: Digraph, { story, lanes, rows, perRow, width }: Grid): void {
  const isBroken = story.verdict === 'violated'
  const color = isBroken ? ink.fault : ink.goal
  const fillcolor = isBroken ? ink.faultFill : ink.goalFill
  graph.node('verdict', { label: verdictLabel(story, perRow, width), color, penwidth: 2, fillcolor })
  graph.edge([endId(middleOf(lanes)), 'verdict'], { style: 'invis', weight: 100 })
  const last = rows.at(-1)
  const from = last === undefined ? headingId(0) : nodeId(lanes, last, laneOfRow(lanes, last))
  graph.edge([from, 'verdict'], { color, penwidth: 2, weight: 0 })
}

const point: NodeAttributesObject = { shape: 'point', width: 0.01, height: 0.01, style: 'invis', label: '' }

function boxOf(row: Row, size: BoxSize): NodeAttributesObject {
  if (row.kind === 'gap') {
    const lines = fold(row.note, size.columns).map((line) => font(escaped(line), ink.faint))
    return { label: table(lines, size.points), style: 'dashed', color: ink.faint }
  }
  const label = stepLabel(row.step, size)
  return row.step.isFault ? { label, color: ink.fault, penwidth: 2, fillcolor: ink.faultFill } : { label }
}

/** The lane of a row's box; the note about steps left out stands in the middle. */
function laneOfRow(lanes: Lanes, row: Row): number {
  return row.kind === 'step' ? lanes.laneOf(row.step) : Math.floor(middleOf(lanes))
}

/** The lanes, and between the two middle ones of an even number a hidden one that carries the boxes across all. */
function columnsOf(lanes: Lanes): number[] {
  return [...new Set([...lanes.names.keys(), middleOf(lanes)])].sort((left, right) => left - right)
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
  return Number.isInteger(lane) ? `lane${lane}` : 'middle'
}

function chain(graph: Pick<Digraph, 'edge'>, ids: readonly string[], look: EdgeAttributesObject): void {
  ids.slice(1).forEach((id, index) => {
    graph.edge([ids[index] ?? id, id], look)
  })
}
