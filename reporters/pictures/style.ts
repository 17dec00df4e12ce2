/** What pictures of a suite have in common. */
import type { Digraph } from 'ts-graphviz'
import { bold, escaped, font, type HtmlLabel, ink } from '../../counterexamples/dot/dot-label.ts'
import type { DrawnAction } from '../../runs/pictures/pictures.ts'

const fonts = 'Arial'

export function applyStyle(graph: Digraph, title: string, legend: string): void {
  graph.apply({
    label: `<${bold(font(escaped(title), ink.text, 14))}<BR/>${font(legend, ink.faint, 9)}<BR/> >`,
    labelloc: 't',
    rankdir: 'LR',
    bgcolor: ink.background,
    fontname: fonts,
    nodesep: 0.35,
    ranksep: 0.6,
    pad: 0.15,
  })
  graph.attributes.node.apply({
    fontname: fonts,
    fontsize: 11,
    fontcolor: ink.text,
    shape: 'box',
    style: 'rounded,filled',
    // Room for fonts that are wider than those that the drawing was measured with.
    margin: '0.2,0.08',
    color: ink.line,
    fillcolor: ink.box,
  })
  graph.attributes.edge.apply({ fontname: fonts, fontsize: 9, fontcolor: ink.text, color: ink.line, arrowsize: 0.7 })
}

/** Names of actions, one below the other; those of faults in red. */
export function actionLines(actions: readonly DrawnAction[]): HtmlLabel {
  const lines = actions.map(({ name, isFault }) => font(escaped(name), isFault ? ink.fault : ink.text))
  return `<${lines.join('<BR/>')}>`
}
