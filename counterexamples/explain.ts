import type { PropertyKind, SpecDefinition, Trace } from '../spec/language/index.ts'
import type { Story } from './story.ts'

/** A property's outcome and the trace that shows it. */
export interface Finding {
  readonly property: string
  readonly kind: PropertyKind
  /** The part of the property that is false at the end, where it has named parts. */
  readonly part: string | null
  readonly trace: Trace
}

/** Tells a trace in the words of its specification. */
export function tell(definition: SpecDefinition, finding: Finding): Story {
  const { property, kind, part, trace } = finding
  const verdict = kind === 'reachable' || kind === 'reachable-step' ? 'reachable' : 'violated'
  const headline = `"${property}" is ${verdict}`
  const { length, loop } = trace
  return {
    spec: definition.name,
    property,
    kind,
    verdict,
    part,
    headline,
    length,
    loop,
    steps: [],
    finalState: [],
    why: [],
  }
}
