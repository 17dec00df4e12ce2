/**
 * What follows at once from a change of roles, terms or connections: canonical forms, which leave out waiting that nobody can
 * tell from none. The reasons are in the suite's `about`.
 */
import { at, atAll, change } from '../../language/index.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import type { Member, Message, Node } from './member.ts'
import { type Delayed, type Dispatcher, newDispatcher } from './replication.ts'
import { answered, isWaiting, type Send } from './sends.ts'

/** What a state keeps: what somebody can read, or whatever happened, which only a test of the difference asks for. */
export type Memory = 'what can be read' | 'everything'

interface Group {
  readonly member: Readonly<Record<Node, Member>>
  readonly dispatcher: Readonly<Record<Node, Readonly<Record<Node, Dispatcher | null>>>>
  readonly sends: Readonly<Record<Message, Send>>
  readonly cut: Node | null
  readonly delayed: Delayed | null
  readonly ledBy: Readonly<Record<number, Node | null>>
  readonly faults: { readonly powerCut: number }
}

export const canTalk = (cut: Node | null, one: Node, other: Node): boolean => cut !== one && cut !== other

/** Whether a node can forget its term and its vote, and so take part in a term again. */
export const canForgetTerms = ({ currtermFile }: DLedgerConfiguration, powerCutsLeft: number): boolean =>
  currtermFile === 'not fsynced' && powerCutsLeft > 0

/**
 * Whether no vote of this node for its term is asked for again. Who asks for votes in a term is in it, or in an earlier one where
 * every candidate begins a new term; terms only grow. A node that is alone in its term and the earlier ones asks itself; it is
 * no quorum, and goes on to the next term or asks again whatever its own vote is.
 */
export function isVoteOver(
  { candidateTerm }: DLedgerConfiguration,
  nodes: readonly Node[],
  node: Node,
  termOf: (node: Node) => number,
): boolean {
  const term = termOf(node)
  const hasPassed = (other: Node) =>
    candidateTerm === 'always a new one' ? termOf(other) >= term : termOf(other) > term
  return nodes.every((other) => other === node || hasPassed(other))
}

/** The changes of a step that gives some members new roles, terms or ledgers, or cuts off a node. */
export function settledBy(
  config: DLedgerConfiguration,
  nodes: readonly Node[],
  messages: readonly Message[],
  terms: readonly number[],
  memory: Memory,
) {
  const quorum = Math.floor(nodes.length / 2) + 1
  const beginsAnew = config.candidateTerm === 'always a new one'

  return (s: Group, given: Partial<Record<Node, Member>>, cut: Node | null = s.cut) => {
    const after = (node: Node): Member => given[node] ?? s.member[node]
    const termOf = (node: Node) => after(node).term
    /** A follower that its leader reaches no more misses three heartbeats. */
    const isOrphaned = (node: Node) => {
      const { role, leaderId, term } = after(node)
      if (role !== 'follower' || leaderId === null) return false
      return after(leaderId).role !== 'leader' || termOf(leaderId) !== term || !canTalk(cut, node, leaderId)
    }
    const orphans = nodes.filter(isOrphaned)
    const moved = nodes.filter((node) => termOf(node) !== s.member[node].term || after(node).role === 'down')
    const elected = nodes.filter((node) => after(node).role === 'leader' && s.member[node].role !== 'leader')
    /** Futures are kept in the heap, by term. */
    const failed = messages.filter((message) => moved.some((node) => isWaiting(s.sends[message], node)))
    const isForgetful = canForgetTerms(config, s.faults.powerCut)
    /** A majority has left the term: nobody wins an election of it any more. */
    const isSettled = (term: number) => !isForgetful && nodes.filter((node) => termOf(node) <= term).length < quorum
    const forgets = memory === 'what can be read' && !isForgetful
    const voteless = forgets ? nodes.filter((node) => isVoteOver(config, nodes, node, termOf)) : []
    /** Nodes that do not lead, and cannot lead their term again: their EntryDispatchers begin anew. */
    const retired = forgets
      ? nodes.filter((node) => after(node).role !== 'leader' && (beginsAnew || isSettled(termOf(node))))
      : []
    const changed = new Set([...(Object.keys(given) as Node[]), ...orphans, ...voteless])
    const member = (node: Node): Member => {
      const roleLost = orphans.includes(node) ? change(after(node), { role: 'candidate', leaderId: null }) : after(node)
      return voteless.includes(node) ? change(roleLost, { votedFor: null }) : roleLost
    }
    return {
      cut,
      member: atAll([...changed], member),
      dispatcher: {
        ...atAll([...moved, ...retired], () => atAll(nodes, null)),
        ...atAll(elected, (node) =>
          atAll(
            nodes.filter((peer) => peer !== node),
            (peer) => (moved.includes(node) ? null : s.dispatcher[node][peer]) ?? newDispatcher,
          ),
        ),
      },
      sends: atAll(failed, answered('no answer')),
      delayed: memory === 'what can be read' && isTooLate(s.delayed, termOf) ? null : s.delayed,
      ledBy: {
        ...Object.assign(
          {},
          ...elected.filter((node) => s.ledBy[termOf(node)] === null).map((node) => at(termOf(node), node)),
        ),
        ...atAll(
          terms.filter((term) => isSettled(term)),
          null,
        ),
      } as Partial<Record<number, Node | null>>,
    }
  }

  /** A follower refuses a push of an earlier term than its own; nobody follows in a term that its leader has left. */
  function isTooLate(delayed: Delayed | null, termOf: (node: Node) => number): boolean {
    if (delayed === null || (config.currtermFile === 'not fsynced' && config.powerCut > 0)) return false
    const { to, request } = delayed
    return Math.max(termOf(to), termOf(request.from)) > request.term
  }
}
