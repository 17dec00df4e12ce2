/** Steps that the specification of transactions refuses: which of them a broker is given the chance to take all the same, and how. */
import type { Attempt } from '../../../runs/conform/attempt.ts'
import type { Trace } from '../../../spec/language/index.ts'
import { halvesIn } from '../../../spec/rocketmq/transaction/records.ts'
import { until, WaitRanOut } from '../../machine/wait.ts'
import type { PossibleAttempt } from '../live-suite.ts'
import type { GatedBroker } from './gated-broker.ts'
import type { Plan } from './plan.ts'
import { statesOf, type TransactionState, transactionState } from './state.ts'

/** What is no deed of the broker's. */
const never: Readonly<Record<string, string>> = {
  'send half': 'the producer sends one half',
  'commit local transaction': 'it happens in the producer',
  'roll back local transaction': 'it happens in the producer',
  'send end request': 'the producer has nothing to send',
  'answer check': 'nobody was asked',
  'receive end request': 'no such request is on its way',
  'flush final message': 'nobody waits for that flush',
  'flush wait times out': 'how long an fsync may take is assumed',
  'persist half offset': 'the file has that offset already, or nothing would ever read it',
}

/** Null where it is tried. */
export function whyNotTried({ action, state, after, trace }: PossibleAttempt): string | null {
  switch (action) {
    case 'write owed records':
      return whyNothingIsWritten(transactionState(state), trace, after)
    case 'pass over settled half':
    case 'check back':
    case 'discard half':
      return whyNoRound(transactionState(state))
    default:
      return never[action] ?? 'nothing says how it is tried'
  }
}

function whyNothingIsWritten({ owed, flushWaits }: TransactionState, trace: Trace, after: number): string | null {
  if (owed.length > 0) return 'what is owed is written by another step'
  if (flushWaits.length > 0 && !canBeHeld(trace, after)) return 'the flusher has to go on for another final message'
  return null
}

/** A round looks at the copy that is next, whatever it may do with it: at the end of the queue it has to do nothing. */
function whyNoRound({ commitLog, halfOffset }: TransactionState): string | null {
  const end = halvesIn(commitLog.records).length
  if (halfOffset < end) return 'a round takes another step there, or is kept from it by what is assumed of timing'
  return halfOffset === end ? null : 'a round takes an offset back that is beyond the end of the half queue'
}

/** Since a final message came that waits for its flush now, no flush was asked for. */
function canBeHeld(trace: Trace, after: number): boolean {
  const waitsFrom = statesOf(trace)
    .slice(0, after + 1)
    .findLastIndex(({ flushWaits }) => flushWaits.length === 0)
  return trace.steps.slice(waitsFrom + 1, after + 1).every(({ action }) => action !== 'flush final message')
}

/** The plan, with the flusher held while an attempt waits to see whether an op mark waits for it. */
export function withAttempts(plan: Plan, trace: Trace, attempts: readonly Attempt[]): Plan {
  const states = statesOf(trace)
  const held = new Set<number>()
  for (const { action, after } of attempts) {
    if (action !== 'write owed records') continue
    for (let number = after; (states[number]?.flushWaits.length ?? 0) > 0; number--) held.add(number)
  }
  return { ...plan, isHeld: (number) => held.has(number) || plan.isHeld(number) }
}

type TryIt = (broker: GatedBroker, state: TransactionState) => Promise<void>

const round: TryIt = (broker, { halfOffset }) => broker.round(halfOffset)

/** How each is tried. */
export const attempts: Readonly<Record<string, TryIt>> = {
  'write owed records': letMark,
  'pass over settled half': round,
  'check back': round,
  'discard half': round,
}

/**
 * A request thread that does not wait for the flush of its final message stands before its mark by now: it goes on, and the op batch
 * service makes a whole round.
 */
async function letMark(broker: GatedBroker, { flushWaits }: TransactionState): Promise<void> {
  const before = broker.records().length
  for (const { half } of flushWaits) {
    const thread = await within(async () => (await broker.markers()).get(half))
    if (thread === null) continue
    await broker.letMark(thread)
    // Of 4.x the thread writes the op record, later it gives the mark to the batch.
    await within(() => broker.records().length > before)
  }
  await broker.batchRound()
}

/** How long a thread may take from its final message to its mark. */
const patience = 500

/** Null where it does not come in that time. */
async function within<T>(look: () => T | Promise<T>): Promise<Exclude<T, undefined | false> | null> {
  try {
    return (await until('a request thread', look, { patience })) as Exclude<T, undefined | false>
  } catch (error) {
    if (error instanceof WaitRanOut) return null
    throw error
  }
}
