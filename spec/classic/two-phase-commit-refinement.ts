import { holds, reachable, suite, violated } from '../language/index.ts'
import { specifyTransactionCommit } from './transaction-commit.ts'
import { specifyTwoPhaseCommit, type TwoPhaseCommitConfiguration } from './two-phase-commit.ts'

/** A property of every step costs something at every step, so it has a suite of its own, of small scenarios. */
function specification({ managers, impatient }: TwoPhaseCommitConfiguration) {
  return specifyTwoPhaseCommit({ managers, impatient }).refines(
    'it is transaction commit',
    specifyTransactionCommit({ managers, waitsForAll: true }),
    (s) => ({ phase: s.phase }),
  )
}

const sound = {
  'all or nothing': holds,
  'commits only what was decided': holds,
  'a manager that has voted learns that it must abort': reachable(4),
  'it is transaction commit': holds,
  'no deadlock': holds,
} as const

export const twoPhaseCommitRefinement = suite('classic/two-phase-commit-refinement', specification, {
  managers: 3,
  impatient: false,
})
  .scenario({
    title: '2 resource managers',
    config: { managers: 2 },
    expect: { ...sound, 'everyone commits': reachable(8) },
    counts: { distinct: 56, generated: 154, depth: 8 },
  })
  .scenario({
    title: '3 resource managers',
    expect: { ...sound, 'everyone commits': reachable(11) },
    counts: { distinct: 288, generated: 1_146, depth: 11 },
    neighbour: '3 resource managers, one loses patience',
  })
  .scenario({
    title: '3 resource managers, one loses patience',
    about: 'A manager that aborts after it voted does what transaction commit allows, until another one commits.',
    config: { impatient: true },
    expect: {
      ...sound,
      'all or nothing': violated(10),
      'it is transaction commit': violated(10),
      'everyone commits': reachable(11),
    },
    counts: { distinct: 459, generated: 2_277, depth: 11 },
    neighbour: '3 resource managers',
  })
  .scenario({
    title: '4 resource managers',
    config: { managers: 4 },
    expect: { ...sound, 'everyone commits': reachable(14) },
    counts: { distinct: 1_568, generated: 8_258, depth: 14 },
  })
