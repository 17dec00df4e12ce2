/**
 * Partitions: which nodes of a network cannot reach which others. A link goes one way, so that a node may hear others and
 * not be heard. What a partition does to a message, and when, is for the specification to say: it asks `canReach` where a
 * message is sent, where it arrives, or both.
 */
import { has, insert, removeOne, type SetOf, set } from '../language/index.ts'
import { requireList, requireValue, shown, wrongCall } from './words/wrong-call.ts'

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
  requireLink('canReach', cuts, from, to)
  return !has(cuts, { from, to })
}

/** Whether messages pass both ways, as a request and its answer must. */
export function canTalk<Node>(cuts: Cuts<Node>, one: NoInfer<Node>, other: NoInfer<Node>): boolean {
  requireLink('canTalk', cuts, one, other)
  return canReach(cuts, one, other) && canReach(cuts, other, one)
}

/**
 * Every way in which nodes may be parted in two, each once: the side without the first node. The domain of the fault. For
 * `n` nodes there are 2 to the power of `n - 1`, less one.
 */
export function partitionsOf<const Node>(nodes: readonly Node[]): readonly (readonly Node[])[] {
  requireNodes('partitionsOf', nodes)
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
  requireList('partition', 'the cuts', cuts)
  requireSide('partition', nodes, side)
  const others = nodes.filter((node) => !has<Node>(side, node))
  const across = side.flatMap((one) =>
    others.flatMap((other) => [
      { from: one, to: other },
      { from: other, to: one },
    ]),
  )
  return set([...cuts, ...across])
}

/** The fault "a link is cut", one way. Throws a RangeError for a link from a node to itself, and for one that is cut already. */
export function cutLink<Node>(cuts: Cuts<Node>, from: NoInfer<Node>, to: NoInfer<Node>): Cuts<Node> {
  const link = { from, to }
  requireLink('cutLink', cuts, from, to)
  if (has([from], to)) throw wrongCall('cutLink', `from ${shown(from)} to itself`, 'choose two nodes')
  if (has(cuts, link)) {
    throw wrongCall('cutLink', `from ${shown(from)} to ${shown(to)}, which is cut already`, 'ask canReach() first')
  }
  return insert(cuts, link)
}

/** A link that was cut is there again. Throws a RangeError for one that is not cut. */
export function mendLink<Node>(cuts: Cuts<Node>, from: NoInfer<Node>, to: NoInfer<Node>): Cuts<Node> {
  requireLink('mendLink', cuts, from, to)
  if (canReach(cuts, from, to)) {
    throw wrongCall('mendLink', `from ${shown(from)} to ${shown(to)}, which is not cut`, 'ask canReach() first')
  }
  return removeOne(cuts, { from, to })
}

/** `the network is parted: a, c | b` */
export function partitionSentence(nodes: readonly string[], side: readonly string[]): string {
  requireSide('partitionSentence', nodes, side)
  const others = nodes.filter((node) => !side.includes(node))
  return `the network is parted: ${others.join(', ')} | ${side.join(', ')}`
}

/** `the link from a to b is cut: b hears nothing of a` */
export function cutLinkSentence(from: string, to: string): string {
  requireEnds('cutLinkSentence', from, to)
  return `the link from ${from} to ${to} is cut: ${to} hears nothing of ${from}`
}

/** `the link from a to b is mended` */
export function mendLinkSentence(from: string, to: string): string {
  requireEnds('mendLinkSentence', from, to)
  return `the link from ${from} to ${to} is mended`
}

function requireLink(call: string, cuts: unknown, from: unknown, to: unknown): void {
  requireList(call, 'the cuts', cuts)
  requireEnds(call, from, to)
}

function requireEnds(call: string, from: unknown, to: unknown): void {
  requireValue(call, 'the node it begins with', from)
  requireValue(call, 'the node it ends with', to)
}

function requireNodes(call: string, nodes: readonly unknown[]): void {
  requireList(call, 'the nodes', nodes)
  const twice = nodes.find((node, index) => has(nodes.slice(0, index), node))
  if (twice !== undefined) throw wrongCall(call, `of ${shown(twice)} twice`, 'name each node once')
}

function requireSide(call: string, nodes: readonly unknown[], side: readonly unknown[]): void {
  requireNodes(call, nodes)
  requireList(call, 'the side', side)
  const stranger = side.find((node) => !has(nodes, node))
  if (stranger !== undefined) throw wrongCall(call, `of ${shown(stranger)}, which is no node`, sides)
  if (side.length === 0) throw wrongCall(call, 'with nobody on one side', sides)
  if (nodes.every((node) => has(side, node))) throw wrongCall(call, 'with all nodes on one side', sides)
}

const sides = 'choose one of partitionsOf(nodes)'
