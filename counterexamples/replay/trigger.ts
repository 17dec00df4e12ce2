import type { LeadsToPart } from '../../spec/language/index.ts'
import type { LeadsToProperty } from '../../spec/language/property-kinds.ts'
import { unanswered } from '../../spec/semantics/is-settled.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'

/**
 * Index of the first state that triggers a response which never comes, or does not stay; null where there is none, or
 * where a condition throws.
 */
export function triggerIn(
  spec: PlainWorld,
  path: PlainPath,
  part: LeadsToPart,
  property: Pick<LeadsToProperty, 'name' | 'kind'>,
): number | null {
  try {
    return unanswered(spec, path, part, property)
  } catch {
    return null
  }
}
