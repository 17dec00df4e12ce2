import { holds, specify, suite, violated } from '../language/index.ts'

const bigSize = 5
const smallSize = 3

const specification = specify('die hard', { big: 0, small: 0 })
  .about(`
    Four gallons exactly, with a jug of five, a jug of three and a tap: the puzzle of the film "Die Hard 3".
    The property claims that it cannot be done; its shortest counterexample is the solution. Filling a full jug and
    emptying an empty one are steps too: they lead back to the state they came from.
    Source: tlaplus/Examples, specifications/DieHard/DieHard.tla.
  `)
  .action('fill the big jug')
  .changes(() => ({ big: bigSize }))
  .action('fill the small jug')
  .changes(() => ({ small: smallSize }))
  .action('empty the big jug')
  .changes(() => ({ big: 0 }))
  .action('empty the small jug')
  .changes(() => ({ small: 0 }))
  .action('pour the small jug into the big one')
  .changes(({ big, small }) => {
    const poured = Math.min(small, bigSize - big)
    return { big: big + poured, small: small - poured }
  })
  .action('pour the big jug into the small one')
  .changes(({ big, small }) => {
    const poured = Math.min(big, smallSize - small)
    return { big: big - poured, small: small + poured }
  })
  .always('no jug overflows', (s) => s.big >= 0 && s.big <= bigSize && s.small >= 0 && s.small <= smallSize)
  .always('never exactly four gallons', (s) => s.big !== 4)
  .alwaysStep('pouring keeps the water', (before, { action }, after) => {
    return !action.startsWith('pour') || before.big + before.small === after.big + after.small
  })
  .deadlockFree()

export const dieHard = suite('classic/die-hard', specification).scenario({
  title: 'jugs of 5 and 3 gallons',
  expect: {
    'no jug overflows': holds,
    'never exactly four gallons': violated(7),
    'pouring keeps the water': holds,
    'no deadlock': holds,
  },
  counts: { distinct: 16, generated: 97, depth: 8 },
})
