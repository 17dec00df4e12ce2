/** Two transactions, one broker, and what the environment may do to them, each fault against its budget. */
import { at, type Bag, disabled, each, record, specify } from '../../language/index.ts'
import { deliver, lose, send, unorderedChannel } from '../../parts/channel.ts'
import { budget, mayHappen, spend } from '../../parts/faults.ts'
import { aboutReusedOffsets } from './about.ts'
import type { ReusedOffsetsConfiguration } from './configuration.ts'
import {
  appended,
  type CommitLog,
  type Decision,
  flushed,
  type Half,
  halfAt,
  halvesIn,
  isMarked,
  type LogRecord,
  nextPlace,
  type Place,
  type Transaction,
  transactions,
} from './log.ts'

/** Where `sendMessageInTransaction` is. */
type Call = 'not begun' | 'local transaction runs' | 'sends COMMIT' | 'sends ROLLBACK' | 'returned'

type EndRequest = { readonly type: 'end transaction'; readonly of: Transaction; readonly decision: Decision } & Place
/** The question has the half in it, so that the producer knows of which transaction it is. */
type Question = { readonly type: 'check'; readonly of: Transaction } & Place
export type Message = EndRequest | Question

const endRequests = (messages: Bag<Message>) => messages.filter((message) => message.type === 'end transaction')
const questions = (messages: Bag<Message>) => messages.filter((message) => message.type === 'check')

