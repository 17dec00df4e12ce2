/**
 * Pauses: a node that does nothing for a while, and does not notice. A garbage collection, a machine that is suspended, a
 * thread that gets no processor. Every node may be slow without any of this, since no action has to be taken; a pause
 * counts where the others, or time, would otherwise wait for it.
 */
import { has, insert, removeOne, type SetOf, set } from '../language/index.ts'
import { requireList, requireValue, shown, wrongCall } from './words/wrong-call.ts'

/** The nodes that are paused. */
export type Pauses<Node> = SetOf<Node>

/** Declares the variable: `specify('…', { paused: noPauses<Node>() })`. */
export function noPauses<Node>(): Pauses<Node> {
  return set<Node>()
}

/** Whether a node does nothing: the guard of each of its actions is `!isPaused(s.paused, node)`. */
export function isPaused<Node>(paused: Pauses<Node>, node: NoInfer<Node>): boolean {
  requireList('isPaused', 'the pauses', paused)
  requireValue('isPaused', 'the node', node)
  return has(paused, node)
}

/** The fault "a node is paused". Throws a RangeError where it is paused already. */
export function pause<Node>(paused: Pauses<Node>, node: NoInfer<Node>): Pauses<Node> {
  requireValue('pause', 'the node', node)
  if (isPaused(paused, node))
    throw wrongCall('pause', `of ${shown(node)}, which is paused already`, 'ask isPaused() first')
  return insert(paused, node)
}

/** The node goes on. Throws a RangeError where it is not paused. */
export function resume<Node>(paused: Pauses<Node>, node: NoInfer<Node>): Pauses<Node> {
  requireValue('resume', 'the node', node)
  if (!isPaused(paused, node))
    throw wrongCall('resume', `of ${shown(node)}, which is not paused`, 'ask isPaused() first')
  return removeOne(paused, node)
}

/** `ann is paused, and does not notice` */
export function pauseSentence(node: string): string {
  requireValue('pauseSentence', 'the node', node)
  return `${node} is paused, and does not notice`
}

/** `ann goes on` */
export function resumeSentence(node: string): string {
  requireValue('resumeSentence', 'the node', node)
  return `${node} goes on`
}
