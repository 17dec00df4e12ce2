/** What the specification of controller mode covers, what it leaves out, and why that is sound. */
export const aboutController = `
  Two or three RocketMQ brokers in controller mode (AutoSwitchHA). The controllers keep, for the group, who is master, its epoch, the
  SyncStateSet and the epoch of that. A master appends, waits for the members of its set or for inSyncReplicas, and shows to
  consumers what lies below its confirm offset. Slaves compare epoch files with it, cut their logs, follow, and report.
  A slave that has caught up is to enter the set, one that has not is to leave it; both take an answer of the controller, which may be lost. A
  master that is dead for the controller is replaced by a member of the set. An isolated master goes on: it hears of the other
  when it reaches the controller again, and is then cut back.
  In the beginning A is master of epoch 1 and alone in the set.

  A message is lost when the master whom the controller knows serves without it, or no broker has it.

  Left out, and why that is sound:
  - How the controllers agree. Their log is that of DLedger or jRaft; here one of them may be down for a time, and forgets nothing.
  - What the controller believes of brokers that are dead since a moment. A broker that is elected, or let into the set, and was dead by then
    might as well have died right after it.
  - The order in which DefaultElectPolicy prefers members. It goes by heartbeats that may be a second old, so that any may come first.
  - A request to the controller that arrives late. It has the epoch of the set in it, and is refused when another came before.
  - Two HA connections of one slave. A master here lets a slave connect once the old connection is closed. (That it counts them twice is R05
    of rocketmq/replication.)
  - A broker that has lost its disk. It would come back with a new id, as another replica, and so it does not come back.
  - Message size, bytes under way, flushes nobody waits for: as in rocketmq/replication. Stale bytes behind a truncation (rmq#10666).
  - A checkpoint that is older than the confirm offset, and an epoch file that a power cut loses.
  - The ConsumeQueue. What it has of the log matters for the next queue offset alone.
  - Reads at slaves. Retries of producers. Time: a timer may fire whenever it could.
  Source: rocketmq.md sections b.1, c.3 and c.4 (RocketMQ 5.3.3).`
