import { at, type Counts, each, every, holds, reachable, specify, suite } from '../language/index.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const

interface Configuration {
  readonly counters: number
  /** Each counts from 0 to one less than this. */
  readonly values: number
}

function specification({ counters: size, values }: Configuration) {
  const counters = names.slice(0, size)
  const limit = values - 1
  return specify(`${size} counters of ${values} values`, { value: each(counters, 0) })
    .about(`
      Counters that only count up: the graph is a grid. A counter at its limit has no step left, and the far corner is
      the one state without a successor.
      Closed form for n counters of k values: k^n states, 1 + n·(k-1)·k^(n-1) generated, n·(k-1) + 1 deep.
    `)
    .action('count')
    .over('counter', counters)
    .when((s, { counter }) => s.value[counter] < limit)
    .changes((s, { counter }) => ({ value: at(counter, s.value[counter] + 1) }))
    .always('stays inside the limit', counters, (s, counter) => s.value[counter] >= 0 && s.value[counter] <= limit)
    .reachable('all are at the limit', (s) => every(s.value, limit))
    .deadlockFree((s) => every(s.value, limit))
}

const closedForm = (n: number, k: number): Counts => ({
  distinct: k ** n,
  generated: 1 + n * (k - 1) * k ** (n - 1),
  depth: n * (k - 1) + 1,
})

const expectation = (n: number, k: number) => ({
  'stays inside the limit': holds,
  'all are at the limit': reachable(n * (k - 1) + 1),
  'no deadlock': holds,
})

export const counters = suite('classic/counters', specification, { counters: 3, values: 4 })
  .scenario({ title: '3 counters of 4 values', expect: expectation(3, 4), counts: closedForm(3, 4) })
  .scenario({
    title: '2 counters of 30 values',
    config: { counters: 2, values: 30 },
    expect: expectation(2, 30),
    counts: closedForm(2, 30),
  })
  .scenario({
    title: '5 counters of 10 values',
    config: { counters: 5, values: 10 },
    expect: expectation(5, 10),
    counts: closedForm(5, 10),
  })