export function protocol(config: ReusedOffsetsConfiguration) {
  const { transactionCheckMax, oneWayLoss, powerCut } = config

  return (
    specify('rocketmq/reused-offsets', {
      call: each(transactions, 'not begun' as Call),
      isCommitted: each(transactions, false),
      /** What SEND_OK said of the half. */
      place: each(transactions, null as Place | null),
      inFlight: unorderedChannel<Message>(),
      commitLog: record<CommitLog>({ records: [], durable: 0 }),
      /** Offset of CID_RMQ_SYS_TRANS in the half queue. */
      halfOffset: 0,
      faults: budget({ oneWayLoss, powerCut }),
    })
      .about(aboutReusedOffsets)

      .derive('examined', (s) => halvesIn(s.commitLog).find(({ queueOffset }) => queueOffset === s.halfOffset) ?? null)
      // A round comes after decisions have arrived: see `about`.
      .derive('mayCheck', (s) => {
        const isPending = transactions.some((each) => !['not begun', 'returned'].includes(s.call[each]))
        return !isPending && s.inFlight.length === 0
      })
      .derive('isOver', (s) => {
        if (transactions.some((each) => s.call[each] !== 'returned') || s.inFlight.length > 0) return false
        return s.halfOffset === halvesIn(s.commitLog).length
      })

      // Producers.

      .action(
        'send half',
        'The half is stored, and SEND_OK tells its offsets (a.1 steps 1 to 3, TransactionalMessageBridge#parseHalfMessageInner).',
      )
      .over('of', transactions)
      .by('producer')
      .says((before, { of }) => `the half of ${of} is stored ${placeName(nextPlace(before.commitLog))}; SEND_OK`)
      // The two are alike: the one that begins first is called t1.
      .when((s, { of }) => s.call[of] === 'not begun' && (of === 't1' || s.call.t1 !== 'not begun'))
      .changes((s, { of }) => {
        const stored = appended(s.commitLog, { type: 'half', of, checks: 0 })
        return {
          call: at(of, 'local transaction runs'),
          place: at(of, nextPlace(s.commitLog)),
          commitLog: config.flushDiskType === 'SYNC_FLUSH' ? flushed(stored) : stored,
        }
      })

      .action('commit local transaction', 'executeLocalTransaction commits and returns COMMIT (a.1 step 3).')
      .over('of', transactions)
      .by('producer')
      .says((_before, { of }) => `the local transaction of ${of} commits`)
      .when((s, { of }) => s.call[of] === 'local transaction runs')
      .changes((_s, { of }) => ({ call: at(of, 'sends COMMIT'), isCommitted: at(of, true) }))

      .action('roll back local transaction', 'executeLocalTransaction returns ROLLBACK (a.1 step 3).')
      .over('of', transactions)
      .by('producer')
      .says((_before, { of }) => `the local transaction of ${of} rolls back`)
      .when((s, { of }) => s.call[of] === 'local transaction runs')
      .changes((_s, { of }) => ({ call: at(of, 'sends ROLLBACK') }))

      .action(
        'send end request',
        'Oneway, with the offsets that SEND_OK told (a.1 step 4, DefaultMQProducerImpl#endTransaction, MQClientAPIImpl#endTransactionOneway).',
      )
      .over('of', transactions)
      .given('place', (s, { of }) => s.place[of])
      .by('producer')
      .says(({ call }, { of, place }) => {
        return `the end request ${call[of] === 'sends COMMIT' ? 'COMMIT' : 'ROLLBACK'} of ${of} goes out: half ${placeName(place)}`
      })
      .changes((s, { of, place }) => {
        const decision = s.call[of] === 'sends COMMIT' ? 'COMMIT' : s.call[of] === 'sends ROLLBACK' ? 'ROLLBACK' : null
        if (decision === null) return disabled
        const request: EndRequest = { type: 'end transaction', of, decision, ...place }
        return { call: at(of, 'returned'), inFlight: send(s.inFlight, request) }
      })

      .action(
        'answer check',
        'COMMIT for a transaction that is committed, ROLLBACK for one that was rolled back, with the offsets of the copy (a.1 "Client side of the check", DefaultMQProducerImpl#checkTransactionState).',
      )
      .over('question', (s) => questions(s.inFlight))
      .by('producer')
      .says(({ isCommitted }, { question }) => {
        const answer = isCommitted[question.of] ? 'COMMIT' : 'ROLLBACK'
        return `the listener answers ${answer} of ${question.of}: half ${placeName(question)}`
      })
      .changes((s, { question }) => {
        const rest = deliver(s.inFlight, question)
        const decision = s.isCommitted[question.of] ? 'COMMIT' : 'ROLLBACK'
        return { inFlight: send(rest, { ...question, type: 'end transaction', decision }) }
      })

      // The broker.

      .action(
        'receive end request',
        'The half is looked up by its commit log offset; group and offsets are compared with the request, and neither message id nor ' +
          'transaction id (EndTransactionProcessor#processRequest, #checkPrepareMessage, a.1).',
      )
      .over('request', (s) => endRequests(s.inFlight))
      .by('broker')
      .says((before, { request }) => {
        const half = acceptedHalf(before.commitLog, request, config)
        const deed = half === null ? 'refused' : deedOf(request, half)
        return `the broker receives ${request.decision} of ${request.of}, half ${placeName(request)}: ${deed}`
      })
      .changes((s, { request }) => {
        const inFlight = deliver(s.inFlight, request)
        const half = acceptedHalf(s.commitLog, request, config)
        if (half === null) return { inFlight }
        const marks = half.queueOffset
        const stored: LogRecord =
          request.decision === 'COMMIT' ? { type: 'final', of: half.of, marks } : { type: 'op', marks }
        return { inFlight, commitLog: appended(s.commitLog, stored) }
      })

      .action(
        'check back',
        'A copy without an op mark is put back with one check more, not waiting for the disk, and its producer is asked (a.1 "Check-back", ' +
          'TransactionalMessageServiceImpl#putBackHalfMsgQueue).',
      )
      .given('copy', (s) => s.examined)
      .by('broker')
      .says((before, { copy }) => {
        return `check-back: ${copyName(copy)} is put back ${placeName(nextPlace(before.commitLog))}, and its producer is asked`
      })
      .when(
        (s, { copy }) => s.mayCheck && copy.checks < transactionCheckMax && !isMarked(s.commitLog, copy.queueOffset),
      )
      .changes((s, { copy }) => ({
        commitLog: appended(s.commitLog, { type: 'half', of: copy.of, checks: copy.checks + 1 }),
        halfOffset: s.halfOffset + 1,
        inFlight: send(s.inFlight, { type: 'check', of: copy.of, ...nextPlace(s.commitLog) }),
      }))

      .action(
        'pass over half',
        'A copy with an op mark is settled, and one that was asked about often enough is discarded (a.1 "Check-back").',
      )
      .given('copy', (s) => s.examined)
      .by('broker')
      .says((_before, { copy }) => `check round: it passes over ${copyName(copy)}`)
      .when((s, { copy }) => {
        return isMarked(s.commitLog, copy.queueOffset) || (s.mayCheck && copy.checks === transactionCheckMax)
      })
      .changes((s) => ({ halfOffset: s.halfOffset + 1 }))

      // Faults.

      .action('lose oneway message', 'An end request or a question is lost (a.1 step 4, a.3).')
      .over('message', (s) => s.inFlight)
      .fault({ spends: 'faults.oneWayLoss' })
      .by('network')
      .says((_before, { message }) => `the ${messageName(message)} is lost`)
      .changes((s, { message }) => ({ inFlight: lose(s.inFlight, message) }))

      .action(
        'power cut',
        'An arbitrary part of what was not flushed is gone, and recovery cuts the log there (0.3, b.3). The half offset comes back as 0. ' +
          'Messages under way are sent after the restart, or are lost with their connections.',
      )
      // The kernel writes dirty pages back whenever it likes, and recovery cuts at the first bad record (parts/disk).
      .over('kept', ({ commitLog: { records, durable } }) =>
        Array.from({ length: records.length - durable + 1 }, (_, more) => durable + more),
      )
      .over('underWay', (s) => (s.inFlight.length === 0 ? (['kept'] as const) : (['kept', 'lost'] as const)))
      .fault()
      .by('broker')
      .says((before, { underWay }, after) => {
        const gone = before.commitLog.records.slice(after.commitLog.records.length)
        const loss = gone.length === 0 ? 'nothing is lost' : `${gone.map(recordName).join(', ')} gone`
        return `power cut at the broker: ${loss}${underWay === 'lost' ? '; messages under way are lost' : ''}`
      })
      .when((s) => mayHappen(s.faults, 'powerCut'))
      .changes((s, { kept, underWay }) => ({
        commitLog: { records: s.commitLog.records.slice(0, kept), durable: kept },
        halfOffset: 0,
        inFlight: underWay === 'kept' ? s.inFlight : unorderedChannel<Message>(),
        faults: spend(s.faults, 'powerCut'),
      }))
  )
}

