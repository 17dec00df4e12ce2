/** Elections as `D/DLedgerLeaderElector` holds them (c.2). Reducers over plain values. */
import { change } from '../../language/index.ts'
import { inTerm, lastTermOf, type Member, type Node } from './member.ts'

/** What a voter answers (D/protocol/VoteResponse$RESULT). */
type VoteResult =
  | 'ACCEPT'
  | 'REJECT_EXPIRED_LEDGER_TERM'
  | 'REJECT_SMALL_LEDGER_END_INDEX'
  | 'REJECT_EXPIRED_VOTE_TERM'
  | 'REJECT_ALREADY_HAS_LEADER'
  | 'REJECT_ALREADY_VOTED'
  | 'REJECT_TERM_NOT_READY'
  | 'REJECT_TERM_SMALL_THAN_LEDGER'

export interface Vote {
  readonly voter: Node
  readonly result: VoteResult
  /** The term that the voter knows of. */
  readonly term: number
}

/** What a voter answers, and what becomes of it: null for nothing. */
interface Answer {
  readonly result: VoteResult
  readonly term: number
  readonly member: Member | null
}

interface VoteRequest {
  readonly from: Node
  readonly term: number
  readonly ledgerEndTerm: number
  readonly ledgerEnd: number
}

export type VoteChecks = 'log before term' | 'term before log'

export function voteRequestOf(from: Node, { term, ledger }: Member): VoteRequest {
  return { from, term, ledgerEndTerm: lastTermOf(ledger), ledgerEnd: ledger.length }
}

/**
 * #handleVote. A voter whose ledger is ahead refuses before it learns the term of the request, unless it looks at the term
 * first. One that learns a term takes part in it at once (`needIncreaseTermImmediately`), and votes when it is asked again.
 */
function handleVote(voter: Member, request: VoteRequest, checks: VoteChecks): Answer {
  const answer = (result: VoteResult, member: Member | null = null, term = voter.term) => ({ result, term, member })
  const last = lastTermOf(voter.ledger)
  const behind = (): VoteResult | null => {
    if (request.ledgerEndTerm < last) return 'REJECT_EXPIRED_LEDGER_TERM'
    const isShort = request.ledgerEndTerm === last && request.ledgerEnd < voter.ledger.length
    return isShort ? 'REJECT_SMALL_LEDGER_END_INDEX' : null
  }
  if (checks === 'log before term' || request.term === voter.term) {
    const refusal = behind()
    if (refusal !== null) return answer(refusal)
  }
  if (request.term < voter.term) return answer('REJECT_EXPIRED_VOTE_TERM')
  if (request.term > voter.term) return answer('REJECT_TERM_NOT_READY', inTerm(voter, request.term))
  if (voter.votedFor !== null && voter.votedFor !== request.from) {
    return answer(voter.leaderId === null ? 'REJECT_ALREADY_VOTED' : 'REJECT_ALREADY_HAS_LEADER')
  }
  if (request.term < last) return answer('REJECT_TERM_SMALL_THAN_LEDGER', null, last)
  return answer('ACCEPT', voter.votedFor === null ? change(voter, { votedFor: request.from }) : null)
}

/**
 * What a voter answers in the end: one that is not in the term yet is asked again at once (REVOTE_IMMEDIATELY), and is in it then.
 */
export function answerTo(voter: Member, request: VoteRequest, checks: VoteChecks): Answer {
  const first = handleVote(voter, request, checks)
  if (first.result !== 'REJECT_TERM_NOT_READY' || first.member === null) return first
  const { result, term, member } = handleVote(first.member, request, checks)
  return { result, term, member: member ?? first.member }
}

/**
 * What a candidate makes of the answers that it has (#maintainAsCandidate): it leads; it asks again in the same term; or it
 * goes on to a later one.
 */
export function parsed(
  votes: readonly Vote[],
  term: number,
  quorum: number,
): 'PASSED' | 'REVOTE' | { nextTerm: number } {
  const count = (...results: readonly VoteResult[]) => votes.filter(({ result }) => results.includes(result)).length
  const known = votes
    .filter(({ result }) => result === 'REJECT_EXPIRED_VOTE_TERM' || result === 'REJECT_TERM_SMALL_THAN_LEDGER')
    .reduce((latest, vote) => Math.max(latest, vote.term), term)
  if (known > term) return { nextTerm: known }
  if (count('REJECT_ALREADY_HAS_LEADER') > 0) return 'REVOTE'
  if (votes.length - count('REJECT_EXPIRED_LEDGER_TERM', 'REJECT_SMALL_LEDGER_END_INDEX') < quorum) return 'REVOTE'
  if (count('ACCEPT') >= quorum) return 'PASSED'
  return { nextTerm: term + 1 }
}

/**
 * #handleHeartBeat at a node, from the leader of a term: whether it takes that node for its leader, and what becomes of it:
 * null for nothing. A node of an earlier term takes part in the term at one heartbeat, and follows at the next: one step.
 */
export function handleHeartBeat(node: Member, leader: Node, term: number): { follows: boolean; member: Member | null } {
  if (term < node.term) return { follows: false, member: null }
  if (term === node.term && node.leaderId !== null) return { follows: node.leaderId === leader, member: null }
  const joined = term > node.term ? inTerm(node, term) : node
  return { follows: true, member: change(joined, { role: 'follower', leaderId: leader }) }
}
