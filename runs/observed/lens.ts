/**
 * What can be observed of a system, held against a state of a specification: the one comparison that `validate` and
 * `conform` share.
 */
import type { Step } from '../../spec/language/definition.ts'
import { memberPath } from '../../spec/language/family-shape.ts'
import type { State } from '../../spec/language/index.ts'
import { plainCopy } from '../../spec/language/plain-copy.ts'
import { type Scope, scopeOfWhole } from '../../spec/language/scope.ts'
import { isDivided, pathsIn, type Shape, shapeUnder } from '../../spec/language/shape.ts'
import { describeKind } from '../../spec/language/specify.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { canonicalText, NotPlain } from '../../spec/semantics/plain-values.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { recordedView } from '../../spec/semantics/recorded-view.ts'
import { UsageError } from '../port/usage-error.ts'
import { agrees } from './agrees.ts'

/**
 * What was seen of a system: values by name of a variable, or of a part of the projection. Of a family or a record, some
 * members or fields will do; every other value is given whole. A set or a bag may be given as a list in any order.
 */
export type Observation = Readonly<Record<string, unknown>>

/**
 * What an observer would see of a state, for what is no variable as it stands: by name, a function of the state and of the
 * step that led to it (null in the initial state). A name that is a variable's too stands in for the variable.
 */
export type Projection<S = State> = Readonly<Record<string, (state: S, step: Step | null) => unknown>>

/** A value that is not the expected one. */
export interface Difference {
  /** `log`, `phase.rm1` for a member of a family, or a name of the projection. */
  readonly path: string
  readonly expected: unknown
  readonly observed: unknown
}

/** A state, and the step that led to it. */
export interface Moment {
  readonly state: State
  readonly step: Step | null
}

/** What a part of the projection is, and the paths that it reads. */
interface Projected {
  readonly expected: unknown
  readonly reads: readonly string[]
}

export class Lens {
  readonly #world: PlainWorld
  readonly #projection: Projection
  readonly #scope: Scope | null
  readonly #projections = new WeakMap<Moment, Map<string, Projected>>()

  /** Throws `UsageError` where the projection is none. */
  constructor(world: PlainWorld, projection: Projection = {}, what = 'the projection') {
    if (typeof projection !== 'object' || projection === null || Array.isArray(projection)) {
      throw new UsageError(`${what} is ${describeKind(projection)}; expected an object of functions, by name`)
    }
    const wrong = Object.keys(projection).find((name) => typeof projection[name] !== 'function')
    if (wrong !== undefined) throw new UsageError(`${what}: "${wrong}" is no function of the state`)
    this.#world = world
    this.#projection = projection
    this.#scope = scopeOfWhole(world.definition)
  }

