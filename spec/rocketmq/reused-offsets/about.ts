/** What the specification of two transactions models, what it leaves out, and why that is sound. */
export const aboutReusedOffsets = `
  Two transactions t1 and t2 of RocketMQ on one broker, and a power cut that takes the end of its commit log (sections a.1, a.2, b.1 and b.3 of the
  reference). What is appended afterwards takes the offsets of what is gone, and an end request names a half by its offsets.
  "rocketmq/transaction" has one transaction, with everything that becomes of its op marks, of the half offset and of time.

  The commit log is a list of records of equal size: a commit log offset is a place in it, and a queue offset the number of halves before. The
  first record behind a cut has the offset of the record that was cut off, whatever its size is. Those behind it need records of equal
  sizes before them, as the halves of one application may have.

  Messages are delayed, and a check round comes after the decisions that arrive: local transaction and end request take less than 6 s, a
  question and its answer less than 30 s (a.4). With rounds that overtake decisions there are more requests, and a graph of more than two
  million states; what breaks then breaks here with a lost oneway. What is under way survives the power cut, or is lost with its connection.

  Left out, and why that is sound:
  - Op records of their own. The mark of a decision is in the record of the final message, or is a record by itself after a ROLLBACK: what a
    mark says is the same. When marks are late or lost, halves are asked about again (T05); that adds requests like those that there are.
  - The file of the half offset: a power cut sets it back to 0. Any higher value passes over copies that would be asked about again.
  - Discards. A copy that was asked about as often as it may be is left alone.
  - The flush of final messages. Under SYNC_FLUSH the power cut may keep them as well, or not: nothing here asks whether they last.
  - UNKNOW: a local transaction has ended when a check is asked. And a half send with another outcome than SEND_OK, whose ROLLBACK names offsets like any other.
  - More transactions: a third one only takes the place of the second.
  - More checks: one without a fault that could take its question, two with one. A further check adds a copy behind the others.
  Source: rocketmq.md sections a.1, a.2, a.6, b.1 and b.3 (RocketMQ 5.3.3).`
