/** What the specification of the store covers, what it leaves out, and why that is sound. */
export const aboutTheStore = `
  One RocketMQ broker without replicas. Producers append to the commit log; the broker flushes the log and answers them.
  The reput thread makes records visible to one consumer group on one queue. The broker keeps the offset of the group in
  memory and writes it to consumerOffset.json; the topic is in topics.json. Both files are written without an fsync before
  5.4.0, and fsynced since. A process crash loses direct memory and heap. A power cut also loses what is only in the page
  cache, of each file independently.

  Left out, and why that is sound:
  - Message content and size. One record is one message, so a log is cut between records: recovery stops at a record that
    is torn, because its body CRC is wrong.
  - Time. A timer may fire whenever it could.
  - Retries. A producer sends each message once, so that a lost message cannot hide behind its copy.
  - Several queues and groups. They do not interact.
  - The file of the ConsumeQueue. Abnormal recovery rebuilds it from the log. (Not always on 4.9.7: after a power cut that
    took all messages of a queue, and one more crash, a queue of several gave out offsets that it did not have. Seen in 3 of
    20 runs, and in none of 20 on 5.4.0.)
  - Which disks drop the pages of a failed fsync. Here the kernel does, and a later fsync passes over them; an error that a
    tool injects leaves them dirty, so that a broker under test may lose less.
  - Creation of the topic by a command. It writes topics.json as a send does that creates the topic.
  - Pages that survive a power cut out of order. A power cut leaves a prefix of the log, since recovery cuts the log at
    the first bad record.
  - The next file of the log (1 GiB), with which the transient pool is used again after a restart. With few messages the log does
    not get there, so that a behaviour is one of the time before. The first file after a start is modelled: nothing ever was in
    it, and it has a buffer.
  - The entry of the log's file in its folder. A process crash leaves the file, however empty. After a power cut that leaves no
    record the file may be there, empty, or not; it is taken for gone, so that the next one has a buffer of the pool. That
    loses no break: what is appended to direct memory may be written out at once, and is then where it would be without it.
  - Messages that are sent without waiting for the flush (waitStoreMsgOK=false). They behave as under ASYNC_FLUSH.

  Promises of progress assume that the broker does sooner or later what it does by itself (weak fairness), and that the
  consumer at some time reads a message that it can read again and again (strong fairness, for each message). Nothing is
  assumed of producers, of commits of offsets, of restarts of the consumer, or of faults.
  Source: rocketmq.md section b (RocketMQ 5.3.3 and 4.9.8).`
