/** How a log that only grows is told by events, from one reading of its files to the next. */
import type { LogEvent } from '../../runs/validate/log.ts'

/**
 * Readings of a log, each in words, one for a record. A record that is new is an event of its own. A reading in which a record
 * that was there is gone or changed is a look at the system: no step is known to have done that.
 */
export class LogGrowth {
  readonly #eventOf: (at: number) => Omit<LogEvent, 'observed'>
  #words: readonly string[] = []

  /** `eventOf`: what a new record may be, by its place in the reading. */
  constructor(eventOf: (at: number) => Omit<LogEvent, 'observed'>) {
    this.#eventOf = eventOf
  }

  get words(): readonly string[] {
    return this.#words
  }

  /** Each event with the place of its record in the reading; null for a look. */
  read(words: readonly string[]): readonly { readonly event: LogEvent; readonly record: number | null }[] {
    const before = this.#words
    this.#words = words
    const hasGrown = words.length >= before.length && before.every((word, at) => words[at] === word)
    if (!hasGrown) return [{ event: { observed: { log: words } }, record: null }]
    return words
      .slice(before.length)
      .map((_, more) => before.length + more)
      .map((at) => ({ event: { ...this.#eventOf(at), observed: { log: words.slice(0, at + 1) } }, record: at }))
  }

  /** The log is another one now, by a fault that says so itself. */
  becomes(words: readonly string[]): void {
    this.#words = words
  }
}
