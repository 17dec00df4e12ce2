/**
 * Finds comparisons of a value of the state with an object of the author's own, in a specification that was not loaded
 * from a file. JavaScript compares identity there, so that a promise would say something else than it reads.
 */
import type { CallSite } from '../language/call-site.ts'
import { variableGivenTo, writtenFunctions } from '../language/implication.ts'
import { type ParameterDefinition, type SpecDefinition, SpecError } from '../language/index.ts'
import { conditionsOf } from '../language/property-kinds.ts'
import { anySourceOf, type FunctionSource, sourceOf } from './function-source.ts'
import {
  anyValue,
  elementsOf,
  examplesOf,
  isKnownObject,
  isPlace,
  isWhole,
  type Known,
  memberOf,
  unknown,
} from './known-values.ts'
import { isEquality, isSurelyPrimitive } from './primitive.ts'
import { Reading } from './reading.ts'
import { bare, type Node, propertyName } from './syntax-tree.ts'
import { withWrittenElements } from './written-lists.ts'

/** A function of the specification, with what it is given. */
interface Written {
  readonly where: string
  readonly declaredAt: CallSite
  readonly run: unknown
  readonly parameters: readonly Known[]
}

/**
 * Throws a `SpecError` for the first comparison that certainly meets an object on both sides and compares identity, as
 * far as that can be known from the source, the declared initial values and the constant domains. What another function
 * does that is called from there is not seen. Cost: reads each distinct source once.
 */
export function requireContentEquality(definition: SpecDefinition): void {
  const known = withWrittenElements(definition)
  for (const written of functionsOf(known)) {
    if (typeof written.run !== 'function') continue
    const parameters = parametersOf(known, written.run, written.parameters)
    for (const run of writtenFunctions(written.run)) {
      const source = sourceOf(run)
      const problem = source === null ? null : problemIn(known, source, parameters)
      if (problem !== null) throw comparesIdentity(definition, written, problem)
    }
  }
  const abstract = definition.properties.flatMap((property) => (property.kind === 'refines' ? property.abstract : []))
  const components = (definition.components ?? []).map((component) => component.definition)
  for (const other of new Set([...abstract, ...components])) requireContentEquality(other)
}

const state: Known = { kind: 'state' }

function functionsOf(definition: SpecDefinition): Written[] {
  const { derived, actions, properties, constraints, fairness } = definition
  return [
    ...derived.map(({ name, declaredAt, compute }) => ({
      where: `derived value "${name}"`,
      declaredAt,
      run: compute,
      parameters: [state, anyValue],
    })),
    ...actions.flatMap(({ name, declaredAt, parameters, guard, effect }) => {
      const args: Known = { kind: 'arguments', byName: argumentsOf(definition, parameters) }
      return [...parameters.map(({ domain }) => domain), guard, effect].map((run) => ({
        where: `action "${name}"`,
        declaredAt,
        run,
        parameters: [state, args],
      }))
    }),
    ...properties.flatMap((property) =>
      conditionsOf(property).map((condition) => ({
        where: `property "${property.name}"`,
        declaredAt: property.declaredAt,
        run: condition.role === 'mapping' ? condition.map : condition.holds,
        parameters: condition.role.endsWith('step') ? [state, unknown, state] : [state, anyValue],
      })),
    ),
    ...fairness.map(({ actions: names, declaredAt, condition }) => ({
      where: `fairness of "${names.join('" or "')}"`,
      declaredAt,
      run: condition,
      parameters: [state, unknown],
    })),
    ...constraints.map(({ name, declaredAt, holds }) => ({
      where: `constraint "${name}"`,
      declaredAt,
      run: holds,
      parameters: [state],
    })),
  ]
}

/** Examples of the values of each parameter: constants, or what a domain takes out of the state. */
function argumentsOf(
  definition: SpecDefinition,
  parameters: readonly ParameterDefinition[],
): ReadonlyMap<string, readonly unknown[]> {
  const byName = new Map<string, readonly unknown[]>()
  for (const { name, domain, isGiven } of parameters) {
    const known = typeof domain === 'function' ? resultOf(definition, domain, byName) : null
    byName.set(
      name,
      known === null
        ? (domain as readonly unknown[])
        : isGiven
          ? examplesOf(known)
          : elementsOf(known).flatMap(examplesOf),
    )
  }
  return byName
}

/** What a domain gives, where it is an expression or ends with one. */
function resultOf(definition: SpecDefinition, domain: object, byName: ReadonlyMap<string, readonly unknown[]>): Known {
  const source = writtenFunctions(domain).length === 1 ? anySourceOf(writtenFunctions(domain)[0]) : null
  if (source === null) return unknown
  const { body } = source.node
  const result = body.type === 'BlockStatement' ? returnedBy(body.body.at(-1)) : body
  if (result === null) return unknown
  const given = parametersOf(definition, domain, [state, { kind: 'arguments', byName }])
  return new Reading(definition, source, given).known(result)
}

