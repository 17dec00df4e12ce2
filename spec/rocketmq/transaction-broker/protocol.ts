/** One transaction, its broker, and what may happen to that broker, each fault against its budget. */
import { type Bag, disabled, has, insert, record, type SetOf, set, specify } from '../../language/index.ts'
import { deliver, lose, send, unorderedChannel } from '../../parts/channel.ts'
import { budget, mayHappen } from '../../parts/faults.ts'
import { type Decision, halvesIn, type OpMark } from '../transaction/records.ts'
import { aboutTransactionBroker } from './about.ts'
import type { TransactionBrokerConfiguration } from './configuration.ts'
import {
  allReadable,
  allReplicated,
  examinedAt,
  noLog,
  opRecord,
  put,
  type ReplicatedLog,
  readableRecords,
  renewed,
  takenOver,
} from './log.ts'

/** Where `sendMessageInTransaction` is. */
type Call = 'not begun' | 'local transaction runs' | 'sends COMMIT' | 'sends ROLLBACK' | 'returned'
type EndRequest = { readonly type: 'end transaction' } & OpMark
type Question = { readonly type: 'check'; readonly half: number }
type Message = EndRequest | Question

const endRequests = (messages: Bag<Message>) => messages.filter((message) => message.type === 'end transaction')
const questions = (messages: Bag<Message>) => messages.filter((message) => message.type === 'check')
/** Copies of one half that wait for their quorum: more would only be asked about in the same way. */
const mostPending = 2

