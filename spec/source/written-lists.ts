/** Lists that begin empty, and which an action puts objects into: what their elements are is known from the effects. */
import { writtenFunctions } from '../language/implication.ts'
import type { SpecDefinition } from '../language/index.ts'
import { anySourceOf } from './function-source.ts'
import { unknown } from './known-values.ts'
import { Reading } from './reading.ts'
import { bare } from './syntax-tree.ts'

/**
 * The definition with an object in the initial value of each variable that is an empty list at first, where an effect
 * writes a list with an object that it makes on the spot. Cost: reads each distinct effect once.
 */
export function withWrittenElements(definition: SpecDefinition): SpecDefinition {
  const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0
  if (!definition.variables.some(({ initial }) => isEmpty(initial))) return definition
  const written = new Set(
    definition.actions.flatMap(({ effect }) =>
      writtenFunctions(effect).flatMap((written) => listsWrittenBy(definition, written)),
    ),
  )
  const variables = definition.variables.map((variable) =>
    isEmpty(variable.initial) && written.has(variable.name) ? { ...variable, initial: [{}] } : variable,
  )
  return { ...definition, variables }
}

function listsWrittenBy(definition: SpecDefinition, effect: unknown): readonly string[] {
  const source = anySourceOf(effect)
  if (source === null) return []
  const reading = new Reading(definition, source, [{ kind: 'state' }, unknown])
  return source.places.flatMap(({ node, parent, role }) => {
    const isResult = parent?.type === 'ReturnStatement' || (parent === source.node && role === 'body')
    const result = isResult ? bare(node) : null
    if (result?.type !== 'ObjectExpression') return []
    return result.properties.flatMap((property) => {
      if (property.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier') return []
      const value = reading.known(property.value)
      return value.kind === 'list' && value.members.some(({ kind }) => kind === 'fresh') ? [property.key.name] : []
    })
  })
}
