/** What a broker has to be prepared for, by the whole behaviour that is to be carried out. */
import type { Trace } from '../../../spec/language/index.ts'
import type { FlushWait, OwedRecord } from '../../../spec/rocketmq/transaction/broker.ts'
import type { HalfSendOutcome, TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { marksIn } from '../../../spec/rocketmq/transaction/records.ts'
import { statesOf, type TransactionState } from './state.ts'

export interface Plan {
  /** The store needs a disk of its own. */
  readonly hasPowerCut: boolean
  readonly isSyncFlush: boolean
  /** The broker may make a final message wait for its fsync where the specification says so, and nowhere else. */
  readonly showsWaits: boolean
  /** A wait for an fsync has to run out. */
  readonly hasTimeout: boolean
  readonly outcome: HalfSendOutcome | null
  /**
   * Whether the records that the log has after step `number` must not all reach the disk: the next power cut takes some of
   * them, or somebody waits for an fsync that does not come in time.
   */
  isHeld(number: number): boolean
  /**
   * The copy that a check round has to look at before step `number`, where it decides on it only later: the step writes an op
   * mark of that copy, and the round is to know nothing of it.
   */
  roundBegunBefore(number: number): number | null
  /** Whether the op batch after step `number` leaves out the mark of that copy, which was buffered in that step. */
  isLeftOut(number: number, half: number): boolean
  /** Whether the round of step `number` has read an op mark of its copy, and is not to know of it: no round can do so. */
  isOutOfReach(number: number): boolean
}

export function planOf(trace: Trace, configuration: TransactionConfiguration): Plan {
  const states = statesOf(trace)
  const actions = trace.steps.map(({ action }) => action)
  const outcomeAt = actions.indexOf('send half')
  const outcome = outcomeAt < 0 ? null : (trace.steps[outcomeAt]?.params.outcome as HalfSendOutcome)
  const lengthAt = (number: number): number => states[number]?.commitLog.records.length ?? 0

  /** What the next power cut after the step keeps of the log. */
  const keptAfter = (number: number): number => {
    const cut = actions.findIndex((action, at) => at > number && action === 'power cut')
    return cut < 0 ? Number.POSITIVE_INFINITY : lengthAt(cut)
  }
  const isTimedOut = (wait: FlushWait, from: number): boolean =>
    trace.steps.some(({ action, params }, at) => {
      return at > from && action === 'flush wait times out' && (params.wait as FlushWait).upTo === wait.upTo
    })
  const waitsIn = (state: TransactionState | undefined): readonly FlushWait[] => state?.flushWaits ?? []

  const { begun, outOfReach } = staleRounds(trace)

  return {
    hasPowerCut: actions.includes('power cut'),
    // A wait for the disk that runs out needs a broker that waits. Without a power cut the flush makes no other difference.
    isSyncFlush: configuration.flushDiskType === 'SYNC_FLUSH' || outcome === 'FLUSH_DISK_TIMEOUT',
    // A broker that is synchronous for the sake of the half, or has a slave to wait for, makes final messages wait as well.
    showsWaits:
      (configuration.flushDiskType === 'SYNC_FLUSH' || outcome !== 'FLUSH_DISK_TIMEOUT') &&
      outcome !== 'FLUSH_SLAVE_TIMEOUT' &&
      outcome !== 'SLAVE_NOT_AVAILABLE',
    hasTimeout: outcome === 'FLUSH_DISK_TIMEOUT' || actions.includes('flush wait times out'),
    outcome,
    isHeld: (number) => {
      // Until the power is gone, all is as it was.
      const at = actions[number] === 'power cut' ? number - 1 : number
      return (
        lengthAt(at) > keptAfter(at) ||
        (at === outcomeAt && outcome === 'FLUSH_DISK_TIMEOUT') ||
        waitsIn(states[at]).some((wait) => isTimedOut(wait, at))
      )
    },
    roundBegunBefore: (number) => begun.get(number) ?? null,
    isLeftOut: (number, half) => {
      const next = trace.steps.find(({ action }, at) => at > number && action === 'write owed records')
      if (next === undefined) return false
      return !(next.params.records as readonly OwedRecord[]).some((record) => record.half === half)
    },
    isOutOfReach: (number) => outOfReach.has(number),
  }
}

const roundSteps = ['pass over settled half', 'check back', 'discard half']

/** Rounds that decide on a copy as if it had no op mark, though it has one by then: they read the op topic before. */
function staleRounds(trace: Trace): {
  readonly begun: ReadonlyMap<number, number>
  readonly outOfReach: ReadonlySet<number>
} {
  const states = statesOf(trace)
  const begun = new Map<number, number>()
  const outOfReach = new Set<number>()
  let lastRound = 0
  for (const [number, { action }] of trace.steps.entries()) {
    const before = states[number - 1]
    if (before === undefined || action === null || !roundSteps.includes(action)) continue
    const { halfOffset, commitLog } = before
    const mark = commitLog.records.findIndex((record) => marksIn([record]).some(({ half }) => half === halfOffset))
    if (mark >= 0 && action !== 'pass over settled half') {
      const written = states.findIndex(({ commitLog: { records } }) => records.length > mark)
      if (written > lastRound) begun.set(written, halfOffset)
      else outOfReach.add(number)
    }
    lastRound = number
  }
  return { begun, outOfReach }
}
