/** The protocol of transactional messages without its faults: state, what is derived from it, and the protocol's steps. */
import { disabled, each, record, set, specify } from '../../language/index.ts'
import { deliver, send, unorderedChannel } from '../../parts/channel.ts'
import { emptyLog, fsync, overwrite, wholeFile } from '../../parts/disk.ts'
import { budget, mayHappen } from '../../parts/faults.ts'
import { aboutTransactions } from './about.ts'
import {
  afterReading,
  type DecisionState,
  discard,
  endFlushWait,
  endTransaction,
  examine,
  type FlushWait,
  type OwedRecord,
  renew,
  settledBy,
  storeHalf,
  surelySettledHalves,
  writableTogether,
  writeOwed,
} from './broker.ts'
import type { TransactionConfiguration } from './configuration.ts'
import { endRequests, type Message, questions } from './messages.ts'
import { afterHalfSend, type Call, checkLocalTransaction, decisionOf, producers, type Row } from './producer.ts'
import { finalsIn, halvesIn, type LogRecord } from './records.ts'
import { appended, copyName, deeds, marking, markName, renewal } from './words.ts'

export const protocol = (configuration: TransactionConfiguration) => {
  const { opMarks, transactionCheckMax: checkMax, checkRounds, rowAbsentAnswer } = configuration
  const { oneWayLoss, producerStop, processCrash, powerCut } = configuration

  return (
    specify('rocketmq/transaction', {
      /** Producer A's call of `sendMessageInTransaction`. */
      call: 'not begun' as Call,
      row: 'absent' as Row,
      isUp: each(producers, true),
      inFlight: unorderedChannel<Message>(),
      commitLog: record(emptyLog<LogRecord>()),
      /** Under SYNC_FLUSH: request threads whose final message is in the log and not known to be on disk. */
      flushWaits: set<FlushWait>(),
      owed: set<OwedRecord>(),
      /** Offset of CID_RMQ_SYS_TRANS in the half queue, in memory: copies before it are never looked at again. */
      halfOffset: 0,
      /** The same in `consumerOffset.json`, which a broker reads when it starts. */
      offsetFile: wholeFile(0),
      /** Records that the log had when the broker started last: each check round since has read the op marks among them. */
      logAtStart: 0,
      faults: budget({ oneWayLoss, producerStop, processCrash, powerCut }),
    })
      .about(aboutTransactions)
      .derive('finals', (s) => finalsIn(s.commitLog.records).length)
      .derive('examined', (s) => examine(s.commitLog.records, s.halfOffset, s.logAtStart, configuration))
      .derive('isCallPending', (s) => s.call !== 'returned' && s.isUp.A)
      .derive('mayCheck', (s) => {
        if (checkRounds === 'may overtake a decision') return true
        if (s.isCallPending || s.inFlight.length > 0 || s.flushWaits.length > 0) return false
        return s.owed.length === 0 || (opMarks === 'buffered' && checkRounds === 'after decisions have arrived')
      })
      // Nothing is under way and no copy will be examined again: only a fault could still change anything.
      .derive('isOver', (s) => {
        if (s.isCallPending || s.inFlight.length > 0) return false
        if (s.flushWaits.length > 0 || s.owed.length > 0) return false
        const settled = surelySettledHalves(s.commitLog.records, s.logAtStart, configuration)
        return halvesIn(s.commitLog.records).every(({ half }) => half < s.halfOffset || settled.includes(half))
      })

      // The producer's call.

      .action(
        'send half',
        'The synchronous send of the half message; its outcome decides what producer A does next (a.1 steps 1 to 3, ' +
          'DefaultMQProducerImpl#sendMessageInTransaction, TransactionalMessageBridge#parseHalfMessageInner).',
      )
      .over('outcome', configuration.halfSend)
      .by('producer A')
      .says((before, { outcome }, after) => {
        const place =
          after.commitLog.records.length === before.commitLog.records.length
            ? 'not stored'
            : `stored at commit log offset ${before.commitLog.records.length}`
        const next = outcome === 'SEND_OK' ? '' : ', so the local transaction does not run'
        return `half message h0 of transaction t1 ${place}; producer A gets ${outcome}${next}`
      })
      .when((s) => s.call === 'not begun' && s.isUp.A)
      .changes((s, { outcome }) => ({
        call: afterHalfSend(outcome),
        commitLog: storeHalf(s.commitLog, outcome, configuration),
      }))

      .action(
        'commit local transaction',
        'executeLocalTransaction commits its row and returns COMMIT (a.1 step 3). It cannot where a fence row is.',
      )
      .by('producer A')
      .says(() => 'the local transaction of t1 commits: its row becomes visible')
      .when((s) => s.call === 'local transaction runs' && s.isUp.A && s.row === 'absent')
      .changes(() => ({ call: 'sends COMMIT', row: 'committed' }))

      .action('roll back local transaction', 'executeLocalTransaction leaves no row and returns ROLLBACK (a.1 step 3).')
      .by('producer A')
      .says(({ row }) => `the local transaction of t1 ${row === 'fence' ? 'fails on the fence row' : 'rolls back'}`)
      .when((s) => s.call === 'local transaction runs' && s.isUp.A)
      .changes(() => ({ call: 'sends ROLLBACK' }))

      .action(
        'send end request',
        'The decision goes out oneway, without reply or retry (a.1 step 4, MQClientAPIImpl#endTransactionOneway).',
      )
      .by('producer A')
      .says(({ call }) => `producer A sends the end request ${decisionOf(call)} h0, oneway`)
      .when((s) => s.isUp.A)
      .changes((s) => {
        const decision = decisionOf(s.call)
        if (decision === null) return disabled
        return { call: 'returned', inFlight: send(s.inFlight, { type: 'end transaction', half: 0, decision }) }
      })

      .action(
        'answer check',
        'The listener of the instance that was asked answers from the database, oneway, naming the renewed copy ' +
          '(a.1 "Client side of the check", DefaultMQProducerImpl#checkTransactionState). UNKNOWN changes nothing at the broker.',
      )
      .over('question', (s) => questions(s.inFlight))
      .by(({ question }) => `producer ${question.to}`)
      .says(({ row }, { question }) => {
        const { decision, row: after } = checkLocalTransaction(row, rowAbsentAnswer)
        const seen = row === 'committed' ? 'sees the row' : row === 'fence' ? 'sees the fence row' : 'sees no row'
        const deed = row === after ? '' : ' and writes a fence row'
        return `producer ${question.to} ${seen}${deed}, and answers ${decision} ${copyName(question.half)}`
      })
      .changes((s, { question }) => {
        const { decision, row } = checkLocalTransaction(s.row, rowAbsentAnswer)
        const rest = deliver(s.inFlight, question)
        if (decision === 'UNKNOWN') return { inFlight: rest }
        return { row, inFlight: send(rest, { type: 'end transaction', half: question.half, decision }) }
      })

      // The broker: decisions.

      .action(
        'receive end request',
        'The half is looked up by its log offset; whether it was decided before is not checked (a.1 "end request", ' +
          'EndTransactionProcessor#processRequest, rmq#8158, rmq#5574).',
      )
      .over('request', (s) => endRequests(s.inFlight))
      .by('broker')
      .says((before, { request }, after) => `broker receives ${markName(request)}: ${deeds(before, after, opMarks)}`)
      .changes((s, { request }) => ({
        inFlight: deliver(s.inFlight, request),
        ...endTransaction(decisions(s), request, configuration),
      }))

      .action(
        'flush final message',
        'Under SYNC_FLUSH the request thread waits until its final message is on disk, and marks the half then: a final ' +
          'message has the property WAIT of its half (0.9, EndTransactionProcessor#endMessageTransaction, ' +
          'S/CommitLog$DefaultFlushManager#handleDiskFlush).',
      )
      .over('wait', (s) => s.flushWaits)
      .by('broker')
      .says(
        (before, { wait }, after) =>
          `final message of ${copyName(wait.half)} is on disk: ${marking(before, after, opMarks)}`,
      )
      .changes((s, { wait }) => endFlushWait(decisions(s), wait, 'flushed', configuration))

      .action(
        'flush wait times out',
        'After syncFlushTimeout (5 s) the wait ends with FLUSH_DISK_TIMEOUT, which counts as success: the half is marked ' +
          'although its final message need not be on disk (0.9, EndTransactionProcessor#sendFinalMessage, b.1).',
      )
      .over('wait', (s) => (configuration.syncFlushTimeout === 'may expire' ? s.flushWaits : []))
      .by('broker')
      .says(
        (before, { wait }, after) =>
          `broker waits no longer for the flush of the final message of ${copyName(wait.half)}: ${marking(before, after, opMarks)}`,
      )
      .changes((s, { wait }) => endFlushWait(decisions(s), wait, 'timed out', configuration))

      .action(
        'write owed records',
        'Since 5.1.0 a batch service writes buffered op marks as one op record within 3 s (a.1 "Op message", ' +
          'TransactionalMessageServiceImpl#batchSendOpMessage), without those that come too late for it; in 4.x the request ' +
          'thread appends one record each.',
      )
      .over('records', (s) => writableTogether(s.owed, configuration))
      .by('broker')
      .says((before, _args, after) => {
        const writer = opMarks === 'buffered' ? 'op batch service' : 'request thread'
        return `${writer} goes on: ${appended(before.commitLog, after.commitLog)}`
      })
      .changes((s, { records }) => writeOwed(decisions(s), records))

      // The broker: check rounds.

      .action(
        'pass over settled half',
        'A copy named in the op topic is done (a.1 "Check-back", TransactionalMessageServiceImpl#fillOpRemoveMap).',
      )
      .by('broker')
      .says(({ halfOffset }) => `check round: ${copyName(halfOffset)} is settled, the half offset moves past it`)
      .when((s) => s.examined?.isSettled === true)
      .changes((s) => {
        const settles = (record: LogRecord) => settledBy(record, opMarks).includes(s.halfOffset)
        return { commitLog: afterReading(s.commitLog, settles, configuration), halfOffset: s.halfOffset + 1 }
      })

      .action(
        'check back',
        'A copy without an op mark that the round has read is put back at the end of the half queue with one check more, ' +
          'then any live instance of the group is asked, oneway; if there is none, the check is used up all the same (a.1, #putBackHalfMsgQueue, ' +
          'AbstractTransactionalMessageCheckListener#sendCheckMessage, ProducerManager#getAvailableChannel).',
      )
      .over('asked', (s) => {
        const live = producers.filter((producer) => s.isUp[producer])
        return live.length === 0 ? (['nobody'] as const) : live
      })
      .by('broker')
      .says(({ examined }, { asked }, after) => {
        const deed = examined === null ? 'renews nothing' : renewal(examined, after.commitLog, checkMax)
        return `check-back: broker ${deed} and ${asked === 'nobody' ? 'finds nobody to ask' : `asks producer ${asked}`}`
      })
      .when((s) => s.examined?.mayLookOpen === true && !s.examined.isExhausted && s.mayCheck)
      .changes((s, { asked }) => {
        const copy = s.examined
        if (copy === null) return disabled
        const isLastCheck = copy.checks + 1 === checkMax
        if (isLastCheck && configuration.localTransaction === 'ends before the last check') {
          if (s.isUp.A && s.call === 'local transaction runs') return disabled
        }
        const half = halvesIn(s.commitLog.records).length
        return {
          commitLog: renew(afterReading(s.commitLog, isCopy(copy.half), configuration), copy),
          halfOffset: s.halfOffset + 1,
          inFlight: asked === 'nobody' ? s.inFlight : send(s.inFlight, { type: 'check', half, to: asked }),
        }
      })

      .action(
        'discard half',
        'A copy with transactionCheckMax checks goes to TRANS_CHECK_MAX_TIME_TOPIC, where nobody looks (a.1, #needDiscard, ' +
          'AbstractTransactionalMessageCheckListener#resolveDiscardMsg).',
      )
      .by('broker')
      .says(
        ({ halfOffset }) =>
          `broker discards ${copyName(halfOffset)} after ${checkMax} ${checkMax === 1 ? 'check' : 'checks'}, and tells nobody`,
      )
      .when((s) => s.examined?.mayLookOpen === true && s.examined.isExhausted && s.mayCheck)
      .changes((s) => {
        const copy = s.examined
        if (copy === null) return disabled
        const commitLog = afterReading(s.commitLog, isCopy(copy.half), configuration)
        return { commitLog: discard(commitLog, copy), halfOffset: s.halfOffset + 1 }
      })

      .action(
        'persist half offset',
        'consumerOffset.json is written every 5 s without an fsync (a.2, b.2). Left out where no crash can come any more, ' +
          'since only a restart reads the file.',
      )
      .by('broker')
      .says(({ halfOffset }) => `broker writes half offset ${halfOffset} to consumerOffset.json`)
      .when((s) => mayHappen(s.faults, 'powerCut') || mayHappen(s.faults, 'processCrash'))
      .changes((s) => {
        if (s.offsetFile.value === s.halfOffset) return disabled
        const offsetFile = overwrite(s.offsetFile, s.halfOffset)
        return configuration.offsetFile === 'behind the log'
          ? { offsetFile, commitLog: fsync(s.commitLog) }
          : { offsetFile }
      })
  )
}

/** The variables that a decision changes, and no others: a step reads what it needs only. */
const decisions = ({ commitLog, flushWaits, owed }: DecisionState): DecisionState => ({ commitLog, flushWaits, owed })

const isCopy =
  (half: number) =>
  (record: LogRecord): boolean =>
    record.type === 'half' && record.half === half
