import { suite, violated } from '../language/index.ts'
import {
  everyoneCommits,
  managerNames,
  sound,
  specifyTwoPhaseCommit,
  type TwoPhaseCommitConfiguration,
} from './two-phase-commit.ts'

/**
 * Two-phase commit up to symmetry: nothing tells one resource manager from another, so that states which differ by
 * renaming them are explored as one. Verdicts and lengths are those without symmetry: a shortest way stays one.
 */
function specification(configuration: TwoPhaseCommitConfiguration) {
  return specifyTwoPhaseCommit(configuration).symmetric(managerNames(configuration.managers))
}

export const twoPhaseCommitSymmetric = suite('classic/two-phase-commit-symmetric', specification, {
  managers: 3,
  impatient: false,
})
  .scenario({
    title: '3 resource managers',
    about: 'Of the 288 states 80 are left. The counts of orbits for 3 to 7 managers are those of a count by hand.',
    expect: { ...sound, 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 80, generated: 318, depth: 11 },
    neighbour: '3 resource managers, one loses patience',
  })
  .scenario({
    title: '3 resource managers, one loses patience',
    config: { impatient: true },
    expect: { ...sound, 'all or nothing': violated(10), 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 122, generated: 605, depth: 11 },
    neighbour: '3 resource managers',
  })
  .scenario({
    title: '4 resource managers',
    config: { managers: 4 },
    expect: { ...sound, 'everyone commits': everyoneCommits(4) },
    counts: { distinct: 166, generated: 869, depth: 14 },
  })
  .scenario({
    title: '5 resource managers',
    config: { managers: 5 },
    expect: { ...sound, 'everyone commits': everyoneCommits(5) },
    counts: { distinct: 314, generated: 2_048, depth: 17 },
  })
  .scenario({
    title: '6 resource managers',
    config: { managers: 6 },
    expect: { ...sound, 'everyone commits': everyoneCommits(6) },
    counts: { distinct: 553, generated: 4_328, depth: 20 },
  })
  .scenario({
    title: '7 resource managers',
    config: { managers: 7 },
    expect: { ...sound, 'everyone commits': everyoneCommits(7) },
    counts: { distinct: 920, generated: 8_410, depth: 23 },
  })
