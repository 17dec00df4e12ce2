/** Questions that a model can answer about a broker, as plain data. */
import type { FaultBudget } from '../spec/parts/faults.ts'

/** A promise in the words of its users. */
export interface Promised {
  /** `an acknowledged message is not lost`. */
  readonly promise: string
  /** The same in a word or two, for the head of a table: `kept`. */
  readonly short: string
}

/** What may happen: a row of the table. */
export interface Circumstances {
  /** Under which faults, `1 power cut`. */
  readonly fault: string
  readonly budget: FaultBudget
  /** How freely things may happen apart from faults; what may happen at one number may happen at every higher one. */
  readonly freedom: number
}

/** Everything that is asked of some broker or other about one topic. */
export interface Topic {
  readonly topic: string
  readonly promises: readonly Promised[]
  readonly rows: readonly Circumstances[]
}

export interface Question extends Promised, Circumstances {
  /** Promises of one topic stand in one table. */
  readonly topic: string
  /** Name of the suite whose `build` takes the configuration. */
  readonly suite: string
  readonly configuration: Readonly<Record<string, unknown>>
  /** The promise is kept where all of these hold. */
  readonly properties: readonly string[]
  /** Changes of the broker's settings that might keep the promise, the cheapest first; each is to be checked. */
  readonly remedies: readonly Remedy[]
}

export interface Remedy {
  /** What to write in the file or install. */
  readonly words: string
  readonly configuration: Readonly<Record<string, unknown>>
}

/** One change of a set-up that an operator can make. `undefined` = it changes nothing here. */
export interface Change<SetUp> {
  readonly words: string | ((setUp: SetUp) => string)
  readonly apply: (setUp: SetUp) => SetUp | undefined
}

/**
 * Every combination of up to `most` changes that all make a difference, the smaller first, otherwise in the order of
 * the list, which therefore goes from cheap to dear.
 */
export function combinations<SetUp>(
  setUp: SetUp,
  changes: readonly Change<SetUp>[],
  most: number,
): readonly { readonly words: string; readonly setUp: SetUp }[] {
  const combined: { words: string; setUp: SetUp; size: number; next: number }[] = [
    { words: '', setUp, size: 0, next: 0 },
  ]
  // The list grows while it is walked, so that shorter combinations come before those that extend them.
  for (const before of combined) {
    if (before.size === most) continue
    changes.slice(before.next).forEach((change, index) => {
      const after = change.apply(before.setUp)
      if (after === undefined) return
      const own = typeof change.words === 'string' ? change.words : change.words(before.setUp)
      const words = before.size === 0 ? own : `${before.words} and ${own}`
      combined.push({ words, setUp: after, size: before.size + 1, next: before.next + index + 1 })
    })
  }
  return combined.slice(1).map(({ words, setUp: changed }) => ({ words, setUp: changed }))
}
