/** What keeps ids from being interchangeable, as errors; and what shows before anything is explored. */
import type { PropertyKind, SpecError } from '../../spec/language/index.ts'
import { propertyTraits } from '../../spec/language/property-kinds.ts'
import type { Program } from '../memo/program.ts'
import { describeFunction, describeValue, type FunctionName } from '../model/function-names.ts'
import type { Model } from '../model/model.ts'
import { declarationSite, specError } from '../model/spec-errors.ts'
import { keyOf } from '../model/state-ids.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'

const mendIt =
  'Treat all ids of symmetric(…) alike (no order among them, none by name), leave out symmetric(…), or explore without it: --no-symmetry.'

/** Kinds of properties of which `SymmetryCheck` asks whether they treat ids alike. */
const isDecided: ReadonlySet<PropertyKind> = new Set<PropertyKind>([
  'always',
  'always-step',
  'reachable',
  'reachable-step',
  'deadlock-free',
  'no-way-back',
  'can-always-reach',
])

/** Two ids that do not behave alike. */
export interface Exchange {
  readonly left: string
  readonly right: string
}

export function notInterchangeable(
  program: Program,
  exchange: Exchange | null,
  where: FunctionName | string,
  problem: string,
): SpecError {
  const { definition } = program.model
  const isNamed = typeof where === 'string'
  const ids =
    exchange === null
      ? ''
      : ` with ${describeValue(exchange.left)} and ${describeValue(exchange.right)} exchanged in the state,`
  return specError(
    definition,
    'asymmetric',
    isNamed ? where : describeFunction(where),
    `ids of symmetric(…) are not interchangeable:${ids} it ${problem}`,
    mendIt,
    { location: isNamed ? definition.declaredAt() : declarationSite(definition, where) },
  )
}

/** The first variable, or part of one, that is not the same in two states; a pool as a whole. */
export function firstDifference(
  model: Model,
  left: Int32Array,
  right: Int32Array,
): { readonly path: string; valueIn(ids: Int32Array): unknown } {
  const length = Math.max(left.length, right.length)
  const slot = Array.from({ length }, (_, at) => at).find((at) => (left[at] ?? 0) !== (right[at] ?? 0)) ?? 0
  const pool = model.poolAt(slot)
  return pool === null
    ? { path: model.path(slot), valueIn: (ids) => model.value(slot, ids) }
    : { path: pool.name, valueIn: (ids) => pool.valueOf(ids) }
}

/**
 * Throws where the specification says by itself that ids are not interchangeable: families and constant domains that have
 * some of them and not all, properties that are not decided up to symmetry.
 */
export function requireSymmetricDeclarations(program: Program): void {
  const { symmetry } = program
  if (symmetry === null) return
  const { definition } = program.model
  for (const { name, kind } of definition.properties) {
    if (isDecided.has(kind)) continue
    throw specError(
      definition,
      'asymmetric',
      `property "${name}"`,
      `.${propertyTraits[kind].method}(…) is not decided with symmetric(…), because ${
        kind === 'refines'
          ? 'the abstract specification may tell the ids apart'
          : propertyTraits[kind].decidedBy === 'behaviour'
            ? 'a loop up to renaming is no loop'
            : 'nobody has shown yet that renaming keeps it'
      }`,
      'Check it without symmetry: leave out symmetric(…), or run with --no-symmetry.',
      { location: declarationSite(definition, { kind: 'property', name, detail: '' }) },
    )
  }
  requireWholeFamilies(program, symmetry)
  requireWholeDomains(program, symmetry)
}

function requireWholeFamilies(program: Program, symmetry: Symmetry): void {
  const { definition } = program.model
  for (const [left, right] of symmetry.ids.neighbours()) {
    const slot = symmetry.slotWithoutCounterpart(left, right)
    if (slot === null) continue
    const [one, other] = [symmetry.ids.names[left], symmetry.ids.names[right]].map((id) => describeValue(id))
    throw specError(
      definition,
      'asymmetric',
      `variable "${program.model.path(slot)}"`,
      `ids of symmetric(…) are not interchangeable: there is none like it with ${one} and ${other} exchanged`,
      'Give a family all ids of a list for keys, or none of them.',
      { location: definition.declaredAt() },
    )
  }
}

function requireWholeDomains(program: Program, symmetry: Symmetry): void {
  const { definition, interner } = program.model
  for (const { name, parameters } of definition.actions) {
    for (const { name: parameter, domain } of parameters) {
      if (typeof domain === 'function') continue
      const values = new Set(domain.map((value, at) => interner.canonical(value, `${parameter}[${at}]`)))
      for (const [left, right] of symmetry.ids.neighbours()) {
        const value = [...values].find((each) => !values.has(symmetry.exchangedValue(each, left, right)))
        if (value === undefined) continue
        const missing = symmetry.exchangedValue(value, left, right)
        throw specError(
          definition,
          'asymmetric',
          `the domain of "${parameter}" of action "${name}"`,
          `ids of symmetric(…) are not interchangeable: it has ${describeValue(value)} and not ${describeValue(missing)}`,
          'Let a constant domain have all values that differ by renaming, or choose one by what the state says.',
          { location: declarationSite(definition, { kind: 'action', name, detail: '' }) },
        )
      }
    }
  }
}

/** Throws where the initial states are not the same after renaming. */
export function requireSymmetricStart(program: Program, initial: readonly Int32Array[]): void {
  const { symmetry, model } = program
  if (symmetry === null) return
  const known = new Set(initial.map(keyOf))
  for (const [left, right] of symmetry.ids.neighbours()) {
    for (const ids of initial) {
      const exchanged = symmetry.exchanged(ids, left, right)
      if (known.has(keyOf(exchanged))) continue
      const { path, valueIn } = firstDifference(model, ids, exchanged)
      const [one, other] = [symmetry.ids.names[left] as string, symmetry.ids.names[right] as string]
      throw specError(
        model.definition,
        'asymmetric',
        'the initial states',
        `ids of symmetric(…) are not interchangeable: ${path} is ${describeValue(valueIn(ids))} in one of them, and none is like it with ${describeValue(one)} and ${describeValue(other)} exchanged`,
        'Begin with the same value for each id, or let startingFrom(…) give every choice of ids.',
        { location: model.definition.declaredAt() },
      )
    }
  }
}
