import type { LeadsToPart } from '../../spec/language/index.ts'
import { unanswered } from '../../spec/semantics/is-settled.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'

/**
 * Index of the first state that triggers a response which never comes; null where there is none, or where a condition
 * throws. `name` is that of the property.
 */
export function triggerIn(spec: PlainWorld, path: PlainPath, part: LeadsToPart, name: string): number | null {
  try {
    return unanswered(spec, path, part, name)
  } catch {
    return null
  }
}
