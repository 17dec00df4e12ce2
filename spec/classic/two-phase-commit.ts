import { at, each, every, holds, reachable, some, specify, suite, violated } from '../language/index.ts'

const names = ['rm1', 'rm2', 'rm3', 'rm4', 'rm5', 'rm6', 'rm7', 'rm8', 'rm9'] as const

/** Resource managers, at most nine. */
export function managerNames(managers: number): readonly (typeof names)[number][] {
  return names.slice(0, managers)
}

export interface TwoPhaseCommitConfiguration {
  /** Resource managers that take part, at most nine. */
  readonly managers: number
  /** Whether a manager that has voted may lose patience and abort on its own: the classic mistake. */
  readonly impatient: boolean
}

/**
 * A vote that was sent is never lost and never taken back, so one variable a manager says both what is in flight and
 * what the coordinator has counted. A decision is announced as it is taken: the coordinator's phase is the message.
 */
export function specifyTwoPhaseCommit({ managers: size, impatient }: TwoPhaseCommitConfiguration) {
  const managers = managerNames(size)
  return specify(`two-phase commit, ${size} resource managers`, {
    phase: each(managers, 'working' as 'working' | 'prepared' | 'committed' | 'aborted'),
    vote: each(managers, 'none' as 'none' | 'sent' | 'counted'),
    coordinator: 'waiting' as 'waiting' | 'committed' | 'aborted',
  })
    .about(`
      A coordinator asks resource managers to commit a transaction together: all of them do, or none.
      Modelled: managers that prepare or abort on their own, votes on their way, the coordinator's decision and its
      arrival at each manager in any order and any number of times.
      Abstracted: requests to prepare (managers prepare when they like) and votes against (the coordinator may abort
      at any time). Loss needs no action of its own: nobody is obliged to receive.
      Source: tlaplus/Examples, specifications/transaction_commit/TwoPhase.tla (Gray and Lamport, "Consensus on
      Transaction Commit", 2006).
    `)
    .derive('everyVoteCounted', (s) => every(s.vote, 'counted'))
    .derive('someCommitted', (s) => some(s.phase, 'committed'))
    .derive('someAborted', (s) => some(s.phase, 'aborted'))
    .action('prepare', 'A manager has written all it needs to commit, and votes for it.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((_s, { manager }) => ({ phase: at(manager, 'prepared'), vote: at(manager, 'sent') }))
    .action('abort alone', 'A manager that has not voted may abort; it tells nobody.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s, { manager }) => s.phase[manager] === 'working' || (impatient && s.phase[manager] === 'prepared'))
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .action('count vote', 'The coordinator receives a vote, perhaps again.')
    .over('manager', managers)
    .by('coordinator')
    .when((s, { manager }) => s.coordinator === 'waiting' && s.vote[manager] !== 'none')
    .changes((_s, { manager }) => ({ vote: at(manager, 'counted') }))
    .action('decide to commit')
    .by('coordinator')
    .when((s) => s.coordinator === 'waiting' && s.everyVoteCounted)
    .changes(() => ({ coordinator: 'committed' }))
    .action('decide to abort')
    .by('coordinator')
    .when((s) => s.coordinator === 'waiting')
    .changes(() => ({ coordinator: 'aborted' }))
    .action('learn of commit', 'The decision arrives at a manager, perhaps again.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s) => s.coordinator === 'committed')
    .changes((_s, { manager }) => ({ phase: at(manager, 'committed') }))
    .action('learn of abort', 'The decision arrives at a manager, perhaps again.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s) => s.coordinator === 'aborted')
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .always('all or nothing', (s) => !(s.someCommitted && s.someAborted))
    .always('commits only what was decided', (s) => !s.someCommitted || s.coordinator === 'committed')
    .reachableStep('a manager that has voted learns that it must abort', (before, step, after) => {
      if (step.action !== 'learn of abort') return false
      const { manager } = step.args
      return before.phase[manager] === 'prepared' && after.phase[manager] === 'aborted'
    })
    .reachable('everyone commits', (s) => every(s.phase, 'committed'))
    .deadlockFree()
}

export const sound = {
  'all or nothing': holds,
  'commits only what was decided': holds,
  'a manager that has voted learns that it must abort': reachable(4),
  'no deadlock': holds,
} as const

/** Everyone votes, every vote is counted, the decision is taken and learnt: three steps a manager and one more. */
export const everyoneCommits = (managers: number) => reachable(3 * managers + 2)

export const twoPhaseCommit = suite('classic/two-phase-commit', specifyTwoPhaseCommit, {
  managers: 3,
  impatient: false,
})
  .scenario({
    title: '3 resource managers',
    expect: { ...sound, 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 288, generated: 1_146, depth: 11 },
    neighbour: '3 resource managers, one loses patience',
  })
  .scenario({
    title: '3 resource managers, one loses patience',
    about: `
      A manager that has voted is bound by its vote until it learns of the decision, for the others may have
      committed on the strength of it. Aborting at a time-out instead breaks the protocol.
    `,
    config: { impatient: true },
    expect: { ...sound, 'all or nothing': violated(10), 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 459, generated: 2_277, depth: 11 },
    neighbour: '3 resource managers',
  })
  .scenario({
    title: '5 resource managers',
    config: { managers: 5 },
    expect: { ...sound, 'everyone commits': everyoneCommits(5) },
    counts: { distinct: 8_832, generated: 58_146, depth: 17 },
  })
  .scenario({
    title: '7 resource managers',
    config: { managers: 7 },
    expect: { ...sound, 'everyone commits': everyoneCommits(7) },
    counts: { distinct: 296_448, generated: 2_744_706, depth: 23 },
  })
  .scenario({
    title: '8 resource managers',
    config: { managers: 8 },
    expect: { ...sound, 'everyone commits': everyoneCommits(8) },
    counts: { distinct: 1_745_408, generated: 18_507_778, depth: 26 },
  })