/** The half that a request is carried out on, or null where it is refused. */
export function acceptedHalf(
  log: Pick<CommitLog, 'records'>,
  request: EndRequest,
  { producerGroups, checkPrepareMessage }: ReusedOffsetsConfiguration,
): Half | null {
  const half = halfAt(log, request)
  if (half === undefined) return null
  const isOwn = half.of === request.of
  const comparesMore = producerGroups === 'one each' || checkPrepareMessage === 'compares the transaction id too'
  return isOwn || !comparesMore ? half : null
}

function placeName({ commitLogOffset, queueOffset }: Place): string {
  return `at commit log offset ${commitLogOffset}, queue offset ${queueOffset}`
}

function copyName({ of, checks, queueOffset }: Half): string {
  return `${checks === 0 ? 'the half' : 'a copy'} of ${of} at queue offset ${queueOffset}`
}

function recordName(record: LogRecord): string {
  if (record.type === 'op') return `the op mark of queue offset ${record.marks}`
  if (record.type === 'final') return `the final message of ${record.of}`
  return `${record.checks === 0 ? 'the half' : 'a copy'} of ${record.of}`
}

function deedOf({ decision }: EndRequest, half: Half): string {
  return decision === 'COMMIT' ? `the final message of ${half.of} is stored` : `${copyName(half)} is marked`
}

function messageName(message: Message): string {
  return message.type === 'check' ? `question about ${message.of}` : `end request ${message.decision} of ${message.of}`
}
