/** What two transactions on one broker promise, and what must be able to happen with them. */
import { every } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import type { ReusedOffsetsConfiguration } from './configuration.ts'
import { finalsOf, halfAt, halvesIn, transactions } from './log.ts'
import { acceptedHalf, protocol } from './protocol.ts'

/** More records than any run leaves: two halves, their copies, and a decision on each. */
const mostRecords = 12

export function reusedOffsets(config: ReusedOffsetsConfiguration) {
  return (
    protocol(config)
      .always(
        'no final message for a transaction that is not committed',
        transactions,
        (s, of) => s.isCommitted[of] || finalsOf(s.commitLog, of) === 0,
      )
      // Why the first is broken; a ROLLBACK breaks this one alone.
      .alwaysStep('a decision is carried out on its own transaction', (before, step) => {
        if (step.action !== 'receive end request') return true
        const half = acceptedHalf(before.commitLog, step.args.request, config)
        return half === null || half.of === step.args.request.of
      })
      // P6, where nothing is lost.
      .always(
        'a committed local transaction gets its final message',
        transactions,
        (s, of) => !(s.isOver && s.isCommitted[of]) || finalsOf(s.commitLog, of) > 0,
      )
      // P6a.
      .always('one final message per half', transactions, (s, of) => finalsOf(s.commitLog, of) <= 1)
      .alwaysStep('a call that has returned decides nothing more', (before, _step, after) =>
        transactions.every((of) => before.call[of] !== 'returned' || after.isCommitted[of] === before.isCommitted[of]),
      )
      // P8 for the system group.
      .always('the half offset stays within the half queue', (s) => s.halfOffset <= halvesIn(s.commitLog).length)
      .always('two transactions take a bounded part of the log', (s) => s.commitLog.records.length < mostRecords)
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(
          before.faults,
          step.action === 'power cut' ? 'powerCut' : step.action === 'lose oneway message' ? 'oneWayLoss' : null,
          after.faults,
        ),
      )
      // P10. Whoever can go on does; no fault has to come.
      .fair('weak', 'send half', 'of')
      .fair('weak', ['commit local transaction', 'roll back local transaction'], 'of')
      .fair('weak', 'send end request', 'of')
      .fair('weak', 'answer check')
      .fair('weak', 'receive end request')
      .fair('weak', ['check back', 'pass over half'])
      .eventually('both transactions come to their end', (s) => s.isOver)
      .deadlockFree((s) => s.isOver)

      .reachable('a final message is stored', (s) => transactions.some((of) => finalsOf(s.commitLog, of) > 0))
      .reachableStep(
        'a ROLLBACK is carried out',
        (before, step) =>
          step.action === 'receive end request' &&
          step.args.request.decision === 'ROLLBACK' &&
          acceptedHalf(before.commitLog, step.args.request, config) !== null,
      )
      .reachableStep(
        'a power cut takes messages under way',
        (before, step, after) => step.action === 'power cut' && after.inFlight.length < before.inFlight.length,
      )
      .reachableStep('a check-back is asked', (_before, step) => step.action === 'check back')
      .reachableStep('an answer to a check is accepted', (before, step, after) => {
        if (
          step.action !== 'receive end request' ||
          before.commitLog.records.length === after.commitLog.records.length
        ) {
          return false
        }
        return (halfAt(before.commitLog, step.args.request)?.checks ?? 0) > 0
      })
      .reachableStep(
        'a power cut takes a half',
        (before, step, after) =>
          step.action === 'power cut' && halvesIn(after.commitLog).length < halvesIn(before.commitLog).length,
      )
      .reachableStep(
        'a decision finds the half of another transaction',
        (before, step) =>
          step.action === 'receive end request' &&
          ![step.args.request.of, undefined].includes(halfAt(before.commitLog, step.args.request)?.of),
      )
      .reachableStep(
        'a decision finds nothing at its offset',
        (before, step) =>
          step.action === 'receive end request' && halfAt(before.commitLog, step.args.request) === undefined,
      )
      .reachable('every fault of the budget strikes', (s) => every(s.faults, 0))
  )
}
