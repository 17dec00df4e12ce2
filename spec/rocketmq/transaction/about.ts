/** What the transaction specification models, what it leaves out, and why that is sound. */
export const aboutTransactions = `
  One transaction t1 of RocketMQ (sections a.1 to a.7 of the reference): half message, local transaction,
  end-transaction request, op mark, check-back with renewal, discard. Two producer instances A and B form the group:
  A runs the transaction, either may be asked about it. One broker, with its commit log behind a page cache.

  Messages are delayed and reordered without limit. They are lost, the broker crashes and producers stop within the fault
  budget. Timing is abstract: an action happens at any time unless "checkRounds" or "localTransaction" says otherwise, so
  that what holds here holds for every speed that the assumption allows. That a transaction comes to its end assumes
  that each step of the protocol which stays possible is taken sooner or later (weak fairness); faults need not come.

  Left out, and why that is sound:
  - Other transactions. Halves share the log, the half queue and op records, but no decision looks at another
    transaction's half; a neighbour in the same op record only moves the time of writing, which is arbitrary here. (With
    a custom check immunity this is false, rmq#7240: immunity is not modelled. A half offset that a power cut left behind
    the end of the log hides later halves too: the same loss as T17, for a transaction that began after the cut.)
  - A third producer instance: one that is asked and one that runs the transaction are all the roles there are.
  - The batching of a check round. Each copy is examined in a step of its own and the half offset moves with it, whereas
    the broker sets the offset at the end of the round; an offset file that is written later covers that.
  - The op queue's own offset. It passes an op record only after the half offset has passed the halves named in it, and
    is written to the same file. After a power cut it may point behind the end of the op queue; that makes the broker ask
    about decided halves, which is no loss.
  - UNKNOW requests: the broker logs them and stores nothing. So the answer UNKNOWN sends no message.
  - A local transaction that commits and returns UNKNOW: that is a COMMIT lost on the way, and belongs to the loss budget.
  - Broker downtime: crash and restart are one step, which may lose everything that is under way. Losing some of it is
    between the two cases that are modelled. Replication shows only in the outcome of the half send.
  - Dispatch and flush in the background. A round reads what it is asked to read; under SYNC_FLUSH since 5.3.0 that is then
    flushed, no sooner than needed, and the power cut keeps any part of the rest.
  - Why a local transaction rolled back: one that throws, or whose producer stops, leaves no row either.
  - Consumers: half and op records lie in topics that none subscribes to. A final message counts as delivered once it is
    in the log, as b and d are about what happens to it then.
  - Retries of the half send (a second half with the same key), failed discards (T16), file retention, check immunity
    (T12 to T14), clock skew, and payment by UNKNOWN (T09 to T11).
`
