/** A state machine as Graphviz text. */
import { Digraph, type NodeModel, toDot } from 'ts-graphviz'
import { escaped, type HtmlLabel, ink } from '../../counterexamples/dot/dot-label.ts'
import type { StateMachine } from '../../runs/pictures/pictures.ts'
import { actionLines, applyStyle } from './style.ts'

/** Boxes are phases, the dot leads to those that it begins in, and edges are named by the actions that take them. */
export function stateMachineDot(machine: StateMachine, suite: string): string {
  const graph = new Digraph('phases')
  applyStyle(graph, `${suite} · ${machine.place}`, 'dot: where it begins · red: a fault')
  const nodes = new Map<string | null, NodeModel>()
  for (const [at, word] of machine.words.entries()) nodes.set(word, graph.node(`p${at}`, { label: wordLabel(word) }))
  const start = graph.node('start', { shape: 'point', width: 0.12, color: ink.text, fillcolor: ink.text, label: '' })
  for (const word of machine.starts) {
    const first = nodes.get(word)
    if (first !== undefined) graph.edge([start, first], { color: ink.text })
  }
  for (const { from, to, actions } of machine.moves) {
    const [before, after] = [nodes.get(from), nodes.get(to)]
    if (before === undefined || after === undefined) continue
    // A step of the protocol and a fault are two edges.
    for (const isFault of [false, true]) {
      const own = actions.filter((action) => action.isFault === isFault)
      if (own.length === 0) continue
      graph.edge([before, after], {
        label: actionLines(own),
        color: isFault ? ink.fault : ink.line,
        ...(isFault && { style: 'dashed' }),
      })
    }
  }
  return toDot(graph)
}

/** Null is a place that holds no word. */
function wordLabel(word: string | null): HtmlLabel {
  if (word === null) return `<<I>nothing</I>>`
  return `<${escaped(word) || '&#160;'}>`
}
