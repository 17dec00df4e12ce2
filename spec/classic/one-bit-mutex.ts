import { at, each, holds, removeOne, set, some, specify, suite, violated } from '../language/index.ts'

const processes = ['a', 'b'] as const
type Process = (typeof processes)[number]
type Place =
  | 'outside'
  | 'raising the flag'
  | 'checking'
  | 'looking'
  | 'lowering the flag'
  | 'standing back'
  | 'waiting'
  | 'critical'
  | 'leaving'

const entry: readonly Place[] = [
  'raising the flag',
  'checking',
  'looking',
  'lowering the flag',
  'standing back',
  'waiting',
]

interface Configuration {
  /** Who lowers the flag on seeing another: the process with the higher name, as it must be, or both. */
  readonly whoGivesWay: 'the higher' | 'both'
  /** Whether every process that is not outside goes on. */
  readonly fair: boolean
}

function specification({ whoGivesWay, fair }: Configuration) {
  const givesWay = (self: Process, other: Process): boolean => whoGivesWay === 'both' || self > other

  const mutex = specify('one-bit mutual exclusion', {
    place: each(processes, 'outside' as Place),
    flag: each(processes, false),
    unchecked: each(processes, set<Process>()),
    lookingAt: each(processes, 'a' as Process),
  })
    .about(`
      Each process has one bit that the others can read: a flag which says that it wants to go in. It raises the flag
      and then looks at the others one by one. Whoever sees a raised flag waits for it to go down: one with the flag
      up, the other with the flag lowered.
      Modelled: every read or write as a step of its own. What is left over of the last round is kept, and is arbitrary
      at the beginning. A process may stay outside for ever.
      Source: tlaplus/tlaplus, tlatools test models, symmetry/OneBitMutex (Lamport, "The mutual exclusion problem:
      part II", 1986), where both give way.
    `)
    .startingFrom(processes.flatMap((a) => processes.map((b) => ({ lookingAt: { a, b } }))))
    .action('want to enter')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'outside')
    .changes((_s, { self }) => ({ place: at(self, 'raising the flag') }))
    .action('raise the flag')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'raising the flag')
    .changes((_s, { self }) => ({
      flag: at(self, true),
      unchecked: at(self, set(processes.filter((process) => process !== self))),
      place: at(self, 'checking'),
    }))
    .action('turn to')
    .over('self', processes)
    .over('other', (s, { self }) => s.unchecked[self])
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'checking')
    .changes((s, { self, other }) => ({
      lookingAt: at(self, other),
      unchecked: at(self, removeOne(s.unchecked[self], other)),
      place: at(self, 'looking'),
    }))
    .action('enter')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'checking' && s.unchecked[self].length === 0)
    .changes((_s, { self }) => ({ place: at(self, 'critical') }))
    .action('look')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'looking')
    .changes((s, { self }) => {
      const other = s.lookingAt[self]
      if (!s.flag[other]) return { place: at(self, 'checking') }
      return { place: at(self, givesWay(self, other) ? 'lowering the flag' : 'waiting') }
    })
    .action('lower the flag')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'lowering the flag')
    .changes((_s, { self }) => ({ flag: at(self, false), place: at(self, 'standing back') }))
    .action('try again')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'standing back' && !s.flag[s.lookingAt[self]])
    .changes((_s, { self }) => ({ place: at(self, 'raising the flag') }))
    .action('wait no longer')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'waiting' && !s.flag[s.lookingAt[self]])
    .changes((_s, { self }) => ({ place: at(self, 'checking') }))
    .action('work')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'critical')
    .changes((_s, { self }) => ({ place: at(self, 'leaving') }))
    .action('leave')
    .over('self', processes)
    .by(({ self }) => self)
    .when((s, { self }) => s.place[self] === 'leaving')
    .changes((_s, { self }) => ({ flag: at(self, false), place: at(self, 'outside') }))
    .always('mutual exclusion', (s) => !(s.place.a === 'critical' && s.place.b === 'critical'))
    .unless(
      'the lower keeps its flag up until it is inside',
      (s) => s.flag.a,
      (s) => s.place.a === 'critical' || s.place.a === 'leaving',
    )
    .leadsTo(
      'whoever is inside leaves',
      processes,
      (s, process) => s.place[process] === 'critical',
      (s, process) => s.place[process] === 'outside',
    )
    .leadsTo(
      'where someone tries, someone gets in',
      (s) => some(s.place, (place) => entry.includes(place)),
      (s) => some(s.place, 'critical'),
    )
    .leadsTo(
      'nobody starves',
      processes,
      (s, process) => s.place[process] === 'checking',
      (s, process) => s.place[process] === 'critical',
    )
    .deadlockFree()
  if (!fair) return mutex
  return mutex.fair(
    'weak',
    ['raise the flag', 'turn to', 'enter', 'look', 'lower the flag', 'try again', 'wait no longer', 'work', 'leave'],
    'self',
  )
}

const safe = { 'mutual exclusion': holds, 'no deadlock': holds } as const

export const oneBitMutex = suite('classic/one-bit-mutex', specification, { whoGivesWay: 'both', fair: true })
  .scenario({
    title: 'both give way',
    about: `
      Two processes that move in step see each other's flag, lower theirs, see that the other is down too and begin
      again, for ever.
    `,
    expect: {
      ...safe,
      'the lower keeps its flag up until it is inside': violated(8),
      'whoever is inside leaves': holds,
      'where someone tries, someone gets in': violated(12),
      'nobody starves': violated(),
    },
    counts: { distinct: 127, generated: 244, depth: 13 },
    neighbour: 'the higher gives way',
  })
  .scenario({
    title: 'the higher gives way',
    about: `
      With an order among them somebody always gets in. It may be the same one every time: whoever lowers the flag
      has to find the other one down, and it need not look at the right moment.
    `,
    config: { whoGivesWay: 'the higher' },
    expect: {
      ...safe,
      'the lower keeps its flag up until it is inside': holds,
      'whoever is inside leaves': holds,
      'where someone tries, someone gets in': holds,
      'nobody starves': violated(13),
    },
    counts: { distinct: 117, generated: 224, depth: 14 },
    neighbour: 'both give way',
  })
  .scenario({
    title: 'the higher gives way, and processes may stop',
    config: { whoGivesWay: 'the higher', fair: false },
    expect: {
      ...safe,
      'the lower keeps its flag up until it is inside': holds,
      'whoever is inside leaves': violated(6),
      'where someone tries, someone gets in': violated(2),
      'nobody starves': violated(3),
    },
    counts: { distinct: 117, generated: 224, depth: 14 },
    neighbour: 'the higher gives way',
  })
  .accept({
    finding: 'guard-always-true',
    of: 'turn to',
    because: 'two processes have one other to check each; a third would still be unchecked while they look at that one',
  })
