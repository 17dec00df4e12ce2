import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { oneLine } from '../print/plain-text.ts'
import { whenText } from '../print/sentence.ts'
import { loopFairness, type Unobliged } from '../replay/fairness.ts'
import type { Reason } from '../story/story.ts'

/** For each fairness assumption why a loop meets it; then what may be put off for ever because none is made. */
export function fairnessReasons(spec: PlainWorld, path: PlainPath): readonly Reason[] {
  try {
    const { accounts, unobliged } = loopFairness(spec, path)
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
