/** What the specification of the broker of a transaction models, what it leaves out, and why that is sound. */
export const aboutTransactionBroker = `
  One transaction of RocketMQ, and what becomes of it on a broker that is not simply there: whose log cannot be read at once (the transient
  pool), or is acknowledged late (DLedger without its quorum), which is stopped and started, or is made a slave while another takes over
  (sections a.1, a.2, b.1, b.2, c.1 and c.2 of the reference). "rocketmq/transaction" has one broker that crashes, and messages that overtake
  one another.

  The log is a list of records; its end may be unreadable, and its slave may lack an end of it. Rounds are calm: they begin after decisions
  that arrive and after their op marks (local transaction, request and op batch take less than 6 s, a question and its answer less than
  30 s, a.4). A decision that is lost, and a mark that is lost from memory, is not waited for.

  Left out, and why that is sound:
  - Other transactions, and what a producer answers that is slow or gone (T02, T03, T08): the listener sees what became of the local
    transaction, and one instance is there.
  - Crashes, power cuts and the disk ("rocketmq/transaction", "rocketmq/store"). After a failover the old master is a slave.
  - More than two copies that are put back in vain: a third is asked about like the second. The round goes on with the same half at once, for
    60 s at most.
  - The registration of a producer at a new master, which takes up to 30 s: one or two of 15 checks find nobody and are used up.
  - The order in which a slave gets records: it has any beginning of the log, at least what it has acknowledged. How leaders are elected is in
    "rocketmq/dledger" and "rocketmq/controller".
  - A half that is put into the log and refused to the producer: the local transaction does not run, and the half is asked about.
  Source: rocketmq.md sections a.1, a.2, a.4, a.6, b.1, b.2, c.1 and c.2 (RocketMQ 5.3.3).`
