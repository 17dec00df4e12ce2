/**
 * What each power cut of a behaviour is to leave, and when something has to be brought to the device for that. A kernel may write
 * back any page at any time, and any file without the others; here it does when the behaviour needs it.
 */
import type { Trace } from '../../../spec/language/index.ts'
import type { StoreState } from './store-state.ts'

/** What reaches the device right after a step, besides what the broker has flushed. */
export interface WriteBack {
  readonly log: boolean
  readonly offsets: boolean
  readonly topics: boolean
}

export interface Cut {
  /** The journal of the file system reaches the device, and of the files of offsets nothing: they come back empty. */
  readonly emptiesOffsets: boolean
  /** Why no means at hand can force what is to be left; null where it can be. */
  readonly whyNot: string | null
}

export class PowerCuts {
  readonly #writeBacks = new Map<number, WriteBack>()
  readonly #cuts = new Map<number, Cut>()

  constructor(trace: Trace) {
    let from = 0
    for (const [at, { action }] of trace.steps.entries()) {
      if (action !== 'power cut') continue
      this.#plan(trace, from, at)
      from = at
    }
  }

  after(step: number): WriteBack {
    return this.#writeBacks.get(step) ?? { log: false, offsets: false, topics: false }
  }

  at(step: number): Cut {
    const cut = this.#cuts.get(step)
    if (cut === undefined) throw new Error(`step ${step} is no power cut`)
    return cut
  }

  #plan({ steps }: Trace, from: number, at: number): void {
    const stateAt = (step: number): StoreState => steps[step]?.state as unknown as StoreState
    const between = Array.from({ length: at - 1 - from }, (_, index) => from + 1 + index)
    const { log, offsetFile } = stateAt(at - 1)
    const left = stateAt(at)
    const kept = left.log.written
    if (kept > log.durable)
      this.#writeBack(
        between.findLast((step) => stateAt(step).log.written === kept),
        'log',
      )

    const isEmptied = left.offsetFile.value === null && offsetFile.stale.length > 0
    const persisted = between.findLast(
      (step) => steps[step]?.action === 'persist offsets' && stateAt(step).offsetFile.value === left.offsetFile.value,
    )
    if (!isEmptied) this.#writeBack(persisted, 'offsets')

    const created = between.findLast((step) => stateAt(step).topicFile.value && !stateAt(step - 1).topicFile.value)
    if (left.topicFile.value) this.#writeBack(created, 'topics')

    const failed = between.find((step) => steps[step]?.action === 'failed fsync')
    const takenAlong = between.some(
      (step) => steps[step]?.action === 'flush' && step > (failed ?? at) && stateAt(step).log.written > kept,
    )
    this.#cuts.set(at, {
      emptiesOffsets: isEmptied,
      whyNot: takenAlong
        ? 'an injected error leaves the pages dirty, so that the next fsync brings them to the device: a hole cannot be forced'
        : null,
    })
  }

  #writeBack(step: number | undefined, what: keyof WriteBack): void {
    if (step !== undefined) this.#writeBacks.set(step, { ...this.after(step), [what]: true })
  }
}
