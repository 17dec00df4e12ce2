/** How long a transaction may stay undecided, from the broker's check settings (rocketmq.md a.4). */
import { plural } from '../../counterexamples/wording.ts'
import type { BrokerSettings } from './settings.ts'

export interface DecisionWindow {
  /** The first check comes at an age between these, in milliseconds. */
  readonly firstCheckMs: readonly [number, number]
  /** A half that is still undecided is parked at an age between these, in milliseconds. */
  readonly discardMs: readonly [number, number]
}

/**
 * Rounds come every `transactionCheckInterval` and leave halves younger than `transactionTimeOut` alone, so the first
 * check is up to one interval late; each check takes one round, and the round after the last check discards.
 */
export function decisionWindow(settings: BrokerSettings): DecisionWindow {
  const { transactionTimeOut: grace, transactionCheckInterval: interval, transactionCheckMax: rounds } = settings
  return {
    firstCheckMs: [grace, grace + interval],
    discardMs: [grace + rounds * interval, grace + (rounds + 1) * interval],
  }
}

export function decisionWindowText(settings: BrokerSettings): string {
  const { firstCheckMs, discardMs } = decisionWindow(settings)
  const { transactionCheckMax, transactionCheckInterval, transactionTimeOut } = settings
  return (
    `decision window: transactionTimeOut ${duration(transactionTimeOut)}, then ${plural(transactionCheckMax, 'check')} every ` +
    `${duration(transactionCheckInterval)}: the broker first asks at age ${duration(firstCheckMs[0])} to ` +
    `${duration(firstCheckMs[1])}, and parks a transaction that is still undecided at age ${duration(discardMs[0])} to ` +
    `${duration(discardMs[1])} in TRANS_CHECK_MAX_TIME_TOPIC, without telling anyone (plus the time of the rounds${expiry(discardMs[1])})`
  )
}

const reservedMs = 72 * 3_600_000

/** A half older than `fileReservedTime` is parked however few checks it had (a.1, `#needSkip`). */
function expiry(discardMs: number): string {
  return discardMs > reservedMs ? '; sooner where fileReservedTime, 72 h by default, is over' : ''
}

/** `450 ms`, `36 s`, `7.6 min`, `4.2 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < 120_000) return `${rounded(ms / 1000)} s`
  return ms < 7_200_000 ? `${rounded(ms / 60_000)} min` : `${rounded(ms / 3_600_000)} h`
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
