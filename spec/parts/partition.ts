/**
 * Partitions: which nodes of a network cannot reach which others. A link goes one way, so that a node may hear others and
 * not be heard. What a partition does to a message, and when, is for the specification to say: it asks `canReach` where a
 * message is sent, where it arrives, or both.
 */
import { has, insert, removeOne, type SetOf, set } from '../language/index.ts'

/** The way of messages from one node to another. */
export interface Link<Node> {
  readonly from: Node
  readonly to: Node
}

/** The links that are cut; none where the network is whole. */
export type Cuts<Node> = SetOf<Link<Node>>

/** Declares the variable: `specify('…', { cuts: wholeNetwork<Node>() })`. Also what heals everything at once. */
export function wholeNetwork<Node>(): Cuts<Node> {
  return set<Link<Node>>()
}

/** Whether messages pass from one node to another. Every node reaches itself. */
export function canReach<Node>(cuts: Cuts<Node>, from: NoInfer<Node>, to: NoInfer<Node>): boolean {
  return !has(cuts, { from, to })
}

/** Whether messages pass both ways, as a request and its answer must. */
export function canTalk<Node>(cuts: Cuts<Node>, one: NoInfer<Node>, other: NoInfer<Node>): boolean {
  return canReach(cuts, one, other) && canReach(cuts, other, one)
}

/**
 * Every way in which nodes may be parted in two, each once: the side without the first node. The domain of the fault. For
 * `n` nodes there are 2 to the power of `n - 1`, less one.
 */
export function partitionsOf<const Node>(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const sides = nodes
    .slice(1)
    .reduce<readonly (readonly Node[])[]>((all, node) => all.flatMap((side) => [side, [...side, node]]), [[]])
  return sides.filter((side) => side.length > 0)
}

/** The fault "the network is parted": nobody on this side reaches anybody on the other, nor is reached. */
export function partition<Node>(
  cuts: Cuts<Node>,
  nodes: readonly NoInfer<Node>[],
  side: readonly NoInfer<Node>[],
): Cuts<Node> {
  const stranger = side.find((node) => !has<Node>(nodes, node))
  if (stranger !== undefined) throw new RangeError(`partition() of ${JSON.stringify(stranger)}, which is no node`)
  const others = nodes.filter((node) => !has<Node>(side, node))
  const across = side.flatMap((one) =>
    others.flatMap((other) => [
      { from: one, to: other },
      { from: other, to: one },
    ]),
  )
  return set([...cuts, ...across])
}

/** The fault "a link is cut", one way. Throws a RangeError for a link from a node to itself. */
export function cutLink<Node>(cuts: Cuts<Node>, from: NoInfer<Node>, to: NoInfer<Node>): Cuts<Node> {
  const link = { from, to }
  if (has([from], to)) throw new RangeError(`cutLink() from ${JSON.stringify(from)} to itself`)
  return insert(cuts, link)
}

/** A link that was cut is there again. */
export function mendLink<Node>(cuts: Cuts<Node>, from: NoInfer<Node>, to: NoInfer<Node>): Cuts<Node> {
  return removeOne(cuts, { from, to })
}

/** `the network is parted: a, c | b` */
export function partitionSentence(nodes: readonly string[], side: readonly string[]): string {
  const others = nodes.filter((node) => !side.includes(node))
  return `the network is parted: ${others.join(', ')} | ${side.join(', ')}`
}
