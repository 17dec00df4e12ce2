/** What the specification of the store covers, what it leaves out, and why that is sound. */
export const aboutTheStore = `
  One RocketMQ broker without replicas: producers append to the commit log, the broker flushes it and answers, the
  reput thread shows records to one consumer group on one queue, and the group's offset goes through the broker's
  memory into consumerOffset.json, which is never fsynced. Crashes take what their kind takes: a process crash
  direct memory and heap, a power cut the page cache too, of each file independently.

  Abstracted away: message content and size (one record is one message, so a log cut falls between records: body
  CRCs make recovery stop at a torn one); time (a timer may fire whenever it could); retries (a producer sends
  each message once, so that a lost message cannot hide behind its copy); several queues and groups (they do not
  interact); the ConsumeQueue's own file (abnormal recovery rebuilds it from the log). A prefix for every survivor of
  a power cut is sound because recovery truncates at the first bad record. Messages that are sent without
  waiting for the flush (waitStoreMsgOK=false) behave as under ASYNC_FLUSH.

  Promises of progress assume that the broker does sooner or later what it does by itself (weak fairness), and that a
  consumer reads what it can read again and again (strong fairness, for each message). Nothing is assumed of producers,
  of commits, of restarts of the consumer, or of faults.
  Source: rocketmq.md section b (RocketMQ 5.3.3 and 4.9.8).`