export function protocol(config: TransactionBrokerConfiguration) {
  const { enableDLegerCommitLog: isDLedger, transientStorePoolEnable: hasPool, transactionCheckMax } = config
  const { cleanRestart, oneWayLoss, partition, failover } = config

  return (
    specify('rocketmq/transaction-broker', {
      call: 'not begun' as Call,
      isCommitted: false,
      inFlight: unorderedChannel<Message>(),
      log: record<ReplicatedLog>(noLog),
      /** Op marks in memory (`deleteContext`). */
      buffered: set<OpMark>(),
      /** Offset of CID_RMQ_SYS_TRANS in the half queue: at the broker, and as its slave has it. */
      halfOffset: 0,
      slaveOffset: 0,
      /** The slave, or a quorum, cannot be reached. */
      isPartitioned: false,
      restartsLeft: cleanRestart,
      faults: budget({ oneWayLoss, partition, failover }),
    })
      .about(aboutTransactionBroker)

      .derive('examined', (s) => examinedAt(s.log, s.halfOffset))
      .derive('isCallPending', (s) => s.call !== 'returned')
      // A round begins after decisions and their op marks, and later than the pool is written.
      .derive('mayCheck', (s) => {
        if (s.isCallPending || s.inFlight.length > 0 || s.buffered.length > 0) return false
        return !hasPool || s.log.readable === s.log.records.length
      })
      .derive('isOver', (s) => {
        if (s.isCallPending || s.inFlight.length > 0 || s.buffered.length > 0) return false
        return s.log.readable === s.log.records.length && s.halfOffset >= halvesIn(s.log.records).length
      })

      // The producer.

      .action(
        'send half',
        'SEND_OK, and the local transaction runs. Without quorum the put ends with an error, without the slave of inSyncReplicas=2 with ' +
          'FLUSH_SLAVE_TIMEOUT, which is answered with ROLLBACK: the half is stored all the same (a.1 steps 1 to 3, c.1, c.2).',
      )
      .by('producer')
      .says((_before, _args, { call }) => {
        if (call === 'local transaction runs') return 'the half h0 is stored: SEND_OK'
        return call === 'returned'
          ? 'the half h0 is stored, but the put ends with an error: the local transaction does not run'
          : 'the half h0 is stored, but not at the slave: FLUSH_SLAVE_TIMEOUT, the local transaction does not run'
      })
      .when((s) => s.call === 'not begun')
      .changes((s) => {
        const stored = put(s.log, { type: 'half', half: 0, checks: 0 }, isReadableAtOnce(s.isPartitioned))
        if (s.isPartitioned && isDLedger) return { call: 'returned', log: stored }
        if (config.inSyncReplicas === 1 && !isDLedger) return { call: 'local transaction runs', log: stored }
        return s.isPartitioned
          ? { call: 'sends ROLLBACK', log: stored }
          : { call: 'local transaction runs', log: allReplicated(stored) }
      })

      .action('commit local transaction', 'executeLocalTransaction commits and returns COMMIT (a.1 step 3).')
      .by('producer')
      .says(() => 'the local transaction commits')
      .when((s) => s.call === 'local transaction runs')
      .changes(() => ({ call: 'sends COMMIT', isCommitted: true }))

      .action('roll back local transaction', 'executeLocalTransaction returns ROLLBACK (a.1 step 3).')
      .by('producer')
      .says(() => 'the local transaction rolls back')
      .when((s) => s.call === 'local transaction runs')
      .changes(() => ({ call: 'sends ROLLBACK' }))

      .action(
        'send end request',
        'Oneway. After a failover the producer may have the old route still, for up to 30 s: a broker in the role of a slave refuses the ' +
          'request, and nobody reads that (a.1, EndTransactionProcessor#processRequest, MQClientAPIImpl#endTransactionOneway).',
      )
      .over('to', (s) => (s.faults.failover < failover ? (['master', 'old master'] as const) : (['master'] as const)))
      .by('producer')
      .says(({ call }, { to }) => {
        const deed = `the end request ${call === 'sends COMMIT' ? 'COMMIT' : 'ROLLBACK'} h0 goes out, oneway`
        return to === 'master' ? deed : `${deed}: the old master, a slave by now, refuses it`
      })
      .changes((s, { to }) => {
        const decision = decisionOf(s.call)
        if (decision === null) return disabled
        const request: EndRequest = { type: 'end transaction', half: 0, decision }
        return to === 'old master' ? { call: 'returned' } : { call: 'returned', inFlight: send(s.inFlight, request) }
      })

      .action(
        'answer check',
        'The listener answers COMMIT or ROLLBACK, with the offsets of the copy (a.1 "Client side of the check").',
      )
      .over('question', (s) => questions(s.inFlight))
      .by('producer')
      .says(
        ({ isCommitted }, { question }) =>
          `the listener answers ${isCommitted ? 'COMMIT' : 'ROLLBACK'} h${question.half}`,
      )
      .changes((s, { question: { half, ...rest } }) => ({
        inFlight: send(deliver(s.inFlight, { half, ...rest }), {
          type: 'end transaction',
          half,
          decision: s.isCommitted ? 'COMMIT' : 'ROLLBACK',
        }),
      }))

      // The broker.

      .action(
        'receive end request',
        'The half is looked up at its offset: what cannot be read yet is not found, and the decision is dropped ' +
          '(TransactionalMessageServiceImpl#getHalfMessageByOffset, DefaultMappedFile#selectMappedBuffer, rmq#2098). A final message that ' +
          'has no quorum in time is an error, and its half is not marked; the record stays. Without DLedger it waits for the slave as its half did ' +
          '(0.9), and a time-out counts as success (EndTransactionProcessor#sendFinalMessage).',
      )
      .over('request', (s) => endRequests(s.inFlight))
      .by('broker')
      .says((before, { request }, after) => {
        const name = `${request.decision} h${request.half}`
        if (!isReadable(before.log, request.half))
          return `the broker receives ${name}: it cannot read the half, and drops the request`
        const stored = after.log.records.length > before.log.records.length
        const deed = stored ? `the final message of h${request.half} is stored` : ''
        const mark = has(after.buffered, markOf(request))
          ? 'op mark buffered'
          : 'the put ends with an error, no op mark'
        return `the broker receives ${name}: ${[deed, mark].filter((part) => part !== '').join(', ')}`
      })
      .changes((s, { request }) => {
        const inFlight = deliver(s.inFlight, request)
        if (!isReadable(s.log, request.half)) return { inFlight }
        const buffered = insert(s.buffered, markOf(request))
        if (request.decision === 'ROLLBACK') return { inFlight, buffered }
        const log = put(s.log, { type: 'final', half: request.half }, isReadableAtOnce(s.isPartitioned))
        if (isDLedger && s.isPartitioned) return { inFlight, log }
        const isAwaited = config.inSyncReplicas === 2 && !s.isPartitioned
        return { inFlight, log: isAwaited ? allReplicated(log) : log, buffered }
      })

      .action(
        'write op batch',
        'Buffered marks become one op record within 3 s (a.1 "Op message", TransactionalMessageServiceImpl#batchSendOpMessage). If the put ' +
          'fails they are gone from the buffer all the same; the record stays in the log.',
      )
      .by('broker')
      .says(({ buffered }) => `the op record of ${buffered.map(({ half }) => `h${half}`).join(', ')} is written`)
      .when((s) => s.buffered.length > 0)
      .changes((s) => ({
        log: put(s.log, opRecord(s.buffered), isReadableAtOnce(s.isPartitioned)),
        buffered: set<OpMark>(),
      }))

      .action('write out pool', 'The pool is written to the file (S/CommitLog$CommitRealTimeService, b.2).')
      .by('broker')
      .says(() => 'what is in the transient pool is written to the file')
      .when((s) => hasPool && s.log.readable < s.log.records.length)
      .changes((s) => ({ log: allReadable(s.log) }))

      .action(
        'check back',
        'A copy without an op mark is put back with one check more, and the producer is asked about the new copy (a.1 "Check-back", ' +
          '#putBackHalfMsgQueue). The put does not wait for the slave, nor for the pool.',
      )
      .given('copy', (s) => s.examined)
      .by('broker')
      .says((before, { copy }) => {
        const count = halvesIn(before.log.records).length
        return `check-back: h${copy.half} is put back as h${count} (check ${copy.checks + 1} of ${transactionCheckMax}), and the producer is asked`
      })
      .when((s, { copy }) => s.mayCheck && isOpen(copy) && !(isDLedger && s.isPartitioned))
      .changes((s, { copy }) => ({
        log: put(s.log, renewed(s.log, copy.checks), isReadableAtOnce(s.isPartitioned)),
        halfOffset: s.halfOffset + 1,
        inFlight: send(s.inFlight, { type: 'check', half: halvesIn(s.log.records).length }),
      }))

      .action(
        'put back in vain',
        'DLedger without quorum: the put of the copy ends with an error after 2.5 s, and the round tries the same half again. The record stays ' +
          'in the log, and may commit (#putBackHalfMsgQueue, DLedgerCommitLog#asyncPutMessage, c.2).',
      )
      .given('copy', (s) => s.examined)
      .by('broker')
      .says((before, { copy }) => {
        return `check-back: h${copy.half} is put back as h${halvesIn(before.log.records).length}, without quorum: an error, and nobody is asked`
      })
      .when((s, { copy }) => {
        const pending = halvesIn(s.log.records).length - halvesIn(readableRecords(s.log)).length
        return s.mayCheck && isOpen(copy) && isDLedger && s.isPartitioned && pending < mostPending
      })
      .changes((s, { copy }) => ({ log: put(s.log, renewed(s.log, copy.checks), false) }))

      .action(
        'pass over half',
        'A copy that an op mark names is settled, and one that was asked about often enough is discarded (a.1 "Check-back").',
      )
      .given('copy', (s) => s.examined)
      .by('broker')
      .says((_before, { copy }) => {
        return copy.isSettled
          ? `check round: h${copy.half} is settled`
          : `check round: h${copy.half} is discarded, and nobody is told`
      })
      .when((s, { copy }) => copy.isSettled || (s.mayCheck && copy.checks === transactionCheckMax))
      .changes((s) => ({ halfOffset: s.halfOffset + 1 }))

      .action(
        'synchronize offsets',
        'The slave takes over the half offset every 10 s, over a connection of its own (B/slave/SlaveSynchronize#syncAll, c.1). Left out where no ' +
          'failover can come any more.',
      )
      .by('slave')
      .says(({ halfOffset }) => `the slave takes over the half offset ${halfOffset}`)
      .when((s) => mayHappen(s.faults, 'failover') && !s.isPartitioned && s.slaveOffset !== s.halfOffset)
      .changes((s) => {
        return config.slaveOffsets === 'behind the log'
          ? { slaveOffset: s.halfOffset, log: allReplicated(s.log) }
          : { slaveOffset: s.halfOffset }
      })

      .action(
        'clean restart',
        'A clean stop writes the pool and the half offset. The op batch service is woken once, and skips marks of a queue whose last batch is less ' +
          'than 3 s ago (TransactionalMessageServiceImpl#close, #batchSendOpMessage). Messages under way are sent after it, or are lost.',
      )
      .over('marks', (s) => {
        return s.buffered.length > 0 && config.close === 'skips young marks'
          ? (['written', 'skipped'] as const)
          : (['written'] as const)
      })
      .over('underWay', (s) => fatesOf(s.inFlight))
      .by('operator')
      .says(({ buffered }, { marks, underWay }) => {
        const fate =
          buffered.length === 0
            ? ''
            : marks === 'written'
              ? ', and writes its op marks'
              : ': its op marks are too young, and are gone'
        return `the broker is stopped and started${fate}${underWay === 'lost' ? '; messages under way are lost' : ''}`
      })
      .when((s) => s.restartsLeft > 0 && !s.isPartitioned)
      .changes((s, { marks, underWay }) => ({
        restartsLeft: s.restartsLeft - 1,
        inFlight: afterBreak(s.inFlight, underWay),
        log: allReadable(marks === 'written' ? withMarks(s.log, s.buffered) : s.log),
        buffered: set<OpMark>(),
      }))

      // Faults.

      .action('lose oneway message', 'An end request or a question is lost (a.1 step 4, a.3).')
      .over('message', (s) => s.inFlight)
      .fault({ spends: 'faults.oneWayLoss' })
      .by('network')
      .says((_before, { message }) => {
        return `the ${message.type === 'check' ? 'question' : `end request ${message.decision}`} about h${message.half} is lost`
      })
      .changes((s, { message }) => ({ inFlight: lose(s.inFlight, message) }))

      .action('partition', 'The broker loses its slave, or its quorum (c.1, c.2).')
      .fault({ spends: 'faults.partition' })
      .by('network')
      .says(() => `the broker is cut off from its ${isDLedger ? 'followers' : 'slave'}`)
      .when((s) => !s.isPartitioned)
      .changes(() => ({ isPartitioned: true }))

      .action('heal', 'The connection is back: what waited for its quorum commits, and the slave gets what it lacks.')
      .by('network')
      .says(() => `the broker reaches its ${isDLedger ? 'followers' : 'slave'} again, and what waited commits`)
      .when((s) => s.isPartitioned)
      .changes((s) => ({ isPartitioned: false, log: isDLedger ? allReadable(s.log) : s.log }))

      .action(
        'failover',
        'The master becomes a slave, and another takes over with the log that it has: at least what was acknowledged, or committed. Op marks in memory ' +
          'are gone, the half offset is the one that it has. Messages under way reach it, or are refused by the slave (a.1, a.6, c.1 to c.3).',
      )
      .over('kept', (s) => {
        const least = isDLedger ? s.log.readable : s.log.replicated
        return Array.from({ length: s.log.records.length - least + 1 }, (_, more) => least + more)
      })
      .over('underWay', (s) => fatesOf(s.inFlight))
      .fault({ spends: 'faults.failover' })
      .by('broker')
      .says(({ log, inFlight, slaveOffset }, { kept, underWay }) => {
        const lost = log.records.length - kept
        const loss =
          lost === 0 ? 'with the whole log' : `without ${lost === 1 ? 'the last record' : `the last ${lost} records`}`
        const fate = inFlight.length === 0 || underWay === 'kept' ? '' : '; messages under way are refused by the slave'
        return `failover: another broker takes over ${loss}, half offset ${slaveOffset}${fate}`
      })
      .changes((s, { kept, underWay }) => ({
        log: takenOver(s.log, kept),
        halfOffset: s.slaveOffset,
        buffered: set<OpMark>(),
        inFlight: afterBreak(s.inFlight, underWay),
        isPartitioned: false,
      }))
  )

  function isReadableAtOnce(isPartitioned: boolean): boolean {
    return !hasPool && !(isDLedger && isPartitioned)
  }

  function isOpen({ isSettled, checks }: { readonly isSettled: boolean; readonly checks: number }): boolean {
    return !isSettled && checks < transactionCheckMax
  }
}

function isReadable(log: ReplicatedLog, half: number): boolean {
  return halvesIn(readableRecords(log)).some((copy) => copy.half === half)
}

function decisionOf(call: Call): Decision | null {
  return call === 'sends COMMIT' ? 'COMMIT' : call === 'sends ROLLBACK' ? 'ROLLBACK' : null
}

function markOf({ half, decision }: EndRequest): OpMark {
  return { half, decision }
}

function withMarks(log: ReplicatedLog, marks: SetOf<OpMark>): ReplicatedLog {
  return marks.length === 0 ? log : put(log, opRecord(marks), true)
}

const fatesOf = (inFlight: Bag<Message>) => (inFlight.length === 0 ? (['kept'] as const) : (['kept', 'lost'] as const))
const afterBreak = (inFlight: Bag<Message>, fate: 'kept' | 'lost') =>
  fate === 'kept' ? inFlight : unorderedChannel<Message>()
