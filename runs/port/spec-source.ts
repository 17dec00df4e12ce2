/** What can be walked, validated and conformed to. */
import type { Spec, SpecDefinition } from '../../spec/language/index.ts'
import { isSuite } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { requireContentEquality } from '../../spec/source/require-content-equality.ts'
import { UsageError } from './usage-error.ts'

/** A specification, as `specify` and `compose` make it, or as a suite builds it for a configuration. `P`: its promises. */
export type SpecSource<P extends string = string> = Spec<unknown, unknown, unknown, P> | SpecDefinition

/** Throws `UsageError` for a suite, which stands for many, and `SpecError` for what is no specification. */
export function definitionFrom(source: unknown): SpecDefinition {
  if (isSuite(source)) {
    throw new UsageError(
      `suite "${source.name}" is a specification for each configuration; give one of them: suite.build({ … })`,
    )
  }
  const definition = isDefinition(source) ? source : definitionOf(source)
  requireContentEquality(definition)
  return definition
}

function isDefinition(source: unknown): source is SpecDefinition {
  if (typeof source !== 'object' || source === null || 'action' in source) return false
  const { variables, actions, properties } = source as Partial<SpecDefinition>
  return [variables, actions, properties].every((part) => Array.isArray(part))
}
