/** What the environment may do to a DLedger group, each fault against its budget, and how a node starts again. */
import { at, atAll, change, disabled } from '../../language/index.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import type { Dispatched, Member } from './member.ts'
import { appendOf, messagesOf, nodesOf, protocol, termsOf, truncationOf } from './protocol.ts'
import { comparing } from './replication.ts'
import { answered } from './sends.ts'
import { canTalk, type Memory, settledBy } from './settled.ts'
import { ledgerText, timeoutSentence } from './words.ts'

export function faultyProtocol(config: DLedgerConfiguration, memory: Memory) {
  const nodes = nodesOf(config)
  const messages = messagesOf(config)
  const settled = settledBy(config, nodes, messages, termsOf(config), memory)

  /** Every length from 0 up to this one. The checkpoint is written every 3 s, and what recovery finds is an older one. */
  const upToLength = (length: number) => Array.from({ length: length + 1 }, (_, index) => index)

  return protocol(config, memory)
    .action(
      'process crash',
      'The process of a node dies and its machine lives: the ledger, `currterm` and the checkpoint stay as they were written (0.3). ' +
        'committedIndex is what the checkpoint says, which is written every 3 s (c.2, min(checkpoint, end)).',
    )
    .over('node', nodes)
    .over('checkpoint', (s, { node }) => upToLength(Math.min(s.member[node].committed, s.member[node].ledger.length)))
    .fault({ spends: 'faults.processCrash' })
    .by(({ node }) => node)
    .says((before, { node }) => `the process of ${node} (${before.member[node].role}) crashes`)
    .when((s, { node }) => s.member[node].role !== 'down')
    .changes((s, { node, checkpoint }) =>
      settled(s, at(node, change(s.member[node], { role: 'down', leaderId: null, committed: checkpoint }))),
    )

    .action(
      'power cut',
      'The machine of a node loses power: entries that no fsync has covered may be gone, and so may be the file `currterm`, which is ' +
        'renamed without one (c.2, D/MemberState#loadTerm does not look at the .bak).',
    )
    .over('node', nodes)
    .over('kept', (s, { node }) => upToLength(s.member[node].ledger.length).slice(s.member[node].durable))
    .over('checkpoint', (s, { node, kept }) => upToLength(Math.min(s.member[node].committed, kept)))
    .over('currterm', config.currtermFile === 'fsynced' ? (['stays'] as const) : (['stays', 'is gone'] as const))
    .fault({ spends: 'faults.powerCut' })
    .by(({ node }) => node)
    .says((before, { node, kept, currterm }) => {
      const { ledger, votedFor, term, role } = before.member[node]
      const lost = ledger.slice(kept)
      const entries = lost.length === 0 ? 'keeps its ledger' : `loses ${ledgerText(lost)} (never fsynced)`
      const vote = votedFor === null ? `, which says term ${term}` : ` with its vote for ${votedFor} in term ${term}`
      const file = currterm === 'stays' ? '' : `, and loses the file currterm${vote}`
      return `power cut at ${node} (${role}): it ${entries}${file}`
    })
    .when((s, { node }) => s.member[node].role !== 'down')
    .changes((s, { node, kept, checkpoint, currterm }) => {
      const member = s.member[node]
      const isLast = s.faults.powerCut === 1
      const files = currterm === 'stays' ? {} : { term: 0, votedFor: null }
      const after: Member = change(member, {
        ...files,
        role: 'down',
        leaderId: null,
        ledger: member.ledger.slice(0, kept),
        committed: checkpoint,
        durable: isLast ? 0 : kept,
      })
      // What is on the platter matters no more when no other power cut can come.
      const others = isLast ? nodes.filter((other) => other !== node && s.member[other].durable > 0) : []
      return settled(s, { ...atAll(others, (other) => change(s.member[other], { durable: 0 })), ...at(node, after) })
    })

    .action(
      'restart',
      'A node starts as a candidate of the term in its file. Recovery puts its ledger into the ConsumeQueue, entries that are not ' +
        'committed included (c.2, DLedgerCommitLog#dledgerRecoverAbnormally).',
    )
    .over('node', nodes)
    .by(({ node }) => node)
    .says((_before, { node }, after) => {
      const { ledger, term, dispatchedEarly } = after.member[node]
      const early = dispatchedEarly.map(({ message }) => message).join(', ')
      const dispatched =
        early === '' ? '' : `; recovery puts ${early} into the ConsumeQueue, which is not known to be committed`
      return `${node} starts with ${ledgerText(ledger)}, in term ${term}${dispatched}`
    })
    .when((s, { node }) => s.member[node].role === 'down')
    .changes((s, { node }) => {
      const member = s.member[node]
      return { member: at(node, change(member, { role: 'candidate', dispatchedEarly: dispatched(member) })) }
    })

    .action('isolation', 'One node is cut off from the others; producers still reach it (0.3).')
    .over('node', nodes)
    .fault({ spends: 'faults.isolation' })
    .by('network')
    .says((_before, { node }) => `${node} is cut off from the others`)
    .when((s) => s.cut === null)
    .changes((s, { node }) => settled(s, {}, node))

    .action(
      'slow followers',
      'The followers of a leader are so slow that an append waits longer than maxWaitAckTimeMs (2.5 s) for its quorum, and is ' +
        'answered WAIT_QUORUM_ACK_TIMEOUT. The entry stays, and may be committed later (c.2).',
    )
    .over('message', messages)
    .given('node', (s, { message }) => s.sends[message]?.at)
    .fault({ spends: 'faults.slowFollowers' })
    .by(({ node }) => node)
    .says((_before, { message, node }) => timeoutSentence(message, node, config.unansweredAppend))
    .changes((_s, { message }) => ({ sends: at(message, answered(config.unansweredAppend)) }))

    .action(
      'connection change',
      'The connection of a leader to a follower is replaced by another while a push is on the old one that may cut the ledger: a ' +
        'TRUNCATE, or with AppendEntries an APPEND. The leader gets no answer and tries again (c.2, [D]).',
    )
    .over('leader', nodes)
    .over('to', nodes)
    .fault({ spends: 'faults.connectionChange' })
    .by('network')
    .says((_before, { leader, to }, after) => {
      return `the ${after.delayed?.type} of ${leader} for ${to} stays behind on a connection that is replaced`
    })
    .when((s, { leader, to }) => {
      return s.member[leader].role === 'leader' && s.delayed === null && canTalk(s.cut, leader, to)
    })
    .changes((s, { leader, to }) => {
      const dispatcher = s.dispatcher[leader][to]
      const own = s.member[leader]
      if (dispatcher?.phase === 'TRUNCATE') {
        return {
          delayed: { to, type: 'TRUNCATE' as const, request: truncationOf(leader, own, dispatcher) },
          dispatcher: at(leader, at(to, comparing(dispatcher))),
        }
      }
      const isAppending = dispatcher?.phase === 'APPEND' && dispatcher.at < own.ledger.length
      if (config.pushes !== 'AppendEntries' || !isAppending) return disabled
      return { delayed: { to, type: 'APPEND' as const, request: appendOf(leader, own, dispatcher) } }
    })

  /** What the ConsumeQueue has beyond committedIndex after recovery. It cuts what is beyond the end of the log. */
  function dispatched({ ledger, committed, dispatchedEarly }: Member): readonly Dispatched[] {
    const kept = dispatchedEarly.filter(({ index }) => index < ledger.length)
    if (config.recoveryDispatches === 'what is committed') return kept
    const next = ledger.flatMap(({ message }, index) => {
      const isNew = index >= committed && message !== null && kept.every((each) => each.index !== index)
      return isNew ? [{ index, message }] : []
    })
    return [...kept, ...next]
  }
}
