/**
 * What one member of a DLedger group has: its log, and what `D/MemberState` keeps. Reducers over plain values. Lengths are
 * numbers of entries, so that an index of DLedger is one less: an empty ledger has the length 0 here, and the end index -1 there.
 */
import { change } from '../../language/index.ts'

/** A group of three has the first three. */
export type Node = 'n0' | 'n1' | 'n2' | 'n3' | 'n4'
export type Message = string
/** `down`: the process does not run. Its files are there. */
export type Role = 'down' | 'candidate' | 'follower' | 'leader'

/** An entry of the ledger. One without a message is what `enableFastAdvanceCommitIndex` appends. */
export interface Entry {
  readonly term: number
  readonly message: Message | null
}
export type Ledger = readonly Entry[]

export interface Member {
  readonly role: Role
  /** Whom it takes for the leader of its term; itself as leader, null as candidate. */
  readonly leaderId: Node | null
  /** currTerm and currVoteFor: in memory, and in the file `currterm`, which is written whenever they change. */
  readonly term: number
  readonly votedFor: Node | null
  readonly ledger: Ledger
  /** Entries up to committedIndex. May exceed the ledger after a truncation (dl#316). */
  readonly committed: number
  /** Ghost: entries that certainly are on the platter; 0 while no power cut can come. */
  readonly durable: number
  /** Places in the ledger that recovery has put into the ConsumeQueue before they were committed. */
  readonly dispatchedEarly: readonly Dispatched[]
}

/** An element of the ConsumeQueue: the place in the log, and the message that stood there when it was dispatched. */
export interface Dispatched {
  readonly index: number
  readonly message: Message
}

export function lastTermOf(ledger: Ledger): number {
  return ledger.at(-1)?.term ?? -1
}

/** D/entry/DLedgerEntry#equals. A message is sent once, so that it names its entry; terms tell entries without one apart. */
export function isSameEntry(one: Entry | undefined, other: Entry | undefined): boolean {
  return one !== undefined && other !== undefined && one.term === other.term && one.message === other.message
}

/** D/MemberState#changeToCandidate and #nextTerm: a new term begins without a vote. */
export function inTerm(member: Member, term: number): Member {
  return change(member, { role: 'candidate', leaderId: null, term, votedFor: null })
}

/**
 * D/store/file/DLedgerMmapFileStore#updateCommittedIndex: never back, and at most up to the end of the ledger. What recovery
 * has dispatched before and is now committed as it stands is dispatched like anything else.
 */
export function committedUpTo(member: Member, length: number): Member {
  const committed = Math.max(member.committed, Math.min(length, member.ledger.length))
  if (committed === member.committed) return member
  const { dispatchedEarly, ledger } = member
  const isSettled = ({ index, message }: Dispatched) => index < committed && ledger[index]?.message === message
  return change(member, { committed, dispatchedEarly: dispatchedEarly.filter((each) => !isSettled(each)) })
}

/**
 * The elements of the ConsumeQueue: what recovery has dispatched early, and at every other place what is committed. An entry
 * without a message has no element. Commits dispatch nothing below maxPhysicOffset, so that an early element stays.
 */
export function consumeQueueOf({ ledger, committed, dispatchedEarly }: Member): readonly Dispatched[] {
  const isTaken = (index: number) => dispatchedEarly.some((each) => each.index === index)
  const inOrder = ledger
    .slice(0, committed)
    .flatMap(({ message }, index) => (message === null || isTaken(index) ? [] : [{ index, message }]))
  return [...inOrder, ...dispatchedEarly]
}
