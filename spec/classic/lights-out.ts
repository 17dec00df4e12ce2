import { atAll, each, every, holds, reachable, specify, suite, unreachable } from '../language/index.ts'

const squares = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const
type Square = (typeof squares)[number]

function specification({ side }: { readonly side: number }) {
  const board = squares.slice(0, side * side)
  const row = (square: Square): number => Math.floor(square / side)
  const column = (square: Square): number => square % side
  const near = (square: Square): readonly Square[] =>
    board.filter((other) => Math.abs(row(other) - row(square)) + Math.abs(column(other) - column(square)) <= 1)

  return specify(`lights out ${side}×${side}`, { isLit: each(board, false) })
    .about(`
      Pressing a light toggles it and its neighbours. Pressing is addition modulo 2, so what can be reached is a
      vector space: everything on 3×3; on 4×4, where four independent patterns of presses cancel out, one sixteenth.
      Closed form: 2^rank states and 1 + n·2^rank generated for n lights (Anderson and Feil, "Turning lights out with
      linear algebra", 1998); the depth was found by exhaustion.
    `)
    .action('press')
    .over('square', board)
    .changes((s, { square }) => ({ isLit: atAll(near(square), (other) => !s.isLit[other]) }))
    .alwaysStep('pressing changes the light and its neighbours', (before, { args: { square } }, after) => {
      return near(square).every((other) => before.isLit[other] !== after.isLit[other])
    })
    .reachable('all are lit', (s) => every(s.isLit, true))
    .reachable('one corner alone is lit', (s) => board.every((square) => s.isLit[square] === (square === 0)))
    .deadlockFree()
}

export const lightsOut = suite('classic/lights-out', specification, { side: 3 })
  .scenario({
    title: '3×3',
    expect: {
      'pressing changes the light and its neighbours': holds,
      'all are lit': reachable(6),
      'one corner alone is lit': reachable(6),
      'no deadlock': holds,
    },
    counts: { distinct: 2 ** 9, generated: 1 + 9 * 2 ** 9, depth: 10 },
  })
  .scenario({
    title: '4×4',
    config: { side: 4 },
    expect: {
      'pressing changes the light and its neighbours': holds,
      'all are lit': reachable(5),
      'one corner alone is lit': unreachable,
      'no deadlock': holds,
    },
    counts: { distinct: 2 ** 12, generated: 1 + 16 * 2 ** 12, depth: 8 },
  })
