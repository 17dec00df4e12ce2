import type { EndingSignal } from '../runs/session/session.ts'

/** A signal ended the command before there was anything to report on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: EndingSignal

  constructor(signal: EndingSignal) {
    super(`ended by ${signal} before anything was run`)
    this.signal = signal
  }
}
