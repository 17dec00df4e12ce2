import { at, each, every, holds, keysOf, specify, suite, violated } from '../language/index.ts'

/** The counter is one more prisoner. */
const names = ['p2', 'p3', 'p4', 'p5', 'p6'] as const

interface Configuration {
  /** The counter included; two to six. */
  readonly prisoners: number
  /** How often each of the others lifts the first switch. */
  readonly lifts: 1 | 2
  /** Whether the counter is brought into the room again and again, as the warden promises of everybody. */
  readonly counterIsCalled: boolean
}

function specification({ prisoners: size, lifts, counterIsCalled }: Configuration) {
  const others = names.slice(0, size - 1)

  const prison = specify(`${size} prisoners and two switches`, {
    first: false,
    second: false,
    lifted: each(others, 0),
    count: 0,
  })
    .about(`
      Prisoners are brought into a room one at a time, in any order, where each has to flip one of two switches. Nobody
      knows how the switches stand at first. Somebody has to say, and be right, that all have been there.
      Their plan: one of them counts. Each of the others lifts the first switch if it is down, twice altogether, and
      flips the second one otherwise; the counter takes the first switch down, and counts. One lift too many may have
      been there from the beginning, which is why each lifts it twice.
      Source: tlaplus/Examples, specifications/Prisoners/Prisoners.tla.
    `)
    .startingFrom([false, true].flatMap((first) => [false, true].map((second) => ({ first, second }))))
    .derive('counterIsSure', (s) => s.count === lifts * (size - 1))
    .action('call the counter')
    .by('counter')
    .changes((s) => (s.first ? { first: false, count: s.count + 1 } : { second: !s.second }))
    .action('call')
    .over('prisoner', others)
    .by(({ prisoner }) => prisoner)
    .changes((s, { prisoner }) => {
      const lifted = s.lifted[prisoner]
      return !s.first && lifted < lifts ? { first: true, lifted: at(prisoner, lifted + 1) } : { second: !s.second }
    })
    .always('the counter is right', (s) => !s.counterIsSure || every(s.lifted, (lifted) => lifted > 0))
    .always('the count is at most one off', (s) => {
      const lifted = keysOf(s.lifted).reduce((sum, prisoner) => sum + s.lifted[prisoner], 0)
      const isAhead = s.count - (lifted - (s.first ? 1 : 0))
      return isAhead === 0 || isAhead === 1
    })
    .eventually('they go free', (s) => s.counterIsSure)
    .deadlockFree()
    .fair('weak', 'call', 'prisoner')
  return counterIsCalled ? prison.fair('weak', 'call the counter') : prison
}

export const prisoners = suite('classic/prisoners', specification, { prisoners: 4, lifts: 2, counterIsCalled: true })
  .scenario({
    title: '4 prisoners',
    expect: {
      'the counter is right': holds,
      'the count is at most one off': holds,
      'they go free': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 214, generated: 860, depth: 14 },
    neighbour: '4 prisoners, the counter is forgotten',
  })
  .scenario({
    title: '4 prisoners, the counter is forgotten',
    config: { counterIsCalled: false },
    expect: {
      'the counter is right': holds,
      'the count is at most one off': holds,
      'they go free': violated(2),
      'no deadlock': holds,
    },
    counts: { distinct: 214, generated: 860, depth: 14 },
    neighbour: '4 prisoners',
  })
  .scenario({
    title: '4 prisoners who lift the switch once',
    about:
      "If the switch was up at the beginning the counter counts one lift that was nobody's, and one has not been there.",
    config: { lifts: 1 },
    expect: {
      'the counter is right': violated(6),
      'the count is at most one off': holds,
      'they go free': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 62, generated: 252, depth: 8 },
    neighbour: '4 prisoners',
  })
