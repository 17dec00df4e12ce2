import { at, type Counts, each, holds, specify, suite, unreachable } from '../language/index.ts'

const squares = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
type Square = (typeof squares)[number]

/** The gap is tile 0 and starts in the first square. */
const gapTile = 0

interface Configuration {
  readonly rows: number
  readonly columns: number
}

function specification({ rows, columns }: Configuration) {
  const board = squares.slice(0, rows * columns)
  const row = (square: Square): number => Math.floor(square / columns)
  const column = (square: Square): number => square % columns
  const distance = (a: Square, b: Square): number => Math.abs(row(a) - row(b)) + Math.abs(column(a) - column(b))

  return specify(`sliding puzzle ${rows}×${columns}`, {
    tile: each(board, (square): Square => square),
    gap: 0 as Square,
  })
    .about(`
      Tiles slide into the gap of a board. Half of all arrangements can be reached: a slide changes the parity of the
      arrangement and the side of the gap on a chessboard together, so two tiles never change places alone.
      Closed form: n!/2 states for n squares; generated is one more than n!/2 times the neighbours a square has on
      average. The depth is a matter of search: 32 for 3×3 was found by exhaustion.
    `)
    .action('slide')
    .over('from', (s) => board.filter((square) => distance(square, s.gap) === 1))
    .changes((s, { from }) => ({ gap: from, tile: { ...at(s.gap, s.tile[from]), ...at(from, gapTile) } }))
    .always('the gap is where it is said to be', (s) => s.tile[s.gap] === gapTile)
    .reachable('the first two tiles exchanged', (s) => {
      return board.every((square) => s.tile[square] === (square === 1 ? 2 : square === 2 ? 1 : square))
    })
    .deadlockFree()
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))

function counts(rows: number, columns: number, depth: number): Counts {
  const distinct = factorial(rows * columns) / 2
  const borders = rows * (columns - 1) + columns * (rows - 1)
  return { distinct, generated: 1 + (distinct * 2 * borders) / (rows * columns), depth }
}

const expect = {
  'the gap is where it is said to be': holds,
  'the first two tiles exchanged': unreachable,
  'no deadlock': holds,
} as const

export const slidingPuzzle = suite('classic/sliding-puzzle', specification, { rows: 2, columns: 2 })
  .scenario({ title: '2×2', expect, counts: counts(2, 2, 7) })
  .scenario({ title: '2×3', config: { columns: 3 }, expect, counts: counts(2, 3, 22) })
  .scenario({ title: '3×3', config: { rows: 3, columns: 3 }, expect, counts: counts(3, 3, 32) })
