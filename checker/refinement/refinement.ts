/**
 * Refinement of an abstract specification: a concrete state is mapped to an abstract one, and every concrete step must
 * then be a step of the abstract specification, or leave its state as it is (Abadi and Lamport, "The existence of
 * refinement mappings", 1991). The steps of the abstract specification are computed once a state, plainly, each with the
 * fairness conditions that it counts for; whether behaviours meet these is asked of the whole graph: see
 * `checker/liveness`.
 */
import type { ActionDefinition, PropertyDefinition, SpecDefinition, State } from '../../spec/language/index.ts'
import { asksForFairness } from '../../spec/language/property-kinds.ts'
import { StateMapping } from '../memo/functions.ts'
import { Program } from '../memo/program.ts'
import type { FunctionName } from '../model/function-names.ts'
import type { Place } from '../model/model.ts'
import type { PlainEvaluator, PlainSuccessor } from '../model/plain-evaluator.ts'
import { forEachElement, idOfValue } from '../model/read-changes.ts'
import { inconsistent, noInitialState } from '../model/spec-errors.ts'
import { keyOf } from '../model/state-ids.ts'
import { BadResult } from '../model/user-code.ts'
import { describeFound, member } from '../values/interner.ts'
import { AbstractFairness } from './abstract-fairness.ts'

/** By number of a state that steps lead to, the numbers of the fairness conditions that they count for, ascending. */
type Successors = ReadonlyMap<number, readonly number[]>

export type RefinementDefinition = Extract<PropertyDefinition, { kind: 'refines' }>

export class Refinement {
  /** Memo number of the mapping, whose result is the number of an abstract state. */
  readonly mapping: number
  /** What the abstract specification assumes; null where that is not asked for. */
  readonly fairness: AbstractFairness | null
  readonly #abstract: Program
  readonly #plain: PlainEvaluator
  readonly #numbers = new Map<string, number>()
  /** Ids in the abstract specification, by number of the state. */
  readonly #states: Int32Array[] = []
  readonly #successors = new Map<number, Successors>()
  readonly #enabled = new Map<number, ReadonlySet<number>>()
  /** Abstract states whose successors were worked out twice. */
  readonly #rechecked = new Set<number>()
  #initial: ReadonlySet<number> | null = null
  readonly #program: Program
  readonly #property: RefinementDefinition
  readonly #group: number

