/**
 * What follows at once from a change of roles, terms or connections: canonical forms, which leave out waiting that nobody can
 * tell from none. The reasons are in the suite's `about`.
 */
import { at, atAll, change } from '../../language/index.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import type { Member, Message, Node } from './member.ts'
import { type Dispatcher, newDispatcher } from './replication.ts'
import { answered, isWaiting, type Send } from './sends.ts'

interface Group {
  readonly member: Readonly<Record<Node, Member>>
  readonly dispatcher: Readonly<Record<Node, Readonly<Record<Node, Dispatcher | null>>>>
  readonly sends: Readonly<Record<Message, Send>>
  readonly cut: Node | null
  readonly ledBy: Readonly<Record<number, Node | null>>
  readonly faults: { readonly powerCut: number }
}

export const canTalk = (cut: Node | null, one: Node, other: Node): boolean => cut !== one && cut !== other

/** The changes of a step that gives some members new roles, terms or ledgers, or cuts off a node. */
export function settledBy(
  config: DLedgerConfiguration,
  nodes: readonly Node[],
  messages: readonly Message[],
  terms: readonly number[],
) {
  const quorum = Math.floor(nodes.length / 2) + 1

  return (s: Group, given: Partial<Record<Node, Member>>, cut: Node | null = s.cut) => {
    const after = (node: Node): Member => given[node] ?? s.member[node]
    /** A follower that its leader reaches no more misses three heartbeats. */
    const isOrphaned = (node: Node) => {
      const { role, leaderId, term } = after(node)
      if (role !== 'follower' || leaderId === null) return false
      return after(leaderId).role !== 'leader' || after(leaderId).term !== term || !canTalk(cut, node, leaderId)
    }
    const orphans = nodes.filter(isOrphaned)
    const moved = nodes.filter((node) => after(node).term !== s.member[node].term || after(node).role === 'down')
    const elected = nodes.filter((node) => after(node).role === 'leader' && s.member[node].role !== 'leader')
    /** Futures are kept in the heap, by term. */
    const failed = messages.filter((message) => moved.some((node) => isWaiting(s.sends[message], node)))
    const canForgetVotes = config.currtermFile === 'not fsynced' && s.faults.powerCut > 0
    const settledTerms = canForgetVotes
      ? []
      : terms.filter((term) => nodes.filter((node) => after(node).term <= term).length < quorum)
    return {
      cut,
      member: { ...given, ...atAll(orphans, (node) => change(after(node), { role: 'candidate', leaderId: null })) },
      dispatcher: {
        ...atAll(moved, () => atAll(nodes, null)),
        ...atAll(elected, (node) =>
          atAll(
            nodes.filter((peer) => peer !== node),
            (peer) => s.dispatcher[node][peer] ?? newDispatcher,
          ),
        ),
      },
      sends: atAll(failed, answered('no answer')),
      ledBy: {
        ...Object.assign(
          {},
          ...elected.filter((node) => s.ledBy[after(node).term] === null).map((node) => at(after(node).term, node)),
        ),
        ...atAll(settledTerms, null),
      } as Partial<Record<number, Node | null>>,
    }
  }
}