  /** The observation by names of variables and of the projection. Throws `UsageError` where it is none. */
  observation(given: unknown, where: string): Observation {
    return this.flatObservation(given, where, (fields) => this.#byVariable(fields))
  }

  /** The same of what names the variables as a trace does, also where they are a component's. */
  flatObservation(
    given: unknown,
    where: string,
    flattened = (fields: Observation): Observation => fields,
  ): Observation {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      const kind = Array.isArray(given) ? 'a list' : describeKind(given)
      throw new UsageError(`${where}: ${kind} was given; expected an object, { variable: value }`)
    }
    const observed = flattened(given as Observation)
    const { variables } = this.#world.definition
    for (const [name, value] of Object.entries(observed)) {
      const variable = variables.find((each) => each.name === name)
      const isProjected = Object.hasOwn(this.#projection, name)
      if (variable === undefined && !isProjected) {
        const known = [...new Set([...Object.keys(this.#projection), ...variables.map((each) => each.name)])]
        throw new UsageError(`${where}: there is no variable "${name}"${suggest(name, known)}`)
      }
      requirePlain(value, `${where}: "${name}"`)
      if (variable !== undefined && !isProjected) requireMembers(variable.shape, value, name, where)
    }
    return observed
  }

  /** Where the moment is not as it was observed; none where it is. */
  differences(moment: Moment, observed: Observation): readonly Difference[] {
    const names = Object.keys(observed)
    if (names.length === 0) return []
    return names.flatMap((name) => {
      if (Object.hasOwn(this.#projection, name)) {
        const { expected } = this.#projected(moment, name)
        return agrees(expected, observed[name]) ? [] : [{ path: name, expected, observed: observed[name] }]
      }
      const variable = this.#world.definition.variables.find((each) => each.name === name)
      return differencesIn(variable?.shape ?? null, moment.state[name], observed[name], name)
    })
  }

  /** A state as plain data, components as objects, without what they hide. */
  shown(state: State): State {
    return this.#scope?.plain(state) ?? state
  }

  /** A state as functions of the specification see it. */
  view(state: State): State {
    const view = this.#world.view(state)
    return this.#scope?.view(view) ?? view
  }

  /** Paths of the single values that such an observation is compared with, directly or by what a projection reads. */
  compared(moment: Moment, observed: Observation): ReadonlySet<string> {
    return new Set(
      Object.keys(observed).flatMap((name) => {
        if (Object.hasOwn(this.#projection, name)) return [...this.#projected(moment, name).reads]
        const variable = this.#world.definition.variables.find((each) => each.name === name)
        return placesIn(variable?.shape ?? null, observed[name], name)
      }),
    )
  }

  /** The values that can be compared at most, as paths, variable by variable. */
  get places(): ReadonlyMap<string, readonly string[]> {
    const { variables } = this.#world.definition
    return new Map(
      variables.map(({ name, shape }) => [name, pathsIn(shape).map((path) => memberPath(name, path))] as const),
    )
  }

  /** The same moment is asked about again and again, where a log is long. */
  #projected(moment: Moment, name: string): Projected {
    const known = this.#projections.get(moment) ?? new Map<string, Projected>()
    this.#projections.set(moment, known)
    const projected = known.get(name) ?? this.#project(moment, name)
    known.set(name, projected)
    return projected
  }

  #project({ state, step }: Moment, name: string): Projected {
    const recorded = recordedView(this.#world.definition, state, this.#world.share)
    const view = this.#scope?.view(recorded.view) ?? recorded.view
    try {
      const expected = this.#world.share(plainCopy(this.#projection[name]?.(view, step)))
      return { expected, reads: [...recorded.reads.keys()] }
    } catch (error) {
      throw new UsageError(`the projection "${name}" failed: ${String(error)}`, { cause: error })
    }
  }

  /** Of a composed specification, components may be given as objects, as its functions see them. */
  #byVariable(given: Observation): Observation {
    const asUsage = (problem: string) => (variable: string) => new UsageError(`"${variable}" ${problem}`)
    const flat = this.#scope?.changes(given, {
      twice: asUsage('is observed twice, by two of its names'),
      hidden: asUsage('is hidden by its component; observe it in another way, or take it out of "hidden"'),
    })
    return (flat ?? given) as Observation
  }
}

function requirePlain(value: unknown, what: string): void {
  try {
    canonicalText(value)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    throw new UsageError(`${what}: ${error.message}`, { cause: error })
  }
}

/** Of what is divided, members by key. */
function requireMembers(shape: Shape, value: unknown, path: string, where: string): void {
  if (!isDivided(shape)) return
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${where}: "${path}" is a ${shape.kind}; expected an object with some of its members`)
  }
  for (const [key, member] of Object.entries(value)) {
    const inside = shapeUnder(shape, key)
    if (inside === undefined) {
      const noun = shape.kind === 'record' ? 'field' : 'key'
      throw new UsageError(`${where}: "${path}" has no ${noun} "${key}"${suggest(key, shape.keys.map(String))}`)
    }
    requireMembers(inside, member, memberPath(path, [key]), where)
  }
}

function differencesIn(shape: Shape, expected: unknown, observed: unknown, path: string): readonly Difference[] {
  if (!isDivided(shape)) return agrees(expected, observed) ? [] : [{ path, expected, observed }]
  return Object.entries(observed as Observation).flatMap(([key, member]) =>
    differencesIn(shapeUnder(shape, key) ?? null, (expected as State)[key], member, memberPath(path, [key])),
  )
}

function placesIn(shape: Shape, observed: unknown, path: string): readonly string[] {
  if (!isDivided(shape)) return [path]
  return Object.entries(observed as Observation).flatMap(([key, member]) =>
    placesIn(shapeUnder(shape, key) ?? null, member, memberPath(path, [key])),
  )
}
