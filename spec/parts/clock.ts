/**
 * Clocks: one true time, which nobody can read, and a clock for each node, which may be ahead of it or behind. Time passes
 * in ticks, by an action of its own; how many there are is a bound of the model.
 */

/** In ticks. */
export interface Clocks<Node extends string> {
  /** Ghost: the true time. */
  readonly now: number
  /** How far each clock is ahead of the true time; behind, where it is negative. */
  readonly ahead: Readonly<Record<Node, number>>
}

/** Declares the variable: `specify('…', { clocks: clocksOf(nodes) })`. All clocks are right. */
export function clocksOf<const Node extends string>(nodes: readonly Node[]): Clocks<Node> {
  return { now: 0, ahead: Object.fromEntries(nodes.map((node) => [node, 0])) as Record<Node, number> }
}

/** One tick passes, on every clock. */
export function tick<Node extends string>(clocks: Clocks<Node>): Clocks<Node> {
  return { ...clocks, now: clocks.now + 1 }
}

/** What a node reads from its clock: all that it knows about the time. */
export function reading<Node extends string>(clocks: Clocks<Node>, node: NoInfer<Node>): number {
  return clocks.now + clocks.ahead[node]
}

/**
 * The fault "a clock is skewed": it goes ahead by so many ticks, or back by a negative number. With steps of one tick, a
 * budget of `n` keeps any two clocks within `n` ticks of each other.
 */
export function skew<Node extends string>(clocks: Clocks<Node>, node: NoInfer<Node>, by: number): Clocks<Node> {
  if (!Number.isInteger(by) || by === 0) throw new RangeError(`skew() by ${by} ticks: expected a whole number, not 0`)
  return { ...clocks, ahead: { ...clocks.ahead, [node]: clocks.ahead[node] + by } }
}

/** `the clock of ann goes ahead by 1 tick`, or `falls back by 2 ticks`. */
export function skewSentence(node: string, by: number): string {
  const ticks = Math.abs(by) === 1 ? '1 tick' : `${Math.abs(by)} ticks`
  return `the clock of ${node} ${by > 0 ? 'goes ahead' : 'falls back'} by ${ticks}`
}
