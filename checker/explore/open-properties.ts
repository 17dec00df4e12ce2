/** The properties that are still to be decided, and what states, steps and the lack of steps say about them. */
import type { PropertyDefinition } from '../../spec/language/index.ts'
import {
  type Condition,
  conditionsOf,
  type DecidedBy,
  isGoal,
  propertyTraits,
} from '../../spec/language/property-kinds.ts'
import { FALSE, TRUE } from '../memo/functions.ts'
import type { FunctionGroup } from '../memo/memo.ts'
import type { CompiledPart, CompiledProperty, Program } from '../memo/program.ts'
import { Refinement } from '../refinement/refinement.ts'
import type { Sightings } from './sightings.ts'
import type { OpenConditions } from './verifier.ts'

/** One condition to evaluate on every new state; parts of a property stand together, in order. */
interface StateCheck {
  readonly property: number
  readonly label: string | null
  readonly fn: number
  /** The leaf that settles the property. */
  readonly settles: number
  readonly group: FunctionGroup
  /** Of an `unless`: what may end it; null for others. */
  readonly until: number | null
}

/** Ids of all slots before and after a step, and both one after the other. */
export interface StepIds {
  readonly before: Int32Array
  readonly after: Int32Array
  readonly both: Int32Array
}

export class OpenProperties {
  /** Transitions whose target lay outside a constraint. */
  constraintCut = 0
  /** What is evaluated, for comparing it with plain runs. */
  conditions: OpenConditions = { parts: [], lasting: [], steps: [], refinements: [] }
  readonly #program: Program
  readonly #sightings: Sightings
  /** Positions in the definition. */
  #open: number[]
  #states: StateCheck[] = []
  #steps: number[] = []
  /** Conditions that a step must not make false. */
  #lasting: StateCheck[] = []
  #refining: number[] = []
  #deadlock = -1
  readonly #refinements = new Map<number, Refinement>()

  constructor(program: Program, sightings: Sightings) {
    this.#program = program
    this.#sightings = sightings
    program.properties.forEach(({ definition }, property) => {
      if (definition.kind !== 'refines') return
      this.#refinements.set(property, new Refinement(program, definition, program.propertyGroup(property)))
    })
    this.#open = program.properties.map((_, property) => property)
    this.#sort()
  }

  get count(): number {
    return this.#open.length
  }

  /** Whether successors must be looked at one by one, for step properties or constraints. */
  get needSteps(): boolean {
    const watched = this.#steps.length + this.#lasting.length + this.#refining.length
    return watched > 0 || this.#program.constraints.length > 0
  }

  get needStates(): boolean {
    return this.#states.length > 0
  }

  /** Whether some promise, as opposed to a goal, is broken. */
  get isAnyBroken(): boolean {
    return this.#sightings.properties.some((property) => !isGoal(this.#definition(property).kind))
  }

  /** Properties that something was found about need no more looking. */
  retire(): void {
    this.#open = this.#open.filter((property) => this.#sightings.get(property) === undefined)
    this.#sort()
  }

  /** Checks a state, given by the ids of all slots. */
  checkState(ids: Int32Array, depth: number): void {
    const { memo, model } = this.#program
    const checks = this.#states
    for (let at = 0; at < checks.length; at++) {
      const check = checks[at] as StateCheck
      check.group.lookups++
      if (memo.lookup(check.fn, ids) !== check.settles) continue
      const found = { depth, ids: ids.slice(0, model.stored), part: check.label, step: null }
      this.#sightings.offer(check.property, found)
      while (checks[at + 1]?.property === check.property) at++
    }
  }

  refinement(property: number): Refinement | undefined {
    return this.#refinements.get(property)
  }

