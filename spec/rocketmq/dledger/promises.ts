/** What a DLedger group promises, and what must be able to happen in it. */
import { match } from 'ts-pattern'
import { some } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { consumeQueueOf, isSameEntry, type Ledger, type Member } from './member.ts'
import { type Committed, messagesOf, nodesOf } from './protocol.ts'
import type { Memory } from './settled.ts'

export function dledger(config: DLedgerConfiguration, memory: Memory = 'what can be read') {
  const nodes = nodesOf(config)
  const messages = messagesOf(config)

  return (
    faultyProtocol(config, memory)
      // P1: of the master of the term in which it was acknowledged, and of every later one.
      .always('no acknowledged message is lost', nodes, messages, (s, node, message) => {
        const send = s.sends[message]
        if (send?.status !== 'SEND_OK' || !s.isMaster[node] || s.member[node].term < send.term) return true
        return s.member[node].ledger.some((entry) => entry.message === message)
      })

      // P9, the promises of Raft.

      .alwaysStep('ElectionSafety', (before, _step, after) =>
        nodes.every((node) => {
          const { role, term } = after.member[node]
          return role !== 'leader' || before.member[node].role === 'leader' || after.ledBy[term] === node
        }),
      )
      .always('LogMatching', nodes, nodes, (s, one, other) => isMatching(s.member[one].ledger, s.member[other].ledger))
      .always(
        'LeaderCompleteness',
        nodes,
        (s, node) => s.member[node].role !== 'leader' || hasWhatIsCommitted(s.member[node], s.history),
      )
      .always('StateMachineSafety', nodes, (s, node) => {
        const { ledger, committed } = s.member[node]
        return ledger.slice(0, committed).every((entry, index) => isSameEntry(entry, s.history[index]))
      })
      // A node that starts again has the committedIndex of its checkpoint.
      .alwaysStep('CommitMonotone', (before, _step, after) =>
        nodes.every((node) => {
          const { role, committed } = after.member[node]
          return role === 'down' || committed >= before.member[node].committed
        }),
      )

      // P3. What is committed is dispatched, and may have been read.
      .always('no phantom read', nodes, (s, node) => !s.isMaster[node] || hasWhatIsCommitted(s.member[node], s.history))
      .always('the ConsumeQueue has committed messages only', nodes, (s, node) =>
        consumeQueueOf(s.member[node]).every(({ index, message }) => s.history[index]?.message === message),
      )
      .always('every committed message gets into the ConsumeQueue', nodes, (s, node) => {
        const { ledger, committed, dispatchedEarly } = s.member[node]
        return dispatchedEarly.every(({ index }) => index >= Math.min(committed, ledger.length))
      })

      // R17.
      .always(
        'an error means that the message is not stored',
        messages,
        (s, message) => s.sends[message]?.status !== 'error' || s.history.every((entry) => entry.message !== message),
      )

      // P10. There is no way out of what these forbid, whatever is waited for.

      .canAlwaysReach('a new leader becomes master', (s) =>
        nodes.every((node) => s.member[node].role !== 'leader' || s.isMaster[node]),
      )
      // Where the terms of the model are used up, nobody can be elected any more.
      .canAlwaysReach(
        'every node follows a leader again',
        (s) =>
          nodes.every((node) => ['leader', 'follower'].includes(s.member[node].role)) ||
          nodes.some((node) => s.member[node].term === config.terms),
      )

      // Every verdict is one under a budget of faults: one that does not count would make it a verdict on another.
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(before.faults, budgetOf(step.action), after.faults),
      )

      // Negative controls: what must be able to happen, so that a promise is never kept by idleness.

      .reachable('a message is acknowledged', (s) => some(s.sends, ({ status }) => status === 'SEND_OK'))
      .reachable('a later leader is master', (s) => nodes.some((node) => s.isMaster[node] && s.member[node].term > 1))
      .reachable('an entry of an earlier term is committed', (s) => s.history.some(({ term, by }) => term < by))
      .reachable('a message without a quorum in time is committed', (s) =>
        messages.some(
          (message) =>
            ['error', 'FLUSH_SLAVE_TIMEOUT'].includes(s.sends[message]?.status ?? '') &&
            s.history.some((entry) => entry.message === message),
        ),
      )
      .reachableStep('a follower loses an entry to the leader', (before, { action, args }, after) => {
        if (action !== 'push TRUNCATE' && action !== 'push APPEND') return false
        const { ledger } = after.member[args.to]
        return before.member[args.to].ledger.some((entry, index) => !isSameEntry(entry, ledger[index]))
      })
      .reachable('a committedIndex is beyond the end', (s) =>
        nodes.some((node) => s.member[node].committed > s.member[node].ledger.length),
      )
      .reachable('a node is in a later term than the leader that it reaches', (s) =>
        nodes.some((node) =>
          nodes.some(
            (leader) =>
              s.member[leader].role === 'leader' && s.member[node].term > s.member[leader].term && s.cut === null,
          ),
        ),
      )
      .reachableStep('a process crashes', (_before, step) => step.action === 'process crash')
      .reachableStep('the power is cut', (_before, step) => step.action === 'power cut')
      .reachableStep(
        'a node forgets its vote',
        (before, step, after) =>
          step.action === 'power cut' && after.member[step.args.node].term < before.member[step.args.node].term,
      )
      .reachableStep('a node is cut off', (_before, step) => step.action === 'isolation')
      .reachableStep('followers are slow', (_before, step) => step.action === 'slow followers')
      .reachableStep('a push stays behind', (_before, step) => step.action === 'connection change')
      .reachableStep(
        'a push that stayed behind cuts the ledger',
        (before, step, after) =>
          step.action === 'delayed push arrives' &&
          after.member[step.args.delayed.to].ledger.length < before.member[step.args.delayed.to].ledger.length,
      )
      .reachableStep(
        'recovery dispatches what is not committed',
        (before, step, after) =>
          step.action === 'restart' &&
          after.member[step.args.node].dispatchedEarly.length > before.member[step.args.node].dispatchedEarly.length,
      )
  )
}

function budgetOf(action: string) {
  return match(action)
    .with('process crash', () => 'processCrash' as const)
    .with('power cut', () => 'powerCut' as const)
    .with('isolation', () => 'isolation' as const)
    .with('slow followers', () => 'slowFollowers' as const)
    .with('connection change', () => 'connectionChange' as const)
    .otherwise(() => null)
}

/** Whether a leader has every entry that a leader of its term or an earlier one has committed. */
function hasWhatIsCommitted({ term, ledger }: Member, history: readonly Committed[]): boolean {
  return history.every((entry, index) => entry.by > term || isSameEntry(entry, ledger[index]))
}

/** Two ledgers that have an entry in common have all before it in common. */
function isMatching(one: Ledger, other: Ledger): boolean {
  return one.every((entry, index) => {
    if (entry.term !== other[index]?.term) return true
    return one.slice(0, index + 1).every((each, before) => isSameEntry(each, other[before]))
  })
}
