/** Where a loop meets what its promise assumes. */
import type { PropertyDefinition } from '../../spec/language/index.ts'
import { isOfProgress, type ProgressProperty } from '../../spec/language/property-kinds.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type Met, metInLoop } from '../../spec/semantics/recurrence.ts'
import { oneLine } from '../print/plain-text.ts'
import { takenText, whenText } from '../print/sentence.ts'
import type { Reason } from '../story/story.ts'

/** One for each assumption of the part that is broken. */
export function assumptionReasons(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
): readonly Reason[] {
  if (!isOfProgress(property)) return []
  const parts = partsAsked<ProgressProperty['parts'][number]>(property.parts, part)
  return parts.flatMap(({ assuming = [] }) =>
    assuming.map((assumption): Reason => {
      const reason = { label: `assumed: ${assumption.label}`, values: [] }
      try {
        const met = metInLoop(spec, path, assumption, property.name)
        return { ...reason, holds: met !== null, detail: metText(met, path) }
      } catch (error) {
        return { ...reason, holds: null, detail: `could not be evaluated: ${oneLine(String(error))}` }
      }
    }),
  )
}

function metText(met: Met | null, path: PlainPath): string {
  if (met === null) return 'never, round the loop'
  if (met.kind === 'step') return takenText(met)
  return `true ${whenText(met.state)}, ${path.back === null ? 'for ever' : 'each time round the loop'}`
}
