/** The kinds of memoised functions. A result r ≥ 0 is the leaf `~r`, that is `-1 - r`. */

import { disabled } from '../../spec/language/builder-types.ts'
import { halvesOf } from '../../spec/language/implication.ts'
import type {
  ActionDefinition,
  Arguments,
  DerivedDefinition,
  ParameterDefinition,
  State,
} from '../../spec/language/index.ts'
import type { KeyPath } from '../../spec/language/keys.ts'
import { choicesFor } from '../../spec/language/parameters.ts'
import { describeArguments, describeValue, type FunctionName } from '../model/function-names.ts'
import { FunctionReads } from '../model/function-reads.ts'
import type { Model } from '../model/model.ts'
import type { PoolPart } from '../model/pool-part.ts'
import { type NoteWholeFamily, readChanges, type Writes } from '../model/read-changes.ts'
import { choicesIn, requireBoolean } from '../model/results.ts'
import type { UserRun } from '../model/user-run.ts'
import type { SlotTable } from '../values/slot-table.ts'
import type { Effects } from './effects.ts'
import { writesIn } from './list-effects.ts'
import type { FunctionGroup, MemoFunction } from './memo.ts'
import type { Witnesses } from './witnesses.ts'

/** Leaves of predicates. */
export const FALSE: number = ~0
export const TRUE: number = ~1
/** Leaves of actions: not enabled; from `~2` on, enabled with effect number `~leaf - 2`. */
export const GUARD_FALSE: number = ~0
export const DISABLED: number = ~1

/** A condition on one state. */
export class StatePredicate implements MemoFunction {
  readonly group: number
  readonly reads: FunctionReads
  wasTrue = false
  /** Whether the antecedent was, where it is an implication. */
  antecedentWasTrue = false
  readonly #name: FunctionName
  readonly #holds: (state: State) => boolean

  constructor(group: number, name: FunctionName, holds: (state: State) => boolean, slots: number) {
    this.group = group
    this.reads = new FunctionReads(slots)
    this.#name = name
    this.#holds = holds
  }

  name(): FunctionName {
    return this.#name
  }

