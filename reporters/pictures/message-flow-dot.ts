/** The flow of messages as Graphviz text. */
import { Digraph, type NodeAttributesObject, type NodeModel, toDot } from 'ts-graphviz'
import { escaped, type HtmlLabel, ink } from '../../counterexamples/dot/dot-label.ts'
import type { DrawnPassing } from '../../runs/pictures/pictures.ts'
import { applyStyle } from './style.ts'

/** Boxes are actions, ellipses kinds of messages; an arrow into a message puts it into its pool, one out of it takes it out. */
export function messageFlowDot(flow: readonly DrawnPassing[], suite: string): string {
  const graph = new Digraph('messages')
  applyStyle(graph, `${suite} · messages`, 'boxes: actions · ellipses: messages · red: a fault')
  const pools = new Set(flow.map(({ pool }) => pool))
  const nodes = new Map<string, NodeModel>()
  const nodeOf = (key: string, attributes: NodeAttributesObject): NodeModel => {
    const node = nodes.get(key) ?? graph.node(`n${nodes.size}`, attributes)
    nodes.set(key, node)
    return node
  }
  for (const { pool, message, way, action } of flow) {
    const sent = nodeOf(JSON.stringify([pool, message]), {
      label: messageLabel(pool, message, pools.size > 1),
      shape: 'ellipse',
      fillcolor: ink.loopFill,
      color: ink.loop,
    })
    const { name, isFault } = action
    const step = nodeOf(name, {
      label: `<${escaped(name)}>`,
      ...(isFault && { color: ink.fault, fillcolor: ink.faultFill }),
    })
    graph.edge(way === 'into' ? [step, sent] : [sent, step], isFault ? { color: ink.fault, style: 'dashed' } : {})
  }
  return toDot(graph)
}

function messageLabel(pool: string, message: string | null, isPoolNamed: boolean): HtmlLabel {
  if (message === null) return `<${escaped(pool)}>`
  return isPoolNamed ? `<${escaped(message)}<BR/><I>${escaped(pool)}</I>>` : `<${escaped(message)}>`
}
