/**
 * Clocks: one true time, which nobody can read, and a clock for each node, which may be ahead of it or behind. Time passes
 * in ticks, by an action of its own; how many there are is a bound of the model.
 */
import { requireList, requirePart, shown, wrongCall } from './words/wrong-call.ts'

/** In ticks. */
export interface Clocks<Node extends string> {
  /** Ghost: the true time. */
  readonly now: number
  /** How far each clock is ahead of the true time; behind, where it is negative. */
  readonly ahead: Readonly<Record<Node, number>>
}

/** Declares the variable: `specify('…', { clocks: clocksOf(nodes) })`. All clocks are right. */
export function clocksOf<const Node extends string>(nodes: readonly Node[]): Clocks<Node> {
  requireList('clocksOf', 'the nodes', nodes)
  const twice = nodes.find((node, index) => nodes.indexOf(node) < index)
  if (twice !== undefined) throw wrongCall('clocksOf', `of ${shown(twice)} twice`, 'name each node once')
  return { now: 0, ahead: Object.fromEntries(nodes.map((node) => [node, 0])) as Record<Node, number> }
}

/** One tick passes, on every clock. */
export function tick<Node extends string>(clocks: Clocks<Node>): Clocks<Node> {
  requireClocks('tick', clocks)
  return { ...clocks, now: clocks.now + 1 }
}

/** What a node reads from its clock: all that it knows about the time. */
export function reading<Node extends string>(clocks: Clocks<Node>, node: NoInfer<Node>): number {
  requireClocks('reading', clocks)
  return clocks.now + aheadOf('reading', clocks, node)
}

/**
 * The fault "a clock is skewed": it goes ahead by so many ticks, or back by a negative number. With steps of one tick, a
 * budget of `n` keeps any two clocks within `n` ticks of each other.
 */
export function skew<Node extends string>(clocks: Clocks<Node>, node: NoInfer<Node>, by: number): Clocks<Node> {
  requireClocks('skew', clocks)
  requireTicks('skew', by)
  return { ...clocks, ahead: { ...clocks.ahead, [node]: aheadOf('skew', clocks, node) + by } }
}

/** `the clock of ann goes ahead by 1 tick`, or `falls back by 2 ticks`. */
export function skewSentence(node: string, by: number): string {
  requireTicks('skewSentence', by)
  const ticks = Math.abs(by) === 1 ? '1 tick' : `${Math.abs(by)} ticks`
  return `the clock of ${node} ${by > 0 ? 'goes ahead' : 'falls back'} by ${ticks}`
}

function requireClocks(call: string, clocks: unknown): void {
  requirePart(call, 'clock', clocks, ['now', 'ahead'], 'clocksOf(nodes)')
}

function aheadOf<Node extends string>(call: string, { ahead }: Clocks<Node>, node: Node): number {
  if (Object.hasOwn(ahead, node)) return ahead[node]
  const known = Object.keys(ahead).map(shown).join(', ')
  throw wrongCall(call, `of ${shown(node)}, which has no clock`, `choose one of ${known}`)
}

function requireTicks(call: string, by: number): void {
  if (!Number.isInteger(by) || by === 0) {
    throw wrongCall(call, `by ${shown(by)} ticks`, 'give a whole number, not 0')
  }
}
