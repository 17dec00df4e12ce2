import { every, holds, reachable, suite, violated } from '../language/index.ts'
import { specifyTwoPhaseCommit } from './two-phase-commit.ts'

interface Configuration {
  /** Resource managers that take part, at most nine. */
  readonly managers: number
  /** Whether the coordinator decides sooner or later; if not, it may have stopped for ever. */
  readonly coordinatorDecides: boolean
}

/** What two-phase commit promises while no participant stops, and does not once the coordinator has stopped. */
function specification({ managers, coordinatorDecides }: Configuration) {
  const commit = specifyTwoPhaseCommit({ managers, impatient: false })
    .eventually('everyone decides', (s) => every(s.phase, (phase) => phase === 'committed' || phase === 'aborted'))
    .fair('weak', ['prepare', 'abort alone'], 'manager')
    .fair('weak', ['learn of commit', 'learn of abort'], 'manager')
  return coordinatorDecides ? commit.fair('weak', ['decide to commit', 'decide to abort']) : commit
}

const sound = {
  'all or nothing': holds,
  'commits only what was decided': holds,
  'a manager that has voted learns that it must abort': reachable(4),
  'everyone commits': reachable(11),
  'no deadlock': holds,
} as const

const counts = { distinct: 288, generated: 1_146, depth: 11 }

export const twoPhaseCommitProgress = suite('classic/two-phase-commit-progress', specification, {
  managers: 3,
  coordinatorDecides: true,
})
  .scenario({
    title: '3 resource managers',
    expect: { ...sound, 'everyone decides': holds },
    counts,
    neighbour: '3 resource managers, the coordinator stops',
  })
  .scenario({
    title: '3 resource managers, the coordinator stops',
    about: 'A manager that has voted waits for ever: the protocol blocks, which is what Paxos Commit was made for.',
    config: { coordinatorDecides: false },
    expect: { ...sound, 'everyone decides': violated(4) },
    counts,
    neighbour: '3 resource managers',
  })
  .accept({
    finding: 'branch-never-ran',
    of: "the right side of `impatient && s.phase[manager] === 'prepared'`",
    because: 'no manager is impatient here; classic/two-phase-commit has one that is',
  })
