import { at, each, every, holds, reachable, some, specify, suite, violated } from '../language/index.ts'

const names = ['rm1', 'rm2', 'rm3', 'rm4', 'rm5', 'rm6'] as const

interface Configuration {
  /** Resource managers that take part, at most six. */
  readonly managers: number
  /** Whether a manager looks at the others before it commits. */
  readonly waitsForAll: boolean
}

export function specifyTransactionCommit({ managers: size, waitsForAll }: Configuration) {
  const managers = names.slice(0, size)
  return specify(`transaction commit, ${size} resource managers`, {
    phase: each(managers, 'working' as 'working' | 'prepared' | 'committed' | 'aborted'),
  })
    .about(`
      What a commit protocol has to achieve, without saying how: a manager that decides sees all the others at once.
      Two-phase commit is one way to get there with messages.
      Source: tlaplus/Examples, specifications/transaction_commit/TCommit.tla.
    `)
    .derive('canCommit', (s) => every(s.phase, (phase) => phase === 'prepared' || phase === 'committed'))
    .derive('someCommitted', (s) => some(s.phase, 'committed'))
    .derive('someAborted', (s) => some(s.phase, 'aborted'))
    .action('prepare')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((_s, { manager }) => ({ phase: at(manager, 'prepared') }))
    .action('commit', 'Allowed when everyone is prepared or has committed already.')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'prepared' && (s.canCommit || !waitsForAll))
    .changes((_s, { manager }) => ({ phase: at(manager, 'committed') }))
    .action('abort', 'Allowed as long as nobody has committed.')
    .over('manager', managers)
    .when((s, { manager }) => (s.phase[manager] === 'working' || s.phase[manager] === 'prepared') && !s.someCommitted)
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .always('all or nothing', (s) => !(s.someCommitted && s.someAborted))
    .alwaysStep('a decision is final', (before, { args: { manager } }) => {
      return before.phase[manager] !== 'committed' && before.phase[manager] !== 'aborted'
    })
    .reachable('everyone commits', (s) => every(s.phase, 'committed'))
    .deadlockFree((s) => every(s.phase, (phase) => phase === 'committed' || phase === 'aborted'))
}

const sound = { 'all or nothing': holds, 'a decision is final': holds, 'no deadlock': holds } as const

/** Each manager prepares and commits. */
const everyoneCommits = (managers: number) => reachable(2 * managers + 1)

export const transactionCommit = suite('classic/transaction-commit', specifyTransactionCommit, {
  managers: 3,
  waitsForAll: true,
})
  .scenario({
    title: '3 resource managers',
    expect: { ...sound, 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 34, generated: 94, depth: 7 },
    neighbour: '3 resource managers that do not wait',
  })
  .scenario({
    title: '3 resource managers that do not wait',
    about: 'Committing as soon as oneself is prepared breaks the promise: another may have aborted.',
    config: { waitsForAll: false },
    expect: { ...sound, 'all or nothing': violated(4), 'everyone commits': everyoneCommits(3) },
    counts: { distinct: 64, generated: 151, depth: 7 },
    neighbour: '3 resource managers',
  })
  .scenario({
    title: '6 resource managers',
    config: { managers: 6 },
    expect: { ...sound, 'everyone commits': everyoneCommits(6) },
    counts: { distinct: 792, generated: 4_567, depth: 13 },
  })
