import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { printValue } from '../../counterexamples/print/print-value.ts'
import type { Difference } from './lens.ts'

/** `log: expected [a, b], observed [a]; queue: …`. */
export function differencesText(differences: readonly Difference[]): string {
  return oneLine(
    differences
      .map(
        ({ path, expected, observed }) => `${path}: expected ${printValue(expected)}, observed ${printValue(observed)}`,
      )
      .join('; '),
  )
}
