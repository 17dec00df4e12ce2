/**
 * The switches of DLedger's Raft: each is a configuration key, the code of a version, or a named repair. A switch that is a
 * setting of DLedger bears its name.
 */

export interface DLedgerConfiguration {
  /** Members of the group: `n0`, `n1`, … */
  readonly nodes: number
  /** No node begins a term after this one. The first leader leads term 1. */
  readonly terms: number
  /** Messages that producers send, each at most once. */
  readonly messages: number
  /**
   * Up to which entry a leader commits (D/DLedgerEntryPusher$QuorumAckChecker#doWork): what a majority has, whatever its
   * term (0.3.1.2), or only if that entry is of the leader's own term (0.4.0, dl#298).
   */
  readonly commitRule: 'by counting' | 'of the current term only'
  /** A new leader appends an entry without a message, so that it has one of its own term to commit (0.4.0, dl#306). */
  readonly enableFastAdvanceCommitIndex: boolean
  /**
   * When a node counts an entry as its own: from the page cache (DLedger, which flushes every 10 ms), or after an fsync that
   * covers it (a repair that no version has).
   */
  readonly countedEntries: 'in the page cache' | 'fsynced'
  /** How the file `currterm` is written (D/utils/IOUtils#string2File): without an fsync, or with one (a repair). */
  readonly currtermFile: 'not fsynced' | 'fsynced'
  /**
   * How a leader brings a follower's log into line: COMPARE, which asks for no term, then a TRUNCATE that cuts whatever
   * follows, then APPEND; or as AppendEntries of the Raft paper, which checks the term and the entry before, and cuts only
   * where an entry conflicts (a repair).
   */
  readonly pushes: 'COMPARE, TRUNCATE, APPEND' | 'AppendEntries'
  /** What a truncation below it makes of committedIndex: nothing (0.3.1.2, dl#316), or it is lowered to the end (dl#317). */
  readonly truncatedCommittedIndex: 'stays' | 'is lowered'
  /** What a voter looks at first (D/DLedgerLeaderElector#handleVote): the log, or the term (the repair of dl#325). */
  readonly voteChecks: 'log before term' | 'term before log'
  /**
   * The term in which a node asks for votes: first the one it is in (0.3.1.2: `lastParseResult` begins as WAIT_TO_REVOTE), so that
   * whoever has led a term may lead it again; or always a new one, as the Raft paper has it (a repair).
   */
  readonly candidateTerm: 'the one it is in' | 'always a new one'
  /** What a node that starts puts into the ConsumeQueue (DLedgerCommitLog#dledgerRecoverAbnormally). */
  readonly recoveryDispatches: 'its whole log' | 'what is committed'
  /**
   * What a producer is told whose entry has no quorum after 2.5 s, or whose leader has lost its term: an error code
   * (DLedgerCommitLog#asyncPutMessage), or the status with which a classic master says that the outcome is open (a repair).
   */
  readonly unansweredAppend: 'error' | 'FLUSH_SLAVE_TIMEOUT'
  readonly processCrash: number
  readonly powerCut: number
  /** How often one node may be cut off from the others. Producers still reach it. */
  readonly isolation: number
  /** How often followers may be so slow that an append waits longer than maxWaitAckTimeMs for its quorum. */
  readonly slowFollowers: number
  /** How often a push may stay behind on a connection that is replaced by another. */
  readonly connectionChange: number
}

/** DLedger 0.3.1.2, as RocketMQ 4.9.8 and 5.3.3 use it; one message, no fault, no second election. */
export const stockDLedger: DLedgerConfiguration = {
  nodes: 3,
  terms: 2,
  messages: 1,
  commitRule: 'by counting',
  enableFastAdvanceCommitIndex: false,
  countedEntries: 'in the page cache',
  currtermFile: 'not fsynced',
  pushes: 'COMPARE, TRUNCATE, APPEND',
  truncatedCommittedIndex: 'stays',
  voteChecks: 'log before term',
  candidateTerm: 'the one it is in',
  recoveryDispatches: 'its whole log',
  unansweredAppend: 'error',
  processCrash: 0,
  powerCut: 0,
  isolation: 0,
  slowFollowers: 0,
  connectionChange: 0,
}

/** All switches right: Raft as in figure 2 of the paper, with the election of DLedger. */
export const textbookRaft = {
  commitRule: 'of the current term only',
  enableFastAdvanceCommitIndex: true,
  countedEntries: 'fsynced',
  currtermFile: 'fsynced',
  pushes: 'AppendEntries',
  truncatedCommittedIndex: 'is lowered',
  voteChecks: 'term before log',
  candidateTerm: 'always a new one',
  recoveryDispatches: 'what is committed',
  unansweredAppend: 'FLUSH_SLAVE_TIMEOUT',
} as const satisfies Partial<DLedgerConfiguration>
