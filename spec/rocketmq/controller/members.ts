/** Sets of brokers as lists in a fixed order, so that the same set is the same value. */

export type Broker = 'A' | 'B' | 'C'
const all: readonly Broker[] = ['A', 'B', 'C']

export function union(some: readonly Broker[], others: readonly Broker[]): readonly Broker[] {
  return all.filter((broker) => some.includes(broker) || others.includes(broker))
}

export function without(some: readonly Broker[], broker: Broker): readonly Broker[] {
  return some.filter((each) => each !== broker)
}

export function isSameSet(some: readonly Broker[], others: readonly Broker[]): boolean {
  return some.length === others.length && some.every((broker) => others.includes(broker))
}

/** Every choice of brokers that leaves somebody out and is not empty. */
export function sidesOf(brokers: readonly Broker[]): readonly (readonly Broker[])[] {
  const choices = Array.from({ length: 2 ** brokers.length - 2 }, (_, index) => index + 1)
  return choices.map((bits) => brokers.filter((_, at) => (bits >> at) % 2 === 1))
}
