import { holds, specify, suite, violated } from '../language/index.ts'

const sides = ['left', 'right'] as const
type Side = (typeof sides)[number]

const beside = (box: number, side: Side): number => (side === 'left' ? box - 1 : box + 1)
const opposite = (side: Side): Side => (side === 'left' ? 'right' : 'left')
const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

interface Configuration {
  /** At least three. */
  readonly boxes: number
  /** Whether the last box before the search turns round is looked into twice. */
  readonly looksTwice: boolean
  /** Whether the nights go by; if not, the search may be given up. */
  readonly fair: boolean
}

function specification({ boxes: size, looksTwice, fair }: Configuration) {
  const boxes = range(1, size)
  const searched = range(2, size - 1)

  const search = specify(`a cat in one of ${size} boxes`, { cat: 1, search: 2, direction: 'right' as Side })
    .about(`
      A cat hides in one of several boxes in a row and moves to a neighbouring box every night. Every morning one box
      may be opened. The search goes through all boxes but the outermost, to and fro. Cat and search move by one box
      each, so their distance stays even, and then she is met on the way, or stays odd, and then they pass each other.
      To open the last box twice before turning round makes an odd distance even.
      Cat and search begin anywhere. The game goes on after she is found.
      Source: tlaplus/Examples, specifications/Moving_Cat_Puzzle/Cat.tla.
    `)
    .startingFrom(
      boxes.flatMap((cat) => searched.flatMap((search) => sides.map((direction) => ({ cat, search, direction })))),
    )
    .action('a night passes', 'The cat moves, and the search goes on or turns round.')
    .over('side', sides)
    .when((s, { side }) => boxes.includes(beside(s.cat, side)))
    .changes((s, { side }) => {
      const cat = beside(s.cat, side)
      const next = beside(s.search, s.direction)
      if (searched.includes(next)) return { cat, search: next }
      const direction = opposite(s.direction)
      return { cat, direction, search: looksTwice ? s.search : beside(s.search, direction) }
    })
    .eventually('the cat is found', (s) => s.search === s.cat)
    .deadlockFree()
  return fair ? search.fair('weak', 'a night passes') : search
}

export const catPuzzle = suite('classic/cat-puzzle', specification, { boxes: 5, looksTwice: true, fair: true })
  .scenario({
    title: '5 boxes',
    expect: { 'the cat is found': holds, 'no deadlock': holds },
    counts: { distinct: 30, generated: 78, depth: 1 },
    neighbour: '5 boxes, each opened once',
  })
  .scenario({
    title: '5 boxes, each opened once',
    about: 'To the end and straight back: a cat at an odd distance stays at an odd distance, and is never found.',
    config: { looksTwice: false },
    expect: { 'the cat is found': violated(4), 'no deadlock': holds },
    counts: { distinct: 30, generated: 78, depth: 1 },
    neighbour: '5 boxes',
  })
  .scenario({
    title: '6 boxes',
    config: { boxes: 6 },
    expect: { 'the cat is found': holds, 'no deadlock': holds },
    counts: { distinct: 48, generated: 128, depth: 1 },
    neighbour: '6 boxes, a search that may be given up',
  })
  .scenario({
    title: '6 boxes, a search that may be given up',
    config: { boxes: 6, fair: false },
    expect: { 'the cat is found': violated(1), 'no deadlock': holds },
    counts: { distinct: 48, generated: 128, depth: 1 },
    neighbour: '6 boxes',
  })
