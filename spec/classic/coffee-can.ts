import { type Counts, holds, specify, suite, violated } from '../language/index.ts'

interface Configuration {
  /** In the can at first, at most. */
  readonly beans: number
  /** What is put back for two white beans. */
  readonly forTwoWhite: 'black' | 'white'
  /** Whether the game is played to its end. */
  readonly fair: boolean
}

const upTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, index) => index)

function specification({ beans: most, forTwoWhite, fair }: Configuration) {
  const game = specify(`a can of ${most} coffee beans`, { black: 1, white: 0 })
    .about(`
      Two beans are taken out of a can of black and white ones: if they are of one colour a black one is put back, if
      not the white one, until one bean is left. Its colour is known from the start: the number of white beans stays
      odd or even.
      Every can is an initial state; a can of one bean has a step to itself.
      Source: tlaplus/Examples, specifications/CoffeeCan/CoffeeCan.tla (Scholten; Gries, "The Science of Programming",
      1987).
    `)
    .startingFrom(() =>
      upTo(most).flatMap((black) =>
        upTo(most - black)
          .filter((white) => black + white > 0)
          .map((white) => ({ black, white })),
      ),
    )
    .action('take two white')
    .when((s) => s.white >= 2)
    .changes((s) => (forTwoWhite === 'black' ? { black: s.black + 1, white: s.white - 2 } : { white: s.white - 1 }))
    .action('take two black')
    .when((s) => s.black >= 2)
    .changes((s) => ({ black: s.black - 1 }))
    .action('take one of each')
    .when((s) => s.black >= 1 && s.white >= 1)
    .changes((s) => ({ black: s.black - 1 }))
    .action('stop')
    .when((s) => s.black + s.white === 1)
    .changes(() => ({}))
    .always('only beans that are there are taken', (s) => s.black >= 0 && s.white >= 0)
    .alwaysStep('beans become fewer', (before, { action }, after) => {
      return action === 'stop' || after.black + after.white < before.black + before.white
    })
    .alwaysStep('white beans stay odd or even', (before, _step, after) => before.white % 2 === after.white % 2)
    .eventually('one bean is left', (s) => s.black + s.white === 1)
    .leadsTo(
      'an even number of white beans ends in black',
      (s) => s.white % 2 === 0,
      (s) => s.black === 1 && s.white === 0,
    )
    .leadsTo(
      'an odd number of white beans ends in white',
      (s) => s.white % 2 === 1,
      (s) => s.black === 0 && s.white === 1,
    )
    .deadlockFree()
  return fair ? game.fair('weak', ['take two white', 'take two black', 'take one of each', 'stop']) : game
}

/** There are n·(n + 3)/2 cans of 1 to n beans. */
const hundred: Counts = { distinct: 5_150, generated: 20_002, depth: 1 }
const twenty: Counts = { distinct: 230, generated: 802, depth: 1 }

const sound = {
  'only beans that are there are taken': holds,
  'beans become fewer': holds,
  'white beans stay odd or even': holds,
  'one bean is left': holds,
  'an even number of white beans ends in black': holds,
  'an odd number of white beans ends in white': holds,
  'no deadlock': holds,
} as const

export const coffeeCan = suite('classic/coffee-can', specification, { beans: 100, forTwoWhite: 'black', fair: true })
  .scenario({
    title: '100 beans',
    expect: sound,
    counts: hundred,
    neighbour: '100 beans, a game that may be given up',
  })
  .scenario({
    title: '100 beans, a game that may be given up',
    config: { fair: false },
    expect: {
      ...sound,
      'one bean is left': violated(1),
      'an even number of white beans ends in black': violated(1),
      'an odd number of white beans ends in white': violated(1),
    },
    counts: hundred,
    neighbour: '100 beans',
  })
  .scenario({
    title: '20 beans',
    config: { beans: 20 },
    expect: sound,
    counts: twenty,
    neighbour: '20 beans, a white one for two white',
  })
  .scenario({
    title: '20 beans, a white one for two white',
    about: 'White beans never run out then, and their number, odd or even, no longer tells how it ends.',
    config: { beans: 20, forTwoWhite: 'white' },
    expect: {
      ...sound,
      'white beans stay odd or even': violated(2),
      'an even number of white beans ends in black': violated(2),
    },
    counts: twenty,
    neighbour: '20 beans',
  })
