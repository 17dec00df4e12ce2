/** What the specification of classic replication covers, what it leaves out, and why that is sound. */
export const aboutReplication = `
  A RocketMQ master with up to two slaves, without automatic failover. Producers append to the commit log of the master. Each
  slave connects, reports the end of its log, is sent what lies behind it, appends that to its page cache and reports again. The
  master answers by its flush mode and by what its HA connections have reported. A report is what a slave has in its page
  cache, and no fsync. Faults, each against its budget: a process crash of any broker, a power cut or the loss of a disk at the
  master or at a slave, an HA connection that breaks without the master noticing. An operator restarts a broker that is down,
  with its old role. Where the disk of the master is lost, the operator promotes the running slave with the longest log,
  and the old master comes back as a slave with an empty log.

  An acknowledged message is lost when no broker has it any more: neither the master, nor a slave that could be promoted. That a
  master which lost its tail goes on without a message that a slave still has is another promise.

  Left out, and why that is sound:
  - Message size. One record is one message and one offset, so that two logs which part come together at the bounds of records.
    In a real log they need not: a slave then gets a part of a record, and loses more than is told here.
  - Bytes under way. What is sent and not yet appended is lost with the connection, as if it had not been sent.
  - The time between accepting a connection and its first report: it counts nothing yet, and a message that is sent
    meanwhile may as well be sent after the report.
  - A flush at a slave, and one under ASYNC_FLUSH. Nobody waits for it, and a power cut leaves any part of what is written.
  - The answer SLAVE_NOT_AVAILABLE comes at once also under SYNC_FLUSH, where the flush comes first: no status goes over it.
  - A slave that lags by more than haSlaveFallbehindMax (256 MiB): it answers SLAVE_NOT_AVAILABLE sooner, and never SEND_OK.
  - enableSlaveActingMaster and its minInSyncReplicas. Reads at a slave while the master is down.
  - The transient pool, failed fsyncs, offsets of groups and topics.json: these are in rocketmq/store.
  - Retries. A producer sends each message once, so that a lost message cannot hide behind its copy.
  - Time. A timer may fire whenever it could.
  Source: rocketmq.md sections b.1, c.1 and c.4 (RocketMQ 5.3.3 and 4.9.8).`