  /** Checks an initial state, given by the ids of all slots, for refinements, which ask something of initial states. */
  checkInitial(ids: Int32Array): void {
    const { model } = this.#program
    for (const property of this.#refining) {
      const refinement = this.#refinements.get(property) as Refinement
      if (refinement.isInitial(this.#mapped(property, refinement, ids))) continue
      this.#sightings.offer(property, { depth: 1, ids: ids.slice(0, model.stored), part: null, step: null })
    }
  }

  /** Checks a step that this instance takes from a state of this depth. */
  checkStep({ before, after, both }: StepIds, instance: number, depth: number): void {
    const { memo, model } = this.#program
    const broken = (property: number, part: string | null): void => {
      const step = { fn: instance, ids: after.slice(0, model.stored) }
      this.#sightings.offer(property, { depth, ids: before.slice(0, model.stored), part, step })
    }
    for (const property of this.#steps) {
      const predicate = this.#program.stepPredicate(this.#program.stepCondition(property), instance)
      memo.group(memo.function(predicate).group).lookups++
      const holds = memo.lookup(predicate, both) === TRUE
      if (holds === isGoal(this.#definition(property).kind)) broken(property, null)
    }
    for (const { property, label, fn, group, until } of this.#lasting) {
      group.lookups += 2
      const wasTrue = memo.lookup(fn, before) === TRUE
      if (until === null) {
        if (wasTrue && memo.lookup(fn, after) === FALSE) broken(property, label)
        continue
      }
      group.lookups += 2
      const wasEnded = memo.lookup(until, before) === TRUE
      if (!wasTrue || wasEnded || memo.lookup(fn, after) === TRUE) continue
      if (memo.lookup(until, after) === FALSE) broken(property, label)
    }
    for (const property of this.#refining) {
      const refinement = this.#refinements.get(property) as Refinement
      const from = this.#mapped(property, refinement, before)
      if (!refinement.isStep(from, this.#mapped(property, refinement, after))) broken(property, null)
    }
  }

  #mapped(property: number, refinement: Refinement, ids: Int32Array): number {
    const { memo } = this.#program
    memo.group(this.#program.propertyGroup(property)).lookups++
    return ~memo.lookup(refinement.mapping, ids)
  }

  /** Whether a state lies outside a constraint; if so it is checked here, because it will not be stored. */
  isOutside(ids: Int32Array, depth: number): boolean {
    const { constraints, memo } = this.#program
    for (const { fn } of constraints) {
      memo.group(memo.function(fn).group).lookups++
      if (memo.lookup(fn, ids) !== FALSE) continue
      this.constraintCut++
      this.checkState(ids, depth)
      return true
    }
    return false
  }

  /** Notes a state in which nothing is enabled, unless it is final. */
  checkDeadlock(ids: Int32Array, depth: number): void {
    if (this.#deadlock < 0) return
    const { memo, model, properties } = this.#program
    const [isFinal] = (properties[this.#deadlock] as CompiledProperty).parts
    if (isFinal !== undefined) {
      memo.group(memo.function(isFinal.fn).group).lookups++
      if (memo.lookup(isFinal.fn, ids) === TRUE) return
    }
    this.#sightings.offer(this.#deadlock, { depth, ids: ids.slice(0, model.stored), part: null, step: null })
  }

  #sort(): void {
    const decidedBy = (what: DecidedBy): number[] =>
      this.#open.filter((property) => propertyTraits[this.#definition(property).kind].decidedBy === what)
    const ofSteps = decidedBy('step')
    const asking = (role: Condition['role']): number[] =>
      ofSteps.filter((property) => conditionsOf(this.#definition(property)).some((each) => each.role === role))
    const states = decidedBy('state')
    this.#states = states.flatMap((property) => this.#checksOf(property))
    this.#steps = asking('step')
    const lasting = asking('holds')
    this.#lasting = lasting.flatMap((property) => this.#checksOf(property))
    this.#refining = asking('mapping')
    this.#deadlock = decidedBy('end')[0] ?? -1
    const partsOf = (property: number): readonly CompiledPart[] => {
      const { parts, responses } = this.#program.properties[property] as CompiledProperty
      return [...parts, ...responses]
    }
    const refinements = this.#refining.map((property) => this.#refinements.get(property) as Refinement)
    this.conditions = {
      parts: states.flatMap(partsOf),
      lasting: lasting.flatMap(partsOf),
      steps: this.#steps,
      refinements,
    }
  }

  #checksOf(property: number): StateCheck[] {
    const { memo, properties } = this.#program
    const { definition, parts, responses } = properties[property] as CompiledProperty
    const settles = isGoal(definition.kind) ? TRUE : FALSE
    return parts.map(({ fn, label }, at) => {
      const until = responses[at]?.fn ?? null
      return { property, label, fn, settles, group: memo.group(memo.function(fn).group), until }
    })
  }

  #definition(property: number): PropertyDefinition {
    return (this.#program.properties[property] as CompiledProperty).definition
  }
}
