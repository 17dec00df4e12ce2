/**
 * Places boxes on a grid of lanes and rows. Every lane is a chain of nodes, one a row, of which most are invisible
 * points: heavy edges between them keep the lane straight and are its lifeline.
 */
import type { Digraph, EdgeAttributesObject, NodeAttributesObject } from 'ts-graphviz'
import { type BoxSize, initialLabel, stepLabel, verdictLabel } from './dot-boxes.ts'
import { bold, escaped, font, type HtmlLabel, ink, table } from './dot-label.ts'
import type { Lanes } from './lanes.ts'
import { fold } from './plain-text.ts'
import type { Row } from './rows.ts'
import type { Story } from './story.ts'

export interface Grid {
  readonly story: Story
  readonly lanes: Lanes
  readonly rows: readonly Row[]
  readonly size: BoxSize
  /** Of all lanes together, in points. */
  readonly width: number
}

/** The initial state across all lanes, and beneath it the name of each lane. */
export function drawHeadings(graph: Digraph, { story, lanes, size, width }: Grid): void {
  const state = story.steps[0]?.state ?? []
  const perRow = Math.min(4, Math.max(2, lanes.names.length))
  graph.node('initial', { label: initialLabel(state, perRow, Math.max(width, 340)), fillcolor: '#ffffff' })
  graph.subgraph('headings', { rank: 'same' }, (row) => {
    for (const [lane, name] of lanes.names.entries()) {
      const lines = fold(name, size.columns).map((line) => bold(font(escaped(line), ink.text, 11)))
      const label: HtmlLabel = `<${lines.join('<BR/>') || ' '}>`
      row.node(`lane${lane}`, name === '' ? point : { label, fillcolor: ink.head, style: 'filled', color: ink.head })
    }
    chain(
      graph,
      lanes.names.map((_name, lane) => `lane${lane}`),
      { style: 'invis' },
    )
  })
  for (const lane of lanes.names.keys()) graph.edge(['initial', `lane${lane}`], { style: 'invis' })
}

export function drawRow(graph: Digraph, { lanes, size }: Grid, row: Row): void {
  graph.subgraph(`row_${row.id}`, { rank: 'same' }, (rank) => {
    for (const lane of lanes.names.keys()) {
      const isHere = lane === laneOfRow(lanes, row)
      rank.node(nodeId(lanes, row, lane), isHere ? boxOf(row, size) : point)
    }
  })
}

/** Grey dashes from the name of a lane to its last row. */
export function drawLifelines(graph: Digraph, { lanes, rows }: Grid): void {
  for (const lane of lanes.names.keys()) {
    const ids = [`lane${lane}`, ...rows.map((row) => nodeId(lanes, row, lane)), `end${lane}`]
    graph.node(`end${lane}`, point)
    chain(graph, ids, { style: 'dashed', arrowhead: 'none', color: '#cbd2d9', weight: 100 })
  }
}

/** Arrows from step to step. */
export function drawFlow(graph: Digraph, { lanes, rows }: Grid): void {
  const ids = rows.map((row) => nodeId(lanes, row, laneOfRow(lanes, row)))
  chain(graph, ids, { color: ink.text, weight: 0 })
}

/** The last box, across all lanes: the broken promise in red, or the goal in green. */
export function drawVerdict(graph: Digraph, { story, lanes, rows, width }: Grid): void {
  const isBroken = story.verdict === 'violated'
  const wide = Math.max(width, 340)
  const color = isBroken ? ink.fault : ink.goal
  if (story.loop !== null) {
    const note = `↺ back to the state after step ${story.loop}, for ever`
    graph.node('loop', { label: table([[escaped(note)]], 0), style: 'rounded,dashed' })
    graph.edge(['loop', 'verdict'], { style: 'invis' })
  }
  graph.node('verdict', {
    label: verdictLabel(story, Math.floor(wide / 6.5), wide),
    color,
    penwidth: 2,
    fillcolor: isBroken ? ink.faultFill : ink.goalFill,
  })
  const bottom = story.loop === null ? 'verdict' : 'loop'
  for (const lane of lanes.names.keys()) graph.edge([`end${lane}`, bottom], { style: 'invis' })
  const last = rows.at(-1)
  const from = last === undefined ? 'lane0' : nodeId(lanes, last, laneOfRow(lanes, last))
  graph.edge([from, bottom], { color, penwidth: 2, weight: 0 })
}

const point: NodeAttributesObject = { shape: 'point', width: 0.01, height: 0.01, style: 'invis', label: '' }

function boxOf(row: Row, size: BoxSize): NodeAttributesObject {
  if (row.kind === 'gap') {
    const lines = fold(row.note, size.columns).map((line) => [font(escaped(line), ink.faint)])
    return { label: table(lines, size.points), style: 'dashed', color: ink.faint }
  }
  const label = stepLabel(row.step, size)
  return row.step.isFault ? { label, color: ink.fault, penwidth: 2, fillcolor: ink.faultFill } : { label }
}

function laneOfRow(lanes: Lanes, row: Row): number {
  return row.kind === 'step' ? lanes.laneOf(row.step) : Math.floor((lanes.names.length - 1) / 2)
}

function nodeId(lanes: Lanes, row: Row, lane: number): string {
  return lane === laneOfRow(lanes, row) ? row.id : `${row.id}_lane${lane}`
}

function chain(graph: Digraph, ids: readonly string[], look: EdgeAttributesObject): void {
  ids.slice(1).forEach((id, index) => {
    graph.edge([ids[index] ?? id, id], look)
  })
}
