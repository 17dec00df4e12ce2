/** What the specification of DLedger covers, what it leaves out, and why that is sound. */
export const aboutDLedger = `
  A DLedger group of three, as RocketMQ 4.9.8 and 5.3.3 run it (DLedger 0.3.1.2), and the producers that send to it. Elections,
  the pushes of the EntryDispatchers, the commits of the QuorumAckChecker, what a broker acknowledges and when it is master,
  and what recovery puts into the ConsumeQueue. Lengths are numbers of entries, stories speak of indexes as DLedger does. It
  begins with a leader of term 1, for which a bare majority has voted.

  A request and its answer are one step. What is folded, and why that is sound:
  - A request that is lost changes nothing but time. A push whose answer is lost changes the follower alone; the leader sends it
    again. (Several APPENDs on the way at once are no more: the answer to a later one covers the earlier.)
  - A vote whose answer is lost is given again to the same candidate. Until then the candidate can do nothing that a leader
    which does nothing could not.
  - A voter or a follower of an earlier term first takes part in the term (TERM_NOT_READY), and is asked again at once.
  - The walk of COMPARE back through the ledger: only the entry at which it ends decides, and nobody else changes a follower's
    ledger in the leader's term.
  - A follower that no heartbeat of its leader can reach becomes a candidate in the same step. To wait longer is not to ask for
    votes, or not to be asked; and the next heartbeat makes it a follower again.
  - A candidate that goes on to the next term is in it at once. In between it could only become a follower again, as if it had not asked.
  - A future whose node has left the term is given up at once. TERM_CHANGED, which it gets if the node leads again, is the
    answer of a quorum timeout that comes later.
  - Who led a term is forgotten when a majority has left it, unless a node may forget its term. So are votes that nobody can ask for
    any more, the EntryDispatchers of a node that cannot lead its term again, and a delayed push that does nothing whenever it arrives.
  - A broker is master as soon as its end is its committedIndex; the dispatch backlog is none.

  Left out: batches of entries, leadership transfer, snapshots, retention (a ledger begins at index 0), full disks, and the size
  of entries. Of the file currterm a power cut leaves what was written last, or nothing: an older value allows no vote that
  nothing does not allow. A checkpoint is any committedIndex that the node had. Producers send a message once; what a repeated
  send would do is what its copy does. SERVICE_NOT_AVAILABLE stores nothing, and the producer asks another broker: no step.
  Terms are bounded. Where one node has reached the last term nobody promises elections any more.

  Source: rocketmq.md section c.2; DLedgerEntryPusher, DLedgerLeaderElector, MemberState and DLedgerMmapFileStore of dledger-all-0.3.1.2.`
