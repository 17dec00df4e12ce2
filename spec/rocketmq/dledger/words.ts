/** Sentences for the stories of DLedger, in the words of its log. */
import type { DLedgerConfiguration } from './configuration.ts'
import type { Vote } from './election.ts'
import type { Entry, Ledger, Member, Node } from './member.ts'
import type { Dispatcher } from './replication.ts'

/** `m1`, or `the no-op of term 2`. */
export function entryName(entry: Entry | undefined): string {
  return entry?.message ?? `the no-op of term ${entry?.term}`
}

/** `m1 (t1), no-op (t2)`, or `nothing`. */
export function ledgerText(ledger: Ledger): string {
  return ledger.length === 0
    ? 'nothing'
    : ledger.map(({ term, message }) => `${message ?? 'no-op'} (t${term})`).join(', ')
}

/** `1 entry is`, `2 entries are`. */
export function lengthText(length: number): string {
  return length === 1 ? '1 entry is' : `${length} entries are`
}

/** `n1 asks for votes in term 2: ACCEPT from itself, REJECT_ALREADY_VOTED from n2; …`. */
export function electionSentence(node: Node, term: number, votes: readonly Vote[], after: Member): string {
  const answers = votes.map(({ voter, result }) => `${result} from ${voter === node ? 'itself' : voter}`).join(', ')
  return `${node} asks for votes in term ${term}: ${answers}; ${outcomeText(term, after)}`
}

function outcomeText(term: number, after: Member): string {
  if (after.role === 'leader') return `it leads term ${term}`
  return after.term > term ? `it goes on to term ${after.term}` : 'it will ask again'
}

export function comparedText(dispatcher: Dispatcher | null): string {
  if (dispatcher?.phase === 'TRUNCATE') return `a TRUNCATE to index ${dispatcher.at - 1} will follow`
  return dispatcher?.at === 0 ? 'nothing in common' : `they agree up to index ${(dispatcher?.at ?? 0) - 1}`
}

/** What a leader commits, and whose sends it answers. */
export function commitSentence(leader: Node, entries: Ledger, acknowledged: readonly string[]): string {
  const committed = entries.length === 0 ? 'commits nothing new' : `commits ${ledgerText(entries)}`
  return `${leader} ${committed}${acknowledged.length === 0 ? '' : ` and answers SEND_OK to ${acknowledged.join(', ')}`}`
}

/** What a truncation did to a follower, and that its committedIndex may stay behind. */
export function cutSentence(to: Node, before: Member, after: Member): string {
  const kept = after.ledger.filter((entry, index) => entry.message === before.ledger[index]?.message).length
  const lost = before.ledger.slice(kept)
  const taken = lost.length === 0 ? `${to} loses nothing` : `${to} loses ${ledgerText(lost)}`
  const written = after.ledger.slice(kept)
  const given = written.length === 0 ? '' : ` and gets ${ledgerText(written)}`
  const beyond = after.committed > after.ledger.length ? '; its committedIndex is beyond its end' : ''
  return `${taken}${given}${beyond}`
}

export function answerText(answer: 'arrives' | 'is lost', leader: Node): string {
  return answer === 'arrives' ? '' : `; ${leader} gets no answer`
}

export function timeoutSentence(message: string, node: Node, answer: DLedgerConfiguration['unansweredAppend']): string {
  const told = answer === 'error' ? 'IN_SYNC_REPLICAS_NOT_ENOUGH, an error' : 'FLUSH_SLAVE_TIMEOUT'
  return `${node} has no quorum for ${message} after 2.5 s and answers ${told}; the entry stays`
}
