/**
 * Two-phase commit in Promela, our own translation of `spec/classic/two-phase-commit`: the same variables, one atomic
 * step per action instance, the same safety promises as assertions in the steps that could break them.
 */
const WORKING = 0
const PREPARED = 1
const COMMITTED = 2
const ABORTED = 3

export function twoPhaseCommitInPromela(managers: number): string {
  const ids = Array.from({ length: managers }, (_, id) => id)
  const none = (phase: number): string => ids.map((id) => `phase[${id}] != ${phase}`).join(' && ')
  const steps = [
    ...ids.flatMap((id) => [
      `phase[${id}] == ${WORKING} -> phase[${id}] = ${PREPARED}; sent[${id}] = 1`,
      `phase[${id}] == ${WORKING} -> phase[${id}] = ${ABORTED}; assert(${none(COMMITTED)})`,
      `decision == 0 && sent[${id}] == 1 -> counted[${id}] = 1`,
      `decision == 1 -> phase[${id}] = ${COMMITTED}; assert(${none(ABORTED)})`,
      `decision == 2 -> phase[${id}] = ${ABORTED}; assert(${none(COMMITTED)})`,
    ]),
    `decision == 0 && ${ids.map((id) => `counted[${id}] == 1`).join(' && ')} -> decision = 1`,
    'decision == 0 -> decision = 2',
  ]
  return [
    `byte phase[${managers}];`,
    `bit sent[${managers}];`,
    `bit counted[${managers}];`,
    'byte decision;',
    'active proctype protocol() {',
    '  do',
    ...steps.map((step) => `  :: d_step { ${step} }`),
    '  od',
    '}',
    '',
  ].join('\n')
}
