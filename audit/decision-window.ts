/** How long a transaction may stay undecided, and how quick a decision has to be (rocketmq.md a.4). */
import { plural } from '../counterexamples/print/wording.ts'
import { isTooShortForBatch, opMarkDelayMs, type SetUp } from './behaviour.ts'
import { duration } from './duration.ts'
import type { BrokerSettings } from './settings.ts'
import { has } from './versions.ts'

export interface DecisionWindow {
  /** The first check comes at an age between these, in milliseconds. */
  readonly firstCheckMs: readonly [number, number]
  /** A half that is still undecided is parked at an age between these, in milliseconds. */
  readonly discardMs: readonly [number, number]
}

/**
 * Rounds come every `transactionCheckInterval` and leave halves younger than `transactionTimeOut` alone, so the first
 * check is up to one interval late. Each check takes one round. Whether a copy has had its last check is asked before
 * its age is: the round that makes the last copy discards it at once where it comes past it, else the next one does
 * (`TransactionalMessageServiceImpl#check`).
 */
export function decisionWindow(settings: BrokerSettings): DecisionWindow {
  const { transactionTimeOut: grace, transactionCheckInterval: interval, transactionCheckMax: rounds } = settings
  return {
    firstCheckMs: [grace, grace + interval],
    discardMs: [grace + (rounds - 1) * interval, grace + (rounds + 1) * interval],
  }
}

export function decisionWindowText(settings: BrokerSettings): string {
  const { firstCheckMs, discardMs } = decisionWindow(settings)
  const { transactionCheckMax, transactionCheckInterval, transactionTimeOut } = settings
  return (
    `decision window: transactionTimeOut ${duration(transactionTimeOut)}, then ${plural(transactionCheckMax, 'check')} every ` +
    `${duration(transactionCheckInterval)}: the broker first asks at age ${duration(firstCheckMs[0])} to ` +
    `${duration(firstCheckMs[1])}, and parks a transaction that is still undecided at age ${duration(discardMs[0])} to ` +
    `${duration(discardMs[1])} in TRANS_CHECK_MAX_TIME_TOPIC, without telling anyone (plus the time of the rounds${expiry(settings)})`
  )
}

/** A half older than `fileReservedTime` is parked however few checks it had (a.1, `#needSkip`). */
function expiry(settings: BrokerSettings): string {
  const reservedMs = settings.fileReservedTime * 3_600_000
  return decisionWindow(settings).discardMs[1] > reservedMs
    ? `; sooner where fileReservedTime, ${settings.fileReservedTime} h, is over`
    : ''
}

/** What `decisions in time` means for these settings, as sentences. */
export function decisionsInTime(setUp: SetUp): readonly string[] {
  const { transactionTimeOut, transactionCheckInterval } = setUp.settings
  const delayMs = opMarkDelayMs(setUp)
  const isSafe = delayMs > 0 && !isTooShortForBatch(setUp)
  const limit = (ms: number, name: string): string =>
    isSafe ? `${duration(ms - delayMs)} (${name} less the op batch)` : `${duration(ms)} (${name})`
  const sentences = [
    'decisions in time: the local transaction and its request take less than ' +
      `${limit(transactionTimeOut, 'transactionTimeOut')}, a check and its answer less than ` +
      limit(transactionCheckInterval, 'transactionCheckInterval'),
  ]
  if (isTooShortForBatch(setUp)) sentences.push(noneIsSafe(setUp))
  if (isSafe && has('promptOpBatches', setUp.version)) {
    sentences.push(
      `an op mark is written at most ${duration(delayMs)} after its decision, as the code of 5.4.0 says; the first one ` +
        'after a start of the broker was seen to take up to 6 s',
    )
  }
  return sentences
}

function noneIsSafe(setUp: SetUp): string {
  const { transactionTimeOut, transactionCheckInterval } = setUp.settings
  const delayMs = opMarkDelayMs(setUp)
  const [name, ms] =
    transactionTimeOut <= delayMs
      ? ['transactionTimeOut', transactionTimeOut]
      : ['transactionCheckInterval', transactionCheckInterval]
  const times = has('promptOpBatches', setUp.version) ? '' : 'twice '
  return (
    `no decision is safely in time: its op mark may be written ${duration(delayMs)} later (${times}transactionOpBatchInterval` +
    `${times === '' ? '' : ' before 5.4.0, rmq#10199'}), and ${name} is ${duration(ms as number)}`
  )
}
