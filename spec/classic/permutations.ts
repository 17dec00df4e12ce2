import { at, type Counts, each, holds, reachable, specify, suite } from '../language/index.ts'

const positions = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
type Position = (typeof positions)[number]

function specification({ size }: { readonly size: number }) {
  const places = positions.slice(0, size)
  return specify(`permutations of ${size}`, { item: each(places, (place): Position => place) })
    .about(`
      Neighbours in a row change places. Every order can be reached, the reversed one last: it takes as many swaps as
      there are pairs.
      Closed form: n! states, 1 + (n-1)·n! generated, n(n-1)/2 + 1 deep.
    `)
    .action('swap')
    .over('right', places.slice(1))
    .changes((s, { right }) => {
      const left = (right - 1) as Position
      return { item: { ...at(left, s.item[right]), ...at(right, s.item[left]) } }
    })
    .always('has every item once', (s) => new Set(places.map((place) => s.item[place])).size === size)
    .reachable('reversed', (s) => places.every((place) => s.item[place] === size - 1 - place))
    .deadlockFree()
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
const closedForm = (n: number): Counts => ({
  distinct: factorial(n),
  generated: 1 + (n - 1) * factorial(n),
  depth: (n * (n - 1)) / 2 + 1,
})

const expectation = (n: number) => ({
  'has every item once': holds,
  reversed: reachable((n * (n - 1)) / 2 + 1),
  'no deadlock': holds,
})

export const permutations = suite('classic/permutations', specification, { size: 4 })
  .scenario({ title: '4 items', expect: expectation(4), counts: closedForm(4) })
  .scenario({ title: '6 items', config: { size: 6 }, expect: expectation(6), counts: closedForm(6) })
  .scenario({ title: '8 items', config: { size: 8 }, expect: expectation(8), counts: closedForm(8) })