  compute(run: UserRun): number {
    const noteAntecedent = (): void => {
      this.antecedentWasTrue = true
    }
    if (!isTrue(this.#holds, noteAntecedent, run.view())) return FALSE
    this.wasTrue = true
    return TRUE
  }
}

/** Evaluates a condition; where it is an implication whose antecedent is true, that is noted. */
function isTrue<Args extends readonly unknown[]>(
  condition: (...args: Args) => unknown,
  noteAntecedent: () => void,
  ...args: Args
): boolean {
  const halves = halvesOf(condition)
  if (halves === null) return requireBoolean(condition(...args), 'the condition')
  if (!requireBoolean(halves.antecedent(...args), 'the antecedent')) return true
  noteAntecedent()
  return requireBoolean(halves.consequent(...args), 'the consequent')
}

/** The mapping of a refinement; its result is the number of the state it gives. */
export class StateMapping implements MemoFunction {
  readonly group: number
  readonly #property: string
  readonly #map: (state: State) => unknown
  readonly #numberOf: (value: unknown) => number

  constructor(group: number, property: string, map: (state: State) => unknown, numberOf: (value: unknown) => number) {
    this.group = group
    this.#property = property
    this.#map = map
    this.#numberOf = numberOf
  }

  name(): FunctionName {
    return { kind: 'property', name: this.#property, detail: 'its mapping' }
  }

  compute(run: UserRun): number {
    return ~this.#numberOf(this.#map(run.view()))
  }
}

interface Step {
  readonly action: string
  readonly args: Arguments
}

/** A condition on a step with given action and arguments. */
export class StepPredicate implements MemoFunction {
  readonly isOfSteps = true
  readonly group: number
  readonly #property: string
  readonly #holds: (before: State, step: Step, after: State) => boolean
  readonly #step: Step
  readonly #context: StepContext

  constructor(
    group: number,
    property: string,
    holds: (before: State, step: Step, after: State) => boolean,
    step: Step,
    context: StepContext,
  ) {
    this.group = group
    this.#property = property
    this.#holds = holds
    this.#step = Object.freeze(step)
    this.#context = context
  }

  name(): FunctionName {
    const { action, args } = this.#step
    const step = `step ${action}${Object.keys(args).length === 0 ? '' : `, ${describeArguments(args)}`}`
    const { detail } = this.#context
    return { kind: 'property', name: this.#property, detail: detail === '' ? step : `${detail}, ${step}` }
  }

  compute(run: UserRun): number {
    const { property, action, slots, witnesses } = this.#context
    const args = witnesses.watched(action, this.#step.args)
    const seen = args === this.#step.args ? this.#step : Object.freeze({ action: this.#step.action, args })
    const step = run.wrap === null ? seen : (run.wrap(this.#step, 'step') as Step)
    const noteAntecedent = (): void => {
      witnesses.antecedentWasTrue[property] = 1
    }
    return isTrue(this.#holds, noteAntecedent, run.view(0), step, run.view(slots)) ? TRUE : FALSE
  }
}

export interface StepContext {
  /** Position of the property in the definition. */
  readonly property: number
  /** Position of the step's action. */
  readonly action: number
  /** Which condition of the property it is; '' where it has only one. */
  readonly detail: string
  /** Number of slots of a state. */
  readonly slots: number
  readonly witnesses: Witnesses
}

export class DerivedValue implements MemoFunction {
  readonly group: number
  readonly reads: FunctionReads
  readonly #definition: DerivedDefinition
  readonly #keys: KeyPath
  readonly #model: Model
  readonly #table: SlotTable

  constructor(group: number, model: Model, table: SlotTable, definition: DerivedDefinition, keys: KeyPath) {
    this.group = group
    this.reads = new FunctionReads(model.slots)
    this.#model = model
    this.#table = table
    this.#definition = definition
    this.#keys = keys
  }

  name(): FunctionName {
    return {
      kind: 'derived',
      name: this.#definition.name,
      detail: this.#keys.map((key) => describeValue(key)).join(', '),
    }
  }

  compute(run: UserRun): number {
    const { compute } = this.#definition
    const value = compute(run.view(), ...this.#keys)
    return ~this.#table.idOf(this.#model.interner.canonical(value, this.#table.path))
  }
}

/** An action with its arguments. */
export class ActionInstance implements MemoFunction {
  readonly group: number
  /** Position of the action in the definition. */
  readonly action: number
  readonly args: Arguments
  readonly #definition: ActionDefinition
  readonly #model: Model
  readonly #effects: Effects
  readonly #counts: FunctionGroup
  readonly #witnesses: Witnesses
  readonly #noteWholeFamily: NoteWholeFamily

  constructor(
    group: number,
    action: number,
    args: Arguments,
    context: {
      readonly model: Model
      readonly effects: Effects
      readonly counts: FunctionGroup
      readonly witnesses: Witnesses
      readonly noteWholeFamily: NoteWholeFamily
    },
  ) {
    this.group = group
    this.action = action
    this.args = Object.freeze(args)
    this.#definition = context.model.definition.actions[action] as ActionDefinition
    this.#model = context.model
    this.#effects = context.effects
    this.#counts = context.counts
    this.#witnesses = context.witnesses
    this.#noteWholeFamily = context.noteWholeFamily
  }

  name(): FunctionName {
    return { kind: 'action', name: this.#definition.name, detail: describeArguments(this.args) }
  }

  compute(run: UserRun): number {
    const { guard, effect } = this.#definition
    const state = run.view()
    const args = this.#witnesses.watched(this.action, run.arguments(this.args))
    if (guard !== null) {
      const isEnabled = requireBoolean(guard(state, args), 'the guard')
      this.#witnesses.noteGuard(this.action, isEnabled)
      if (!isEnabled) return GUARD_FALSE
    }
    const result = effect(state, args)
    const writes =
      result === disabled ? null : readChanges(this.#model, run, { view: state, result }, this.#noteWholeFamily)
    this.#witnesses.noteEffect(this.action, writes?.fixed ?? null)
    return writes === null ? DISABLED : ~(2 + this.#effectOf(writes, run.environment))
  }

  #effectOf(writes: Writes, ids: Int32Array): number {
    if (this.#counts.isMemoised) {
      return writes.lists.length === 0 ? this.#effects.add(writes.fixed) : this.#effects.lists.add(writes)
    }
    const settled = writesIn(writes, ids)
    this.#witnesses.noteWrites(settled)
    return this.#effects.lend(settled)
  }
}

/** The condition of a fairness assumption, for a step of an action with given arguments. */
export class FairnessPredicate implements MemoFunction {
  readonly group: number
  readonly #action: number
  readonly #name: string
  readonly #condition: (state: State, args: Arguments) => boolean
  readonly #args: Arguments
  readonly #witnesses: Witnesses

  constructor(
    group: number,
    { action, args, name }: { readonly action: number; readonly args: Arguments; readonly name: string },
    condition: (state: State, args: Arguments) => boolean,
    witnesses: Witnesses,
  ) {
    this.group = group
    this.#action = action
    this.#name = name
    this.#condition = condition
    this.#args = args
    this.#witnesses = witnesses
  }

  name(): FunctionName {
    return { kind: 'fairness', name: this.#name, detail: describeArguments(this.#args) }
  }

  compute(run: UserRun): number {
    const args = this.#witnesses.watched(this.#action, run.arguments(this.#args))
    return requireBoolean(this.#condition(run.view(), args), 'the condition') ? TRUE : FALSE
  }
}

/** What the values of a domain stand for. */
export interface DomainResults {
  /** A number for the instances, or further domains, of these values. */
  ofValues(values: readonly unknown[]): number
  /** A number for those of the elements of a part, whichever are there. */
  ofPart(part: PoolPart): number
}

/** A parameter's domain that depends on the state, for given earlier arguments. */
export class Domain implements MemoFunction {
  readonly group: number
  readonly #action: number
  readonly #parameter: ParameterDefinition
  readonly #prefix: Arguments
  readonly #model: Model
  readonly #witnesses: Witnesses
  readonly #results: DomainResults
  /**
   * Whether it may give back a part of a pool untouched: what it did in its first run. Where it did, it is always tried
   * first, so that equal situations read the same.
   */
  #givesParts: boolean
  #gavePart = false

  constructor(
    group: number,
    context: { readonly model: Model; readonly witnesses: Witnesses },
    action: number,
    parameter: ParameterDefinition,
    prefix: Arguments,
    results: DomainResults,
  ) {
    this.group = group
    this.#model = context.model
    this.#witnesses = context.witnesses
    this.#action = action
    this.#parameter = parameter
    this.#prefix = Object.freeze(prefix)
    this.#results = results
    this.#givesParts = parameter.isGiven !== true && context.model.hasPools
  }

  name(): FunctionName {
    const before = describeArguments(this.#prefix)
    return {
      kind: 'domain',
      name: this.#model.definition.actions[this.#action]?.name ?? '',
      detail: `${this.#parameter.name}${before === '' ? '' : `, given ${before}`}`,
    }
  }

  compute(run: UserRun): number {
    const args = this.#witnesses.watched(this.#action, run.arguments(this.#prefix))
    if (this.#givesParts && run.wrap === null) {
      const part = run.untouchedPartOf(this.#prefix, () => choicesFor(this.#parameter, run.view(), args))
      if (part !== null) {
        this.#gavePart = true
        return ~this.#results.ofPart(part)
      }
      this.#givesParts = this.#gavePart
    }
    return ~this.#results.ofValues(choicesIn(this.#model, this.#parameter, run.view(), args))
  }
}
