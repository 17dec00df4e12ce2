/** How a leader brings the ledgers of the others into line (`D/DLedgerEntryPusher`, c.2). Reducers over plain values. */
import { change } from '../../language/index.ts'
import { committedUpTo, type Entry, isSameEntry, type Ledger, type Member, type Node } from './member.ts'

/**
 * The EntryDispatcher of a leader for one follower. `at` is the number of entries that the two have in common: what the
 * TRUNCATE leaves, and where the next APPEND begins. The watermark never goes back in a term (#updatePeerWaterMark).
 */
export interface Dispatcher {
  readonly phase: 'COMPARE' | 'TRUNCATE' | 'APPEND'
  readonly at: number
  readonly watermark: number
}

export type Pushes = 'COMPARE, TRUNCATE, APPEND' | 'AppendEntries'
export type TruncatedCommittedIndex = 'stays' | 'is lowered'

/** EntryDispatcher#checkAndFreshState: what a leader begins a term with. */
export const newDispatcher: Dispatcher = { phase: 'COMPARE', at: 0, watermark: 0 }

export function comparing(dispatcher: Dispatcher): Dispatcher {
  return { phase: 'COMPARE', at: 0, watermark: dispatcher.watermark }
}

/** EntryDispatcher#changeState(APPEND): what is common is what the follower has. */
export function appending(dispatcher: Dispatcher, common: number): Dispatcher {
  return { phase: 'APPEND', at: common, watermark: Math.max(dispatcher.watermark, common) }
}

/**
 * #doCompare, the walk in one: back from the shorter end to the first entry that is equal in both. Only that entry is
 * compared. Where none is, TRUNCATE writes the leader's first entry, whatever the follower has.
 */
export function compared(dispatcher: Dispatcher, leader: Ledger, follower: Ledger, pushes: Pushes): Dispatcher {
  const common = lengthInCommon(leader, follower)
  if (pushes === 'AppendEntries' || (common > 0 && common === follower.length)) return appending(dispatcher, common)
  return { phase: 'TRUNCATE', at: Math.max(common, 1), watermark: dispatcher.watermark }
}

function lengthInCommon(one: Ledger, other: Ledger): number {
  for (let length = Math.min(one.length, other.length); length > 0; length--) {
    if (isSameEntry(one[length - 1], other[length - 1])) return length
  }
  return 0
}

/** A TRUNCATE as it is sent: the last entry that stays, which is written anew where the follower has another there. */
export interface Truncation {
  readonly from: Node
  readonly term: number
  readonly length: number
  readonly entry: Entry
  readonly committed: number
}

/** D/store/file/DLedgerMmapFileStore#truncate: null where the follower follows somebody else, or is in another term. */
export function truncated(follower: Member, request: Truncation, index: TruncatedCommittedIndex): Member | null {
  const { from, term, length, entry, committed } = request
  if (follower.role !== 'follower' || follower.term !== term || follower.leaderId !== from) return null
  // The entry before has to be there (the ledger has no holes).
  if (follower.ledger.length < length - 1) return null
  const isThere = isSameEntry(follower.ledger[length - 1], entry)
  const cut = cutTo(follower, isThere ? length : length - 1, index)
  const written = isThere ? cut : change(cut, { ledger: [...cut.ledger, entry] })
  return committedUpTo(written, committed)
}

function cutTo(member: Member, length: number, index: TruncatedCommittedIndex): Member {
  return change(member, {
    ledger: member.ledger.slice(0, length),
    durable: Math.min(member.durable, length),
    committed: index === 'is lowered' ? Math.min(member.committed, length) : member.committed,
  })
}

/** What a leader appends next at a follower. */
export interface Append {
  readonly from: Node
  readonly term: number
  readonly index: number
  readonly entry: Entry
  /** The entry before, which AppendEntries checks. */
  readonly previous: Entry | null
  readonly committed: number
}

/** A push on its way, and to whom. With AppendEntries it is an APPEND that cuts what conflicts. */
export type Delayed = { readonly to: Node } & (
  | { readonly type: 'TRUNCATE'; readonly request: Truncation }
  | { readonly type: 'APPEND'; readonly request: Append }
)

/**
 * Whether a delayed APPEND finds its entry at the follower. As long as the two are in the term, the follower keeps the entry, and
 * answers the APPEND as repeated; later it refuses it. So it does nothing, unless a power cut takes the entry.
 */
export function isRepeated(delayed: Delayed | null, to: Node, { ledger }: Member): boolean {
  if (delayed?.type !== 'APPEND' || delayed.to !== to) return false
  return isSameEntry(ledger[delayed.request.index], delayed.request.entry)
}

/**
 * EntryHandler#handleDoAppend, and #checkAppendFuture for an entry that is there already (`repeated`). Without a check of the
 * entry before it relies on COMPARE.
 */
export function appended(
  follower: Member,
  { from, term, index, entry, previous, committed }: Append,
  pushes: Pushes,
  committedIndex: TruncatedCommittedIndex,
): Member | 'INCONSISTENT_STATE' | 'repeated' {
  if (follower.role !== 'follower' || follower.term !== term || follower.leaderId !== from) return 'INCONSISTENT_STATE'
  const { ledger } = follower
  if (index > ledger.length) return 'INCONSISTENT_STATE'
  if (pushes === 'AppendEntries' && index > 0 && !isSameEntry(ledger[index - 1], previous ?? undefined))
    return 'INCONSISTENT_STATE'
  if (isSameEntry(ledger[index], entry)) return 'repeated'
  if (index < ledger.length && pushes !== 'AppendEntries') return 'INCONSISTENT_STATE'
  const before = index < ledger.length ? cutTo(follower, index, committedIndex) : follower
  const after = change(before, { ledger: [...before.ledger, entry] })
  return committedUpTo(after, Math.min(committed, index + 1))
}

/**
 * The entries that a majority counts: the watermarks sorted, and the element in the middle
 * (QuorumAckChecker#doWork). The leader's own is among them.
 */
export function quorumLength(watermarks: readonly number[]): number {
  return [...watermarks].sort((one, other) => other - one)[Math.floor(watermarks.length / 2)] ?? 0
}
