import fc from 'fast-check'
import { bag, set } from '../collections.ts'

/** Any piece of plain data, small enough that equal ones turn up by chance. */
export const plainData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -0, 1, 2, 10, -1.5, '', 'a', 'b', 'B', '1', 'null', 'é', '\u{1F600}'),
    fc.double({ noNaN: true, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => set(values)),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => bag(values)),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
  ),
})).value

/** The same value with the keys of its objects in the opposite order, at every depth. */
export function withKeysReversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, member]) => [key, withKeysReversed(member)])
  return Object.fromEntries(entries.reverse())
}
