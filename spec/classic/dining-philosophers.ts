import { at, each, holds, reachable, some, specify, suite, unreachable, violated } from '../language/index.ts'

const seats = [1, 2, 3, 4, 5] as const
type Seat = (typeof seats)[number]
interface Fork {
  readonly holder: Seat
  readonly isClean: boolean
}

interface Configuration {
  /** Between two and five. */
  readonly philosophers: number
  /** Whether at the start everyone holds one fork, which closes a circle of people who wait for each other. */
  readonly oneForkEach: boolean
  /** Whether every philosopher goes on; otherwise one may fall asleep, perhaps with forks in hand. */
  readonly fair: boolean
}

/** Fork `n` lies to the left of philosopher `n`, so the right fork of a philosopher has the next one's number. */
function specification({ philosophers: size, oneForkEach, fair }: Configuration) {
  const philosophers = seats.slice(0, size)
  const toTheRight = (seat: Seat): Seat => (seat === size ? 1 : ((seat + 1) as Seat))
  const toTheLeft = (seat: Seat): Seat => (seat === 1 ? size : seat - 1) as Seat
  const firstHolder = (fork: Seat): Seat => (fork === 2 && !oneForkEach ? 1 : fork)

  const table = specify(`${size} dining philosophers`, {
    fork: each(philosophers, (fork): Fork => ({ holder: firstHolder(fork), isClean: false })),
    isHungry: each(philosophers, true),
    place: each(philosophers, 'table' as 'table' | 'eating' | 'thinking'),
  })
    .about(`
      Philosophers round a table need both neighbouring forks to eat. By the rule of Chandy and Misra a fork that was
      eaten with is dirty, and a dirty fork is cleaned and handed over on request; a clean one is kept until its
      holder has eaten. Requests are abstracted: dirty forks are always handed over.
      The rule is as good as its start: the forks must not begin in a circle.
      Source: tlaplus/Examples, specifications/DiningPhilosophers/DiningPhilosophers.tla (Chandy and Misra, "The
      drinking philosophers problem", 1984).
    `)
    .derive('canEat', philosophers, (s, self) => {
      const left = s.fork[self]
      const right = s.fork[toTheRight(self)]
      return left.holder === self && left.isClean && right.holder === self && right.isClean
    })
    .action('look', 'Hand over one dirty fork, if there is one; then go and eat or think, or stay at the table.')
    .over('self', philosophers)
    .by(({ self }) => `philosopher ${self}`)
    .when((s, { self }) => s.place[self] === 'table')
    .changes((s, { self }) => {
      const right = toTheRight(self)
      const isDirtyAndMine = (fork: Fork): boolean => fork.holder === self && !fork.isClean
      const next = !s.isHungry[self] ? 'thinking' : s.canEat[self] ? 'eating' : 'table'
      const place = at(self, next)
      if (isDirtyAndMine(s.fork[self])) return { place, fork: at(self, { holder: toTheLeft(self), isClean: true }) }
      if (isDirtyAndMine(s.fork[right])) return { place, fork: at(right, { holder: right, isClean: true }) }
      return { place }
    })
    .action('eat', 'Both forks are dirty afterwards.')
    .over('self', philosophers)
    .by(({ self }) => `philosopher ${self}`)
    .when((s, { self }) => s.place[self] === 'eating')
    .changes((s, { self }) => {
      const right = toTheRight(self)
      return {
        place: at(self, 'table'),
        isHungry: at(self, false),
        fork: { ...at(self, { ...s.fork[self], isClean: false }), ...at(right, { ...s.fork[right], isClean: false }) },
      }
    })
    .action('think', 'Thinking makes hungry.')
    .over('self', philosophers)
    .by(({ self }) => `philosopher ${self}`)
    .when((s, { self }) => s.place[self] === 'thinking')
    .changes((_s, { self }) => ({ place: at(self, 'table'), isHungry: at(self, true) }))
    .always('neighbours do not eat together', philosophers, (s, self) => {
      return s.place[self] !== 'eating' || s.place[toTheRight(self)] !== 'eating'
    })
    .always('a fork is held by a neighbour', philosophers, (s, fork) => {
      return s.fork[fork].holder === fork || s.fork[fork].holder === toTheLeft(fork)
    })
    .reachable('someone eats', (s) => some(s.place, 'eating'))
    .infinitelyOften('nobody starves', philosophers, (s, self) => !s.isHungry[self])
    .infinitelyOftenStep(
      'everyone eats again and again',
      philosophers,
      (_before, { action, args: { self } }, _after, seat) => {
        return action === 'eat' && self === seat
      },
    )
    .deadlockFree()
  return fair ? table.fair('weak', ['look', 'eat', 'think'], 'self') : table
}

const sound = {
  'neighbours do not eat together': holds,
  'a fork is held by a neighbour': holds,
  'no deadlock': holds,
} as const

export const diningPhilosophers = suite('classic/dining-philosophers', specification, {
  philosophers: 5,
  oneForkEach: false,
  fair: true,
})
  .scenario({
    title: '5 philosophers',
    expect: { ...sound, 'someone eats': reachable(5), 'nobody starves': holds, 'everyone eats again and again': holds },
    counts: { distinct: 67, generated: 336, depth: 29 },
    neighbour: '5 philosophers with a fork each',
  })
  .scenario({
    title: '5 philosophers with a fork each',
    about: 'Everyone hands the left fork on and keeps the clean right one: nobody is stuck, and nobody ever eats.',
    config: { oneForkEach: true },
    expect: {
      ...sound,
      'someone eats': unreachable,
      'nobody starves': violated(6),
      'everyone eats again and again': violated(6),
    },
    counts: { distinct: 32, generated: 161, depth: 6 },
    neighbour: '5 philosophers',
  })
  .scenario({
    title: '5 philosophers who may fall asleep',
    config: { fair: false },
    expect: {
      ...sound,
      'someone eats': reachable(5),
      'nobody starves': violated(1),
      'everyone eats again and again': violated(1),
    },
    counts: { distinct: 67, generated: 336, depth: 29 },
    neighbour: '5 philosophers',
  })
