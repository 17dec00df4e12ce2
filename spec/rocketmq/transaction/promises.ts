/** What RocketMQ's transactional messages promise, and what must be able to happen with them. */
import { every } from '../../language/index.ts'
import { publishingContract, publishingState, strictPublishing } from '../contracts/publishing.ts'
import { isDiscarded, isRolledBack } from './broker.ts'
import type { TransactionConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { finalsIn, halvesIn, marksIn } from './records.ts'

/** More records than any run of one transaction with up to 3 checks and 3 crashes leaves. */
const mostRecords = 40

export const transaction = (configuration: TransactionConfiguration) =>
  faultyProtocol(configuration)
    // Promises.

    // P6a. Copies made by renewal count as the half that they renew. What a power cut took is not counted, although a
    // consumer may have seen it.
    .always('one final message per half', (s) => s.finals <= 1)

    // P6b, for a ROLLBACK that the broker accepted.
    .alwaysStep(
      'no final message after rollback',
      (before, _step, after) => after.finals <= before.finals || !isRolledBack(before),
    )

    // P6. "Eventually" as a state invariant: it is false exactly where the row is committed, no final message is in the
    // log, and no step of the protocol can bring one any more. While a request, a question or an owed record is under
    // way, or a copy waits for its next check, the transaction is not over. That a fault could still help, such as a
    // crash that loses the op mark of a wrong ROLLBACK, is no excuse.
    .always(
      'a committed local transaction gets its final message',
      (s) => !(s.row === 'committed' && s.finals === 0 && s.isOver),
    )

    // P6, the other direction: rolled back everywhere is never visible.
    .always('a final message only for a committed local transaction', (s) => s.finals === 0 || s.row === 'committed')

    // The prefix fact of a.2. Which records are durable differs with the fault, but they are a prefix of the log after
    // every cut: so the op mark of a COMMIT must have its final message before it in the log.
    .always('op mark durable implies final durable', (s) => {
      const { records } = s.commitLog
      return records.every((record, index) => {
        const before = finalsIn(records.slice(0, index)).map((final) => final.half)
        return marksIn([record]).every(({ half, decision }) => decision === 'ROLLBACK' || before.includes(half))
      })
    })

    // P8, for the system group: the half offset is an offset of the half queue, or its end.
    .always('the half offset stays within the half queue', (s) => s.halfOffset <= halvesIn(s.commitLog.records).length)

    // The row of a.2: renewed halves, final messages and op records never wait for the disk, and outlive the process all
    // the same, since they are written through the page cache.
    .alwaysStep(
      'a process crash takes nothing that was appended',
      (before, step, after) =>
        step.action !== 'process crash' || after.commitLog.records.length === before.commitLog.records.length,
    )

    // A question reaches an instance over its connection, or not at all (a.1 "sendCheckMessage").
    .alwaysStep(
      'nobody who has stopped answers',
      (before, step) => step.action !== 'answer check' || before.isUp[step.args.question.to],
    )

    // Copies, messages and marks of one transaction come to an end: rounds that renew or write again and again fill the disk
    // (a.5, PR#1543). The bound is generous, since a crash sets rounds back.
    .always('one transaction takes a bounded part of the log', (s) => s.commitLog.records.length < mostRecords)

    // P10, for a transaction: nothing stays undecided for ever. Producers that live, the broker and the network do sooner
    // or later what they can; no fault has to come.
    .fair('weak', 'send half')
    .fair('weak', ['commit local transaction', 'roll back local transaction'])
    .fair('weak', 'send end request')
    .fair('weak', 'answer check')
    .fair('weak', 'receive end request')
    .fair('weak', 'flush final message')
    .fair('weak', 'write owed records')
    .fair('weak', 'pass over settled half')
    .fair('weak', 'check back')
    .fair('weak', 'discard half')
    .eventually('every transaction comes to its end', (s) => s.isOver)

    // Every run ends with the transaction over, so that the promise about its end is put to the test in every run.
    .deadlockFree((s) => s.isOver)

    // The contract of publishing. Where one promise of it is not given, the others may still be.
    .refines('it publishes once what was committed', publishingContract(strictPublishing), (s) =>
      publishingState(s.row === 'committed', s.finals),
    )
    .refines(
      'it publishes what was committed in the end, perhaps several times',
      publishingContract({ ...strictPublishing, mayRepeat: true, mayLose: true }),
      (s) => publishingState(s.row === 'committed', s.finals),
    )

    // Goals: nothing holds because nothing happens.
    .reachable('a final message is stored', (s) => s.finals > 0)
    .reachableStep(
      'a check-back is asked',
      (_before, step) => step.action === 'check back' && step.args.asked !== 'nobody',
    )
    // The check is used up all the same (a.1).
    .reachableStep(
      'a check finds nobody to ask',
      (_before, step) => step.action === 'check back' && step.args.asked === 'nobody',
    )
    // The file is up to 5 s old (a.2).
    .reachableStep('a crash sets the half offset back', (before, _step, after) => after.halfOffset < before.halfOffset)
    // Duplicates are not limited to two: each round that comes before the op marks may bring one more (0.9, T05b).
    .reachable('a half gets more than two final messages', (s) => s.finals > 2)
    // Copies after h0 come from renewal alone, so a request that names one answers a check.
    .reachable('a check-back brings the final message', (s) =>
      finalsIn(s.commitLog.records).some(({ half }) => half > 0),
    )
    .reachable('an op mark is written', (s) => marksIn(s.commitLog.records).length > 0)
    .reachable('a half is discarded', (s) => s.commitLog.records.some((record) => record.type === 'discarded'))
    // P6b, for a discard. A goal, not a promise: nothing in RocketMQ promises that a discard is final, and the late COMMIT
    // saves a message that no check would ask about any more.
    .reachableStep(
      'a COMMIT after the discard is accepted',
      (before, _step, after) => after.finals > before.finals && isDiscarded(before),
    )
    .reachable('every fault of the budget strikes', (s) => every(s.faults, 0))
