/** What a transaction is promised on its broker, and what must be able to happen. */
import { every } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import { finalsIn, halvesIn } from '../transaction/records.ts'
import type { TransactionBrokerConfiguration } from './configuration.ts'
import { readableRecords } from './log.ts'
import { protocol } from './protocol.ts'

/** More records than any run leaves. */
const mostRecords = 14

/** What each fault spends. */
const spent: Readonly<Record<string, 'oneWayLoss' | 'partition' | 'failover'>> = {
  'lose oneway message': 'oneWayLoss',
  partition: 'partition',
  failover: 'failover',
}

export function transactionBroker(config: TransactionBrokerConfiguration) {
  return (
    protocol(config)
      .derive('finals', (s) => finalsIn(readableRecords(s.log)).length)

      // P6: false where nothing can bring the message any more.
      .always(
        'a committed local transaction gets its final message',
        (s) => !(s.isCommitted && s.finals === 0 && s.isOver),
      )
      // P6a.
      .always('one final message per half', (s) => s.finals <= 1)
      .always('a final message only for a committed local transaction', (s) => s.finals === 0 || s.isCommitted)
      // A copy that is put back twice is asked about twice.
      .always('each check makes one copy', (s) => {
        const counts = halvesIn(readableRecords(s.log)).map(({ checks }) => checks)
        return new Set(counts).size === counts.length
      })
      // P8, for the system group.
      .always('the half offset stays within the half queue', (s) => s.halfOffset <= halvesIn(s.log.records).length)
      .alwaysStep(
        'a clean restart takes nothing from the log',
        (before, step, after) =>
          step.action !== 'clean restart' || after.log.records.length >= before.log.records.length,
      )
      .always('one transaction takes a bounded part of the log', (s) => s.log.records.length < mostRecords)
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(before.faults, spent[step.action] ?? null, after.faults),
      )

      // P10. Whoever can go on does; a partition heals, and no fault has to come.
      .fair('weak', 'send half')
      .fair('weak', ['commit local transaction', 'roll back local transaction'])
      .fair('weak', 'send end request')
      .fair('weak', 'answer check')
      .fair('weak', 'receive end request')
      .fair('weak', 'write op batch')
      .fair('weak', 'write out pool')
      .fair('weak', ['check back', 'pass over half'])
      .fair('weak', 'heal')
      .eventually('the transaction comes to its end', (s) => s.isOver)
      .deadlockFree((s) => s.isOver)

      .reachable('a final message is stored', (s) => s.finals > 0)
      .reachableStep('a ROLLBACK is accepted', (_before, step, after) => {
        return (
          step.action === 'receive end request' &&
          step.args.request.decision === 'ROLLBACK' &&
          after.buffered.length > 0
        )
      })
      .reachableStep('a check-back is asked', (_before, step) => step.action === 'check back')
      .reachable('a check-back brings the final message', (s) =>
        finalsIn(readableRecords(s.log)).some(({ half }) => half > 0),
      )
      .reachableStep(
        'a half is discarded',
        (_before, step) => step.action === 'pass over half' && !step.args.copy.isSettled,
      )
      .reachableStep(
        'a decision does not find its half',
        (before, step, after) =>
          step.action === 'receive end request' &&
          after.buffered.length === before.buffered.length &&
          after.log.records.length === before.log.records.length,
      )
      .reachableStep('a slave refuses a decision', (_before, step) => {
        return step.action === 'send end request' && step.args.to === 'old master'
      })
      .reachableStep(
        'op marks in memory are lost',
        (before, _step, after) =>
          before.buffered.length > 0 &&
          after.buffered.length === 0 &&
          after.log.records.length <= before.log.records.length,
      )
      .reachableStep(
        'the log loses its end',
        (before, _step, after) => after.log.records.length < before.log.records.length,
      )
      .reachableStep(
        'messages are lost with their connection',
        (before, step, after) =>
          (step.action === 'failover' || step.action === 'clean restart') &&
          after.inFlight.length < before.inFlight.length,
      )
      .reachable(
        'a copy waits for its quorum',
        (s) => s.log.records.slice(s.log.readable).some(({ type }) => type === 'half') && s.isPartitioned,
      )
      .reachable(
        'every fault of the budget strikes, and every restart happens',
        (s) => every(s.faults, 0) && s.restartsLeft === 0,
      )
  )
}
