import { at, each, holds, reachable, specify, suite, violated } from '../language/index.ts'

const processes = ['p', 'q'] as const
type Process = (typeof processes)[number]
type Place = 'idle' | 'raising the flag' | 'giving way' | 'waiting' | 'critical' | 'leaving'

const other = (process: Process): Process => (process === 'p' ? 'q' : 'p')

interface Configuration {
  /** Whether a process raises its flag before it gives way, as it must, or after. */
  readonly flagFirst: boolean
}

function specification({ flagFirst }: Configuration) {
  const entry: readonly Place[] = flagFirst ? ['raising the flag', 'giving way'] : ['giving way', 'raising the flag']
  const round: readonly Place[] = ['idle', ...entry, 'waiting', 'critical', 'leaving']
  const after = (place: Place): Place => round[round.indexOf(place) + 1] ?? 'idle'

  return (
    specify("Peterson's algorithm", {
      place: each(processes, 'idle' as Place),
      flag: each(processes, false),
      turn: 'p' as Process,
    })
      .about(`
      Two processes share a resource with nothing but three variables that they read and write one at a time: a flag
      each ("I want to go in") and whose turn it is if both do. Every read or write is a step of its own.
      Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Peterson.tla (Peterson, "Myths about the mutual
      exclusion problem", 1981).
    `)
      .derive('inside', processes, (s, process) => s.place[process] === 'critical' || s.place[process] === 'leaving')
      .action('want to enter')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'idle')
      .changes((_s, { process }) => ({ place: at(process, after('idle')) }))
      .action('raise the flag')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'raising the flag')
      .changes((_s, { process }) => ({ place: at(process, after('raising the flag')), flag: at(process, true) }))
      .action('give way')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'giving way')
      .changes((_s, { process }) => ({ place: at(process, after('giving way')), turn: other(process) }))
      .action('enter')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'waiting' && (!s.flag[other(process)] || s.turn === process))
      .changes((_s, { process }) => ({ place: at(process, 'critical') }))
      .action('work')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'critical')
      .changes((_s, { process }) => ({ place: at(process, 'leaving') }))
      .action('lower the flag')
      .over('process', processes)
      .when((s, { process }) => s.place[process] === 'leaving')
      .changes((_s, { process }) => ({ place: at(process, 'idle'), flag: at(process, false) }))
      .always('mutual exclusion', (s) => !(s.inside.p && s.inside.q))
      .always('a process inside has raised its flag', processes, (s, process) => !s.inside[process] || s.flag[process])
      .always(
        'a process that stays outside has lowered its flag',
        processes,
        (s, process) => s.place[process] !== 'idle' || !s.flag[process],
      )
      .alwaysStep('each process goes round step by step', (before, { args: { process } }, now) => {
        return now.place[process] === after(before.place[process])
      })
      // A process may stay outside for ever, but one that has begun goes on.
      .fair('weak', ['raise the flag', 'give way', 'enter', 'work', 'lower the flag'], 'process')
      .leadsTo(
        'a process that wants to enter does',
        processes,
        (s, process) => s.place[process] !== 'idle',
        (s, process) => s.inside[process],
      )
      .reachable('both wait', (s) => s.place.p === 'waiting' && s.place.q === 'waiting')
      .deadlockFree()
  )
}

export const peterson = suite('classic/peterson', specification, { flagFirst: true })
  .scenario({
    title: 'flag first, then give way',
    expect: {
      'mutual exclusion': holds,
      'a process inside has raised its flag': holds,
      'a process that stays outside has lowered its flag': holds,
      'each process goes round step by step': holds,
      'a process that wants to enter does': holds,
      'both wait': reachable(7),
      'no deadlock': holds,
    },
    counts: { distinct: 42, generated: 77, depth: 11 },
    neighbour: 'give way first, then flag',
  })
  .scenario({
    title: 'give way first, then flag',
    about: `
      The two writes at the entry look as if they could change places. They cannot: a process that has given way but
      not raised its flag yet is overtaken by one that sees no flag, and then finds that it is its own turn.
    `,
    config: { flagFirst: false },
    expect: {
      'mutual exclusion': violated(9),
      'a process inside has raised its flag': holds,
      'a process that stays outside has lowered its flag': holds,
      'each process goes round step by step': holds,
      'a process that wants to enter does': holds,
      'both wait': reachable(7),
      'no deadlock': holds,
    },
    counts: { distinct: 72, generated: 139, depth: 13 },
    neighbour: 'flag first, then give way',
  })
