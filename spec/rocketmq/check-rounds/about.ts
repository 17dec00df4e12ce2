/** What the specification of check rounds models, what it leaves out, and why that is sound. */
export const aboutCheckRounds = `
  The check rounds of one RocketMQ broker over calm time (sections a.1 to a.7 of the reference): halves of up to three orders, the walk
  of a round over the half queue, put-backs with their count, immunity, discard, the half offset and its file. Beside them stands the
  application: orders that users pay or do not pay, a listener that answers from the database, a delayed message that closes
  unpaid orders. "rocketmq/transaction" is about messages that are late or lost around a few checks; this specification is about how
  many rounds there are, and when.

  Time passes in ticks. In a tick everything that is due happens: the round, the op batch (3 s), the offset files (5 s and 10 s).
  Requests, questions and answers take no time. What an order, a user or a delayed message does may happen before or after the round
  of a tick. Users pay at any time or never. The promises of progress assume that steps which stay possible are taken, and no fault.

  Times are scaled, 15 checks to 3. With 3 checks one tick is 150 s: an interval of 1 is five rounds of 30 s, one of 2 is five of
  60 s, and a window of 4 is 10 minutes. That keeps the order of what is compared: 15 checks of 30 s end before 10 minutes, 15 of 60 s
  after it. A round that leads to no decision only makes a copy with a higher count, so that four rounds more between two of the model
  ask sooner, and change neither which question is the last nor on which side of the window it lies. Two rows have the numbers of
  RocketMQ themselves, with ticks of 30 s. Rows that do not compare the window (T12 to T14, T22) may be read with ticks of one round.

  Left out, and why that is sound:
  - Copies that are settled. Every round passes over a copy that an op mark names (#fillOpRemoveMap), at any count, so they leave the
    queue when their mark is written, and what lies before the saved half offset leaves it too.
  - More than two equal copies of a half behind the round. A third is asked about like the second. Two are kept, since two are enough
    for two final messages.
  - The lookup of the op mark of the original in #checkPrepareQueueOffset. The map that a round has read holds marks at or above its half
    offset, and the round removes each as it passes the half, before it comes to the copy. So the lookup finds nothing, unless more of
    the op topic is read within the round. That would save a question in a run with an exception or a crash.
  - Decisions and new orders within a round. They come before or after it. What happens when they cross is T01 and T05b.
  - Lost messages and producers that stop (T03, T08), a refused half, power cuts (T17), clock skew.
  - A failed put of a renewed copy: it is tried again at once. So is one within the immunity.
  - The end of a round after 60 s: it saves the offset like any other end, and the next round goes on from there.
  - Halves older than fileReservedTime (72 h), which are discarded as well (#needSkip).
  - The payment of an order that a delayed message closes is a transaction of its own. Here it is the row alone.
  Source: rocketmq.md sections a.1 to a.6, b.2, d.2 and 0.9 (RocketMQ 5.3.3, 4.9.8 and 4.5.2).`
