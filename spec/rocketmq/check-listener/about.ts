/** What the specification of the check listener models, what it leaves out, and why that is sound. */
export const aboutCheckListener = `
  The application's side of a check-back (sections 0.5, a.1 and a.4 of the reference): one order, two instances A and B of a producer
  group, their database. A sends the half and runs the local transaction, which inserts the order. Where the database is down, the
  order is kept elsewhere and UNKNOW is returned; the listener of the instance that is asked inserts it later and answers COMMIT. The
  broker asks any instance (ProducerManager#getAvailableChannel goes round over all channels for all groups together, so that the checks
  of one half may reach the same instance again and again).

  The database is down at the beginning or not, and comes back at any time. Instances look for the row in one step and insert in
  another. Each has one thread for questions (checkExecutor, queue of 2000); the local transaction runs in a thread of its own. A round
  does not wait for answers: two questions about one half may be with two instances at a time.

  Left out, and why that is sound:
  - What the broker does with a half: renewals, op marks, discard, second final messages. "rocketmq/transaction" has all that. Here a
    decision arrives when it is sent, and is accepted at any time (rmq#8158); a COMMIT after the last check is, too.
  - Lost messages: a crash of an instance takes the questions that it has, and the decision that it has not sent.
  - A database that goes down again. An insert that fails is a question that was asked in vain, as one before the end of the outage is.
  - An insert whose reply is lost. The order is kept as well as inserted then; the listener looks for the row first and finds it.
  - A file of one instance as a cache. It outlives a crash, and other instances do not see it either: "memory of the instance" breaks
    without a crash.
  - Stops for good: a crash takes all that they take, but for an instance that is asked afterwards. Nobody is asked then (T08).
  - transactionCheckMax 15: a check that finds the database down, or an instance that knows nothing, leads to no decision. Two or three
    checks have one before the outage ends, one after it, and one for each crash to waste.
  Source: rocketmq.md sections 0.5, a.1 and a.4 (RocketMQ 5.3.3).`