  constructor(program: Program, property: RefinementDefinition, group: number) {
    this.#program = program
    this.#property = property
    this.#group = group
    this.#abstract = new Program(property.abstract, null)
    this.#plain = this.#abstract.plain
    this.fairness = asksForFairness(property) ? new AbstractFairness(this.#abstract.model) : null
    this.mapping = program.memo.add(
      new StateMapping(group, property.name, property.map, (value) => this.numberOf(value)),
    )
  }

  get definition(): SpecDefinition {
    return this.#abstract.model.definition
  }

  /** The number of the state that a state is mapped to. */
  map(view: State): number {
    return this.numberOf(this.#property.map(view))
  }

  isInitial(state: number): boolean {
    this.#initial ??= this.#initialStates()
    return this.#initial.has(state)
  }

  #initialStates(): ReadonlySet<number> {
    const states = this.#asUserCode(() => this.#plain.initialStates())
    if (states.length === 0) throw noInitialState(this.definition)
    return new Set(states.map((ids) => this.#number(ids)))
  }

  /** Whether the abstract specification can go from one state to the other in one step, or need not go at all. */
  isStep(from: number, to: number): boolean {
    return from === to || this.#successorsFrom(from).has(to)
  }

  /** The fairness conditions, by number, that are enabled in an abstract state: those of the steps that change it. */
  enabledIn(state: number): ReadonlySet<number> {
    let enabled = this.#enabled.get(state)
    if (enabled === undefined) {
      enabled = new Set([...this.#successorsFrom(state).values()].flat())
      this.#enabled.set(state, enabled)
    }
    return enabled
  }

  /** Whether the step from one abstract state to another counts for a fairness condition. */
  countsFor(condition: number, from: number, to: number): boolean {
    return this.#successorsFrom(from).get(to)?.includes(condition) === true
  }

  #successorsFrom(state: number): Successors {
    let successors = this.#successors.get(state)
    if (successors === undefined) {
      successors = this.#successorsOf(state)
      this.#successors.set(state, successors)
    }
    return successors
  }

  /** Works out once more what the abstract specification does in a state. Throws where it does something else. */
  recheck(state: number): void {
    const known = this.#successors.get(state)
    if (known === undefined || this.#rechecked.has(state)) return
    this.#rechecked.add(state)
    const again = this.#successorsOf(state)
    const isAsBefore = ([state, conditions]: [number, readonly number[]]): boolean =>
      known.get(state)?.join() === conditions.join()
    if (again.size === known.size && [...again].every(isAsBefore)) return
    throw inconsistent(this.#program.model.definition, this.#name())
  }

  #successorsOf(state: number): Successors {
    const ids = this.#states[state] as Int32Array
    const view = this.fairness === null ? null : this.#plain.view(ids)
    const conditions = new Map<number, Set<number>>()
    for (const successor of this.#asUserCode(() => this.#plain.successors(ids))) {
      const target = this.#number(successor.ids)
      const known = conditions.get(target) ?? new Set()
      conditions.set(target, known)
      if (target !== state) for (const condition of this.#countedBy(successor, view)) known.add(condition)
    }
    return new Map([...conditions].map(([target, known]) => [target, [...known].sort((a, b) => a - b)]))
  }

  #countedBy({ action, args }: PlainSuccessor, view: State | null): readonly number[] {
    const { fairness } = this
    if (fairness === null || view === null) return []
    return this.#asUserCode(() => fairness.ofStep(view, this.definition.actions[action] as ActionDefinition, args))
  }

  /** Runs the abstract specification as part of the property, so that one that never returns has a name. */
  #asUserCode<T>(action: () => T): T {
    return this.#program.userCode.plain(this.#name(), this.#group, action)
  }

  #name(): FunctionName {
    return { kind: 'property', name: this.#property.name, detail: 'its abstract specification' }
  }

  /** The abstract state with this number, plainly. */
  stateOf(number: number): State {
    return this.#abstract.model.stateOf(this.#states[number] as Int32Array)
  }

  /** The number of a state as a mapping gave it. Throws `BadResult` where it is no state of the abstract specification. */
  numberOf(value: unknown): number {
    const { model } = this.#abstract
    const given = asRecord(value, 'the mapping gave')
    const known = [...model.groups.values()].filter(({ derived }) => derived === null)
    requireKeys(
      given,
      known.map(({ name }) => name),
      'the mapping',
      'variable',
    )
    const writes: number[] = []
    const put = (place: Place, content: unknown): void => {
      const { path, slot, members, shape } = place
      if (members === null) {
        writes.push(slot, idOfValue(model, place, content, 'is mapped to'))
        return
      }
      const [what, named] = shape?.kind === 'record' ? ['record', 'field'] : ['family', 'key']
      const given = asRecord(content, `the mapping gave for the ${what} "${path}"`)
      requireKeys(given, [...members.keys()], `the mapping of ${what} "${path}"`, named)
      for (const [key, inside] of members) put(inside, given[key])
    }
    for (const group of known) {
      const { name, pool } = group
      if (pool === null) put(group, given[name])
      else forEachElement(model, pool, given[name], 'is mapped to', (...write) => writes.push(...write))
    }
    return this.#number(model.after(new Int32Array(0), writes))
  }

  #number(ids: Int32Array): number {
    const key = keyOf(ids)
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#states.push(ids) - 1
      this.#numbers.set(key, number)
    }
    return number
  }
}

function asRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
  if (isObject) return value as Record<string, unknown>
  throw new BadResult(
    'not-a-result',
    `${what} ${describeFound(value)}`,
    'It gives an object with every variable of the abstract specification, families and records as objects with every key.',
  )
}

function requireKeys(given: object, known: readonly string[], what: string, kind: string): void {
  const missing = known.find((name) => !Object.hasOwn(given, name))
  if (missing !== undefined) {
    throw new BadResult(
      'not-a-result',
      `${what} gives no value for ${kind} ${member('', missing).replace(/^\./, '')}`,
      `The abstract specification has: ${known.join(', ')}.`,
    )
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new BadResult(
      'not-a-result',
      `${what} gives "${unknown}", which the abstract specification does not have`,
      `It has: ${known.join(', ')}.`,
    )
  }
}
