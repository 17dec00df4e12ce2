/** What the specification of recovery models, what it leaves out, and why that is sound. */
export const aboutRecovery = `
  What recovery takes for a record, in one commit log file of one RocketMQ broker. A file is a row of pages, each in memory and on the
  platter. A power cut leaves some of the pages that were not fsynced, in any order. Recovery reads records from the front, stops at the
  first bad one, and sets the end of the log there. "rocketmq/store" takes records for whole and a truncation for clean; this specification
  is about where they are not.

  Left out, and why that is sound:
  - Records of different sizes. A longer one would destroy the head of the stale record behind it, and recovery would stop there. A shorter
    one leaves its rest between them, with the same result. The story needs a record that ends where a stale one begins.
  - Tears within a head. The body CRC is wrong then, or the sizes do not add up, as if the whole head were missing.
  - Tears before the properties, in their length: total size and the sum of the lengths differ, and the record is bad.
  - Acknowledgements and consumers, which are in "rocketmq/store". A record that recovery finds is dispatched to the ConsumeQueue and can be read.
  - A clean restart. S/CommitLog#recoverNormally makes the same checks from the file on that has the end of the ConsumeQueue (4.9.8: on the last three files), so that it does what a process crash does here.
  - Several files, checkpoint and confirm offset, with which recovery chooses where it begins. It begins before the last fsync.
  Source: rocketmq.md section b.3 (RocketMQ 5.3.3 and 4.9.8), rmq#10666, rmq#7437.`
