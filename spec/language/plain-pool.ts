/** A pool over plain values: nothing is tracked. */
import { copies, partOf } from './collections.ts'
import { poolView } from './pool-view.ts'
import type { Shape } from './shape.ts'
import { type CollectionKind, collectionKindOf } from './value.ts'

/** Gives the copy that stands for every equal value, where the caller keeps such copies. */
export type Share = <T>(value: T) => T

/** Whether a variable is a place that can be read by element and by pattern: one that begins as a set or a bag. */
export function isPool({ shape, initial }: { readonly shape: Shape; readonly initial: unknown }): boolean {
  return shape === null && typeof initial === 'object' && initial !== null && collectionKindOf(initial) !== undefined
}

/**
 * The view of a set or a bag that is the content of a variable. What `share` gives stands for a value, so that `===`
 * between elements and parts compares content as far as it does elsewhere.
 */
export function plainPool(values: readonly unknown[], share: Share): readonly unknown[] {
  const kind = collectionKindOf(values) as CollectionKind
  return poolView({
    kind,
    share,
    copies: (element) => copies(values, element),
    part: (pattern) => share(partOf(values, kind, pattern)),
    whole: () => values,
    refuse: (key) => {
      throw new TypeError(`Cannot assign to read only property '${String(key)}' of a ${kind} of the state`)
    },
  })
}
