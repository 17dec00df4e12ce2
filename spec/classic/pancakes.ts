import { atAll, type Counts, each, holds, reachable, specify, suite } from '../language/index.ts'

const positions = [0, 1, 2, 3, 4, 5, 6, 7] as const
type Position = (typeof positions)[number]

function specification({ size }: { readonly size: number }) {
  const places = positions.slice(0, size)
  return specify(`${size} pancakes`, { pancake: each(places, (place): Position => place) })
    .about(`
      A stack of pancakes of different sizes is sorted by turning over the top ones together. How many turns the worst
      stack needs is not known in general: the depth of the graph is one more than the pancake number (OEIS A058986).
      Closed form: n! states, 1 + (n-1)·n! generated.
    `)
    .action('flip')
    .over('lowest', places.slice(1))
    .changes((s, { lowest }) => ({
      pancake: atAll(places.slice(0, lowest + 1), (place) => s.pancake[(lowest - place) as Position]),
    }))
    .always('keeps every pancake', (s) => new Set(places.map((place) => s.pancake[place])).size === size)
    .reachable('upside down', (s) => places.every((place) => s.pancake[place] === size - 1 - place))
    .deadlockFree()
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
const counts = (n: number, pancakeNumber: number): Counts => ({
  distinct: factorial(n),
  generated: 1 + (n - 1) * factorial(n),
  depth: pancakeNumber + 1,
})

const expect = { 'keeps every pancake': holds, 'upside down': reachable(2), 'no deadlock': holds } as const

export const pancakes = suite('classic/pancakes', specification, { size: 4 })
  .scenario({ title: '4 pancakes', expect, counts: counts(4, 4) })
  .scenario({ title: '5 pancakes', config: { size: 5 }, expect, counts: counts(5, 5) })
  .scenario({ title: '6 pancakes', config: { size: 6 }, expect, counts: counts(6, 7) })
  .scenario({ title: '7 pancakes', config: { size: 7 }, expect, counts: counts(7, 8) })
  .scenario({ title: '8 pancakes', config: { size: 8 }, expect, counts: counts(8, 9) })
