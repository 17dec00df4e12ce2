/**
 * Progress on stderr: on a terminal one live line, rewritten every half second; elsewhere a plain line every ten
 * seconds, so that a log shows that something happens.
 */
import { oneLine } from '../counterexamples/print/plain-text.ts'
import { bytesText, count, plural } from '../counterexamples/print/wording.ts'
import type { Counters } from '../runs/port/engine.ts'

export interface StatusStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

/** A scenario that is being run. */
export interface RunningOne {
  readonly scenario: string
  /** From 1. */
  readonly index: number
  readonly counters: Counters
}

export interface Position extends RunningOne {
  readonly total: number
  /** What runs side by side with it. */
  readonly beside: readonly RunningOne[]
}

const liveMs = 500
const plainMs = 10_000
/** A rate is measured over at least this much of the run. */
const rateSeconds = 1
const eraseLine = '\r\u001b[2K'

export class StatusLine {
  readonly #stream: StatusStream
  readonly #isLive: boolean
  #lastMs: number
  #isShown = false
  #rate = 0
  #rateBase: RunningOne | null = null

  constructor(stream: StatusStream, nowMs: number, terminal = process.env.TERM) {
    this.#stream = stream
    this.#isLive = stream.isTTY === true && terminal !== 'dumb'
    this.#lastMs = nowMs - (this.#isLive ? liveMs : 0)
  }

  update(position: Position, nowMs: number): void {
    this.#measure(position)
    this.say(() => statusText(position, this.#rate), nowMs)
  }

  /** Shows what goes on now, unless it is too soon for that. */
  say(text: () => string, nowMs: number): void {
    if (nowMs - this.#lastMs < (this.#isLive ? liveMs : plainMs)) return
    this.#lastMs = nowMs
    const line = oneLine(text())
    if (!this.#isLive) {
      this.#stream.write(`${line}\n`)
      return
    }
    this.#stream.write(`${eraseLine}${line.slice(0, (this.#stream.columns ?? 80) - 1)}`)
    this.#isShown = true
  }

  /** Takes the live line away, so that something else can be printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write(eraseLine)
    this.#isShown = false
  }

  #measure(now: RunningOne): void {
    const base = this.#rateBase
    const elapsed = now.counters.seconds - (base?.counters.seconds ?? 0)
    if (base === null || base.index !== now.index || elapsed < 0) {
      this.#rateBase = now
      this.#rate = 0
      return
    }
    if (elapsed < rateSeconds) return
    this.#rate = (now.counters.generated - base.counters.generated) / elapsed
    this.#rateBase = now
  }
}

/**
 * `3/57 two-phase commit: 1,745,408 states, 812,000 transitions/s, 4,100 waiting, depth 17, 350 MB; 4/57 paxos: 21 states`:
 * in full the one whose result is printed next, and in brief what runs beside it.
 */
export function statusText({ scenario, index, total, counters, beside }: Position, rate: number): string {
  const exploring = [
    ...(rate > 0 ? [`${count(Math.round(rate))} transitions/s`] : []),
    `${count(counters.waiting)} waiting`,
    `depth ${counters.depth}`,
  ]
  const parts = [
    plural(counters.distinct, 'state'),
    ...(counters.isExplored ? ['explored; judging behaviours'] : exploring),
    bytesText(counters.memoryBytes),
  ]
  const others = beside.map(
    (each) => `; ${each.index}/${total} ${each.scenario}: ${plural(each.counters.distinct, 'state')}`,
  )
  return `${index}/${total} ${scenario}: ${parts.join(', ')}${others.join('')}`
}
