import { oneLine } from '../plain-text.ts'
import { fairnessOf, type Unobliged } from '../replay/fairness.ts'
import { type Path, whenText } from '../replay/path.ts'
import type { PlainSpec } from '../replay/plain-spec.ts'
import type { Reason } from '../story.ts'

/** For each fairness assumption why a loop meets it; then what may be put off for ever because none is made. */
export function fairnessReasons(spec: PlainSpec, path: Path): readonly Reason[] {
  try {
    const { accounts, unobliged } = fairnessOf(spec, path)
    return [
      ...accounts.map(({ label, isFair, detail }): Reason => ({ label, holds: isFair, values: [], detail })),
      ...unobligedReason(unobliged),
    ]
  } catch (error) {
    const detail = `could not be evaluated: ${oneLine(String(error))}`
    return [{ label: 'fairness', holds: null, values: [], detail }]
  }
}

function unobligedReason(unobliged: readonly Unobliged[]): readonly Reason[] {
  if (unobliged.length === 0) return []
  const label = unobliged.map(({ action }) => action).join(', ')
  const [it, places] = unobliged.length === 1 ? ['it', whenText(unobliged[0]?.at ?? 0)] : ['them', 'there']
  return [{ label, holds: true, values: [], detail: `enabled ${places}, but no fairness is assumed of ${it}` }]
}
