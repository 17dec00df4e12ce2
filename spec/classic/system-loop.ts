import { holds, specify, suite, violated } from '../language/index.ts'

interface Configuration {
  /** Whether a step that can be taken is taken sooner or later. */
  readonly fair: boolean
}

function specification({ fair }: Configuration) {
  const loop = specify('a loop of four positions', { x: 0 })
    .about(`
      A counter that goes round: 0, 1, 2, 3 and back to 0. Nothing else can happen, but nothing has to: every behaviour
      may stand still for ever unless fairness says that it goes on. The smallest test of a liveness checker.
      Source: tlaplus/tlaplus, tlatools test models, Loop/SystemLoop.tla (Manna and Pnueli, "Temporal Verification of
      Reactive Systems: Safety", 1995).
    `)
    .action('go on')
    .when((s) => s.x < 3)
    .changes((s) => ({ x: s.x + 1 }))
    .action('go back')
    .when((s) => s.x === 3)
    .changes(() => ({ x: 0 }))
    .always('there are four positions', (s) => s.x >= 0 && s.x <= 3)
    .infinitelyOften('3 comes round again and again', (s) => s.x === 3)
    .canAlwaysReach('3 can always be reached', (s) => s.x === 3)
    .canAlwaysReach('0 can always be reached', (s) => s.x === 0)
    .deadlockFree()
  return fair ? loop.fair('weak', ['go on', 'go back']) : loop
}

const sound = {
  'there are four positions': holds,
  '3 can always be reached': holds,
  '0 can always be reached': holds,
  'no deadlock': holds,
} as const
const counts = { distinct: 4, generated: 5, depth: 4 }

export const systemLoop = suite('classic/system-loop', specification, { fair: true })
  .scenario({
    title: 'a loop that goes on',
    expect: { ...sound, '3 comes round again and again': holds },
    counts,
    neighbour: 'a loop that may stand still',
  })
  .scenario({
    title: 'a loop that may stand still',
    about: 'Without fairness nothing need ever happen: what can always be reached is not reached for all that.',
    config: { fair: false },
    expect: { ...sound, '3 comes round again and again': violated(1) },
    counts,
    neighbour: 'a loop that goes on',
  })
