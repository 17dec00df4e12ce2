/**
 * `spec/classic/two-phase-commit.ts` with its messages in one set, read by pattern: the shape that the translations for
 * TLC and, where it says so, Stateright have.
 */
import { at, each, every, has, insert, set, some, specify, suite } from '../../spec/language/index.ts'

type Decision = 'committed' | 'aborted'
type Message =
  | { readonly kind: 'vote'; readonly from: string }
  | { readonly kind: 'decided'; readonly decision: Decision }

const decisions = ['committed', 'aborted'] as const

function specification({ managers: size }: { readonly managers: number }) {
  const managers = Array.from({ length: size }, (_, index) => `rm${index + 1}`)
  return specify('two-phase commit, messages in a set', {
    phase: each(managers, 'working' as 'working' | 'prepared' | Decision),
    decision: 'none' as 'none' | Decision,
    isCounted: each(managers, false as boolean),
    mail: set<Message>(),
  })
    .derive('someCommitted', (s) => some(s.phase, 'committed'))
    .derive('someAborted', (s) => some(s.phase, 'aborted'))
    .derive('everyVoteCounted', (s) => every(s.isCounted, true))
    .action('prepare')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((s, { manager }) => ({
      phase: at(manager, 'prepared'),
      mail: insert(s.mail, { kind: 'vote', from: manager }),
    }))
    .action('abort alone')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .action('count vote')
    .over('manager', managers)
    .when((s, { manager }) => s.decision === 'none' && has(s.mail, { kind: 'vote', from: manager }))
    .changes((_s, { manager }) => ({ isCounted: at(manager, true) }))
    .action('decide')
    .over('decision', decisions)
    .when((s, { decision }) => s.decision === 'none' && (decision === 'aborted' || s.everyVoteCounted))
    .changes((s, { decision }) => ({ decision, mail: insert(s.mail, { kind: 'decided', decision }) }))
    .action('learn')
    .over('manager', managers)
    .over('decision', decisions)
    .when((s, { decision }) => has(s.mail, { kind: 'decided', decision }))
    .changes((_s, { manager, decision }) => ({ phase: at(manager, decision) }))
    .always('all or nothing', (s) => !(s.someCommitted && s.someAborted))
    .always('commits only what was decided', (s) => !s.someCommitted || s.decision === 'committed')
    .reachable('everyone commits', (s) => every(s.phase, 'committed'))
}

export const twoPhaseCommitSet = suite('forms/two-phase-commit-set', specification, { managers: 3 })