function returnedBy(last: Node | undefined): Node | null {
  return last?.type === 'ReturnStatement' ? (last.argument ?? null) : null
}

/** What the author's function gets, where it gets one variable in the place of the state. */
function parametersOf(definition: SpecDefinition, made: object, usual: readonly Known[]): readonly Known[] {
  const variable = variableGivenTo(made)
  return variable === null ? usual : [memberOf(definition, state, variable), ...usual.slice(1)]
}

/** The first comparison of identity, as it is written; null where there is none. */
function problemIn(definition: SpecDefinition, source: FunctionSource, parameters: readonly Known[]): string | null {
  const reading = new Reading(definition, source, parameters)
  for (const { node } of source.places) {
    const compared = comparedIn(node)
    if (compared.some(([left, right]) => meets(reading.known(left), reading.known(right)))) return source.snippet(node)
    if (searchesByIdentity(reading, node) || collectsByIdentity(reading, node)) return source.snippet(node)
  }
  return null
}

function comparedIn(node: Node): readonly (readonly [Node, Node])[] {
  if (node.type === 'BinaryExpression' && isEquality(node.operator)) {
    return isSurelyPrimitive(node.left) || isSurelyPrimitive(node.right) ? [] : [[node.left, node.right]]
  }
  if (node.type !== 'SwitchStatement') return []
  return node.cases.flatMap(({ test }) =>
    test === null || test === undefined || isSurelyPrimitive(test) ? [] : [[node.discriminant, test] as const],
  )
}

/** Whether two things that are compared are both objects, and never the same one. */
function meets(left: Known, right: Known): boolean {
  if (isMade(left) || isMade(right)) return true
  if (isWhole(left) || isWhole(right)) {
    const other = isWhole(left) ? right : left
    return isWhole(other) || other.kind === 'free' || ((isPlace(left) || isPlace(right)) && isKnownObject(other))
  }
  return (isKnownObject(left) && right.kind === 'free') || (isKnownObject(right) && left.kind === 'free')
}

/** Whether a list that is no value of the state is searched for an object that it can only have an equal of. */
function searchesByIdentity(reading: Reading, node: Node): boolean {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return false
  const callee = bare(node.callee)
  const method = propertyName(callee)
  const [argument] = node.arguments
  if (method === null || argument === undefined || !('object' in callee)) return false
  const object = bare(callee.object as Node)
  const wanted = reading.known(argument)
  // It is how to ask for the identity of values, but places have none.
  if (method === 'is' && object.type === 'Identifier' && object.name === 'Object') {
    return node.arguments.some((each) => isWhole(reading.known(each)))
  }
  const searched = reading.known(object)
  if (searched.kind === 'collection' && isWhole(wanted)) {
    return ['has', 'get', 'delete', 'add', 'set'].includes(method)
  }
  // What has a name may have been put there before.
  if (isMade(wanted) && bare(argument).type === 'Identifier') return false
  const isFound = (): boolean => isMade(wanted) || elementsOf(searched).some((element) => meets(element, wanted))
  if (['has', 'get', 'delete'].includes(method)) return searched.kind === 'collection' && isFound()
  if (!['includes', 'indexOf', 'lastIndexOf'].includes(method)) return false
  if (searched.kind === 'free') return isKnownObject(wanted)
  return (searched.kind === 'list' || searched.kind === 'copy') && isFound()
}

/** Whether a new set or map has members or keys that are objects and never the same one, so that it keeps equal ones. */
function collectsByIdentity(reading: Reading, node: Node): boolean {
  if (node.type !== 'NewExpression') return false
  const collection = reading.known(node)
  if (collection.kind !== 'collection') return false
  const { members } = collection
  return members.some((member, index) => isWhole(member) || members.slice(0, index).some((each) => meets(each, member)))
}

function isMade(known: Known): boolean {
  return known.kind === 'fresh' || known.kind === 'list' || known.kind === 'collection'
}

function comparesIdentity({ name }: SpecDefinition, { where, declaredAt }: Written, snippet: string): SpecError {
  return new SpecError({
    code: 'declaration',
    spec: name,
    where,
    problem: `\`${snippet.length > 100 ? `${snippet.slice(0, 99)}…` : snippet}\` compares the identity of objects, not their content`,
    hint: 'Write sameValue(a, b), or has(values, value).',
    location: declaredAt(),
  })
}
