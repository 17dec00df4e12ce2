/** What the transaction specification models, what it leaves out, and why that is sound. */
export const aboutTransactions = `
  One transaction t1 of RocketMQ (sections a.1 to a.7 of the reference): half message, local transaction,
  end-transaction request, op mark, check-back with renewal, discard. Two producer instances A and B form the group:
  A runs the transaction, and the broker may ask either of them about it. There is one broker, with its commit log behind
  a page cache.

  Messages are delayed and reordered without limit. Within the fault budget messages are lost, the broker crashes and
  producers stop. Time is abstract: an action may happen at any time, unless "checkRounds" or "localTransaction" says
  otherwise. So what holds here holds at every speed that these two allow. The promise that a transaction comes to its
  end assumes that a step of the protocol which stays possible is taken sooner or later (weak fairness). It does not
  assume that any fault comes.

  Left out, and why that is sound:
  - Other transactions. All halves share the log, the half queue and op records, but the broker decides about one half
    without a look at another. A neighbour in the same op record only changes the time at which the record is written,
    and that time is arbitrary here. (With a custom check immunity this is false, rmq#7240; immunity is not modelled. A
    half offset that lies beyond the end of the half queue after a power cut hides the halves that are stored before the
    next round, which takes it back to the end of the queue. That is the loss of T17, for a transaction that began after
    the cut.)
  - A third producer instance. There are two roles only: the instance that runs the transaction and one that is asked.
  - The batching of a check round. Here each copy is examined in a step of its own, and the half offset moves with it. The
    broker sets the offset at the end of the round. That is covered, because here the offset file may be written later.
    A round reads the op topic when it begins. So a copy may be renewed or discarded although its op record is in the log by
    then (seen on 4.9.7, 5.2.0 and 5.3.3), unless "checkRounds" says otherwise or the broker has started since.
  - The op queue's own offset. It passes an op record only after the half offset has passed the halves named in it, and
    is written to the same file. After a power cut it may lie beyond the end of the op queue. Then the broker asks about
    halves that were decided, which loses nothing.
  - UNKNOW requests. The broker logs them and stores nothing. So the answer UNKNOWN sends no message here.
  - A local transaction that commits and returns UNKNOW. It has the effect of a COMMIT that is lost on the way, which the
    loss budget covers.
  - Broker downtime. A crash and the restart are one step, which loses all messages that are under way, or none. Losing
    some of them lies between these two cases. Replication shows only in the outcome of the half send.
  - Dispatch and flush in the background. A check round may read any record. Under SYNC_FLUSH since 5.3.0 a round sees
    flushed records only: so a record counts as flushed from the time at which a round reads it. Records that the broker
    found when it started are read as they are: its recovery takes them for flushed (b.3, B14). A power cut keeps any part
    of the records that are not flushed.
  - Why a local transaction rolled back. One that throws, or whose producer stops, leaves no row either.
  - Consumers. None subscribes to the topics of half and op records. A final message counts as delivered once it is in the
    log; sections b and d are about what happens to it then.
  - Retries of the half send (a second half with the same key), failed discards (T16), file retention, check immunity
    (T12 to T14), clock skew, and payment by UNKNOWN (T09 to T11).
`
