/** Plays a specification by hand: one step after the other, and says why a step cannot be taken. */
import type { Arguments, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { isGoal, propertyTraits } from '../../spec/language/property-kinds.ts'
import { type Scope, scopeOfWhole } from '../../spec/language/scope.ts'
import { seenByWhole } from '../../spec/language/seen-through.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import type { Call } from '../../spec/semantics/world.ts'
import { tell, tellPath } from '../explain.ts'
import { oneLine } from '../print/plain-text.ts'
import type { Reason } from '../story/story.ts'
import { pathText, storyText } from '../text/text.ts'
import { reasonsOf } from '../why/reasons.ts'
import { type Refusal, refusalOf } from '../why/refusal.ts'
import { initialState, type StartingFrom } from './initial-state.ts'
import { playError } from './play-error.ts'
import { traceOf } from './trace-of.ts'

type Property = SpecDefinition['properties'][number]

/** See `Play`, which gives it types. */
export class Player {
  readonly #world: PlainWorld
  readonly #walk: Walk<State>
  /** How the state of a composed specification is shown, component by component; null where it is not composed. */
  readonly #scope: Scope | null

  /** Throws `PlayError` where no initial state is the one asked for. */
  constructor(definition: SpecDefinition, startingFrom?: StartingFrom) {
    this.#world = new PlainWorld(definition)
    const wanted = seenByWhole(definition)?.changes(startingFrom, 'startingFrom', definition.declaredAt) ?? startingFrom
    this.#walk = new Walk(this.#world, initialState(this.#world, wanted as StartingFrom | undefined))
    this.#scope = scopeOfWhole(definition)
  }

  get state(): State {
    return this.#scope?.plain(this.#walk.state) ?? this.#walk.state
  }

  get trace(): Trace {
    return traceOf(this.#world.definition, this.#walk.path)
  }

  enabled(): readonly Call[] {
    return Array.from(this.#world.successors(this.#walk.state), ({ action, args }) => Object.freeze({ action, args }))
  }

  can(action: string, args: Arguments = {}): boolean {
    return this.why(action, args) === null
  }

  why(action: string, args: Arguments = {}): Refusal | null {
    requireCall(action, args, this.why)
    return refusalOf(this.#world, this.#walk.state, { action, args })
  }

  do(action: string, args: Arguments = {}): this {
    requireCall(action, args, this.do)
    const refusal = this.why(action, args)
    if (refusal !== null) throw playError(`${refusal.text} (${this.#where()})`, this.do)
    this.#walk.take({ action, args: this.#whole(action, args) })
    return this
  }

  /** With the values that the state gives. */
  #whole(action: string, args: Arguments): Arguments {
    const definition = this.#world.definition.actions.find(({ name }) => name === action)
    return (definition && this.#world.withGiven(definition, this.#walk.state, args)) ?? args
  }

  undo(): this {
    if (!this.#walk.undo()) throw playError('there is no step to undo: this is the initial state', this.undo)
    return this
  }

  expect(promise: string): this {
    const property = this.#property(promise)
    const settled = isSettled(this.#world, property, null, this.#walk.path)
    if (settled === null) {
      throw playError(`whether "${oneLine(promise)}" holds ${this.#where()} could not be found out`, this.expect)
    }
    if (settled !== isGoal(property.kind)) throw playError(this.#failure(property), this.expect)
    return this
  }

  text(): string {
    const { definition } = this.#world
    return pathText(tellPath(definition, this.trace), { color: false })
  }

  #property(name: string): Property {
    const { properties, name: spec } = this.#world.definition
    const property = properties.find((each) => each.name === name)
    if (property === undefined) {
      const names = properties.map((each) => each.name)
      throw playError(`"${oneLine(spec)}" has no promise "${oneLine(name)}"${suggest(name, names)}`, this.expect)
    }
    if (propertyTraits[property.kind].decidedBy === 'behaviour') {
      const { method } = propertyTraits[property.kind]
      const problem = `"${oneLine(name)}" (${method}) is about all that happens for ever, so no steps can show that it holds`
      throw playError(`${problem}; a check of the whole specification can`, this.expect)
    }
    return property
  }

  #failure(property: Property): string {
    const { path } = this.#walk
    if (isGoal(property.kind)) {
      const reasons = reasonsOf(this.#world, property, null, path).map(reasonText)
      return [`"${oneLine(property.name)}" is not reached ${this.#where()}`, ...reasons].join('\n  ')
    }
    const labels = 'parts' in property ? property.parts.map(({ label }) => label) : []
    const part = labels.find((label) => label !== null && isSettled(this.#world, property, label, path)) ?? null
    const traced = { property: property.name, kind: property.kind, part, trace: this.trace }
    return storyText(tell(this.#world.definition, traced), { color: false }).trimEnd()
  }

  #where(): string {
    const { length } = this.#walk.path.calls
    return length === 0 ? 'in the initial state' : `after step ${length}`
  }
}

function reasonText({ label, detail, values }: Reason): string {
  const read = values.map(({ path, value }) => `${path} = ${value}`).join(', ')
  return oneLine(`${label}: ${detail === '' ? 'false' : detail}${read === '' ? '' : `; it read ${read}`}`)
}

/** Where no compiler has said so. */
function requireCall(action: unknown, args: unknown, from: (...args: never[]) => unknown): void {
  if (typeof action !== 'string') throw playError(`an action is named by text; ${String(action)} was given`, from)
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) return
  const expected = 'expected an object, { parameter: value }'
  throw playError(`the arguments of "${oneLine(action)}" are ${oneLine(String(args))}; ${expected}`, from)
}
