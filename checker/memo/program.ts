/**
 * A specification ready to be explored: every user function memoised, actions multiplied out over their constant
 * parameters, the others waiting behind the domain that decides about them.
 */

import type {
  Arguments,
  Assumption,
  FairnessDefinition,
  ParameterDefinition,
  PropertyDefinition,
  SpecDefinition,
  StatePart,
  StepCondition,
} from '../../spec/language/index.ts'
import { assumptionsOf, conditionsOf } from '../../spec/language/property-kinds.ts'
import { Model } from '../model/model.ts'
import { PlainEvaluator } from '../model/plain-evaluator.ts'
import type { PoolPart } from '../model/pool-part.ts'
import { choicesIn } from '../model/results.ts'
import { UserCode } from '../model/user-code.ts'
import { Symmetry } from '../symmetry/symmetry.ts'
import { SegmentedMap } from '../values/segmented-map.ts'
import { withRoom } from '../values/with-room.ts'
import { addIfEnabled, Dispatch } from './dispatch.ts'
import { Effects } from './effects.ts'
import { EnabledList } from './enabled-list.ts'
import { ActionInstance, DerivedValue, Domain, FairnessPredicate, StatePredicate, StepPredicate } from './functions.ts'
import { type FunctionGroup, Memo, type MemoOptions } from './memo.ts'
import { PartList } from './part-list.ts'
import { PresentElements } from './present-elements.ts'
import { Witnesses } from './witnesses.ts'

/** A condition of a property or a constraint, by its memo number. */
export interface CompiledPart {
  readonly label: string | null
  readonly fn: number
  readonly holds: StatePart['holds']
}

/** A condition of steps; each action instance has a function of its own for it. */
export interface CompiledStep {
  readonly label: string | null
  /** Position of its property. */
  readonly property: number
  readonly holds: StepCondition
  /** What functions are called besides the name of the property; '' where there is only one. */
  readonly detail: string
}

/** What is assumed to happen again and again: a condition of states, or of steps. */
export interface CompiledAssumptions {
  readonly states: readonly CompiledPart[]
  readonly steps: readonly CompiledStep[]
}

export interface CompiledProperty {
  readonly definition: PropertyDefinition
  /** State conditions; of `deadlock-free` the final states, of `leads-to` and `leads-to-always` the triggers. */
  readonly parts: readonly CompiledPart[]
  /** The responses of a property with triggers, and what may end the conditions of an `unless`: one for each part. */
  readonly responses: readonly CompiledPart[]
  /** Conditions of steps; of `infinitely-often-step` one for each part. */
  readonly steps: readonly CompiledStep[]
  /** By position of the part. */
  readonly assumptions: readonly CompiledAssumptions[]
}

export class Program {
  readonly model: Model
  readonly userCode: UserCode
  readonly memo: Memo
  readonly effects = new Effects()
  readonly witnesses: Witnesses
  /** The specification without the memo. */
  readonly plain: PlainEvaluator
  /** Null where no ids are interchangeable. */
  readonly symmetry: Symmetry | null
  readonly properties: readonly CompiledProperty[]
  readonly constraints: readonly (CompiledPart & { readonly name: string })[]
  /** Filled by `findSuccessors`; good until its next call. */
  readonly enabled = new EnabledList()
  /** Memo numbers of the instances of actions whose parameters are all constant. */
  readonly fixed: Int32Array
  /** Domains to ask in every state, by memo number. */
  readonly branches: readonly number[]
  /**
   * What a domain's result stands for: memo numbers, those of instances as they are, those of further domains as ~n.
   */
  readonly lists: Int32Array[] = []
  /** Bytes taken by `lists`, an estimate. */
  listBytes = 0
  /** Action number by memo number of an instance. */
  actionOf: Int32Array = new Int32Array(64)
  /**
   * By action: families of which an action returned all members with at most one changed, and how often; `inbox.*` are
   * all those that `inbox` consists of.
   */
  readonly wholeFamilies: Map<string, number>[] = []
  readonly #noteWrites = (writes: readonly number[]): void => this.witnesses.noteWrites(writes)
  readonly #dispatch: Dispatch
  /** By number of a domain's result. */
  readonly #dispatches: (Dispatch | undefined)[] = []
  /** The same for results that are the elements of a part; their list is empty. */
  readonly #partLists: (PartList | undefined)[] = []
  readonly #present: PresentElements
  readonly #calmStates: number | undefined
  readonly #actionGroups: number[]
  readonly #domainGroups: (readonly (number | null)[])[]
  readonly #lists = new SegmentedMap<string, number>()
  /** Memo number and group of each derived slot. */
  readonly #derived: number[] = []
  readonly #derivedGroups: FunctionGroup[] = []
  readonly #computing = new Set<number>()
  readonly #stepPredicates = new Map<CompiledStep, Map<number, number>>()
  /** Conditions of fairness: their group, and their memo numbers by instance. */
  readonly #fairnessPredicates = new Map<
    FairnessDefinition,
    { readonly group: number; readonly numbers: Map<number, number> }
  >()
  /** Groups of the properties, by position. */
  readonly #propertyGroups: number[] = []

  /** `activity` is as in `Hooks`. */
  constructor(definition: SpecDefinition, activity: Int32Array | null, options: MemoOptions = {}) {
    const computeDerived = (slot: number, environment: Int32Array): number => this.#computeDerived(slot, environment)
    this.model = new Model(definition)
    this.#present = new PresentElements(this.model)
    this.userCode = new UserCode(this.model, activity, computeDerived)
    this.memo = new Memo(this.userCode, computeDerived, options)
    this.witnesses = new Witnesses(this.model)
    this.plain = new PlainEvaluator(this.userCode, (action) => this.actionGroup(action))
    this.symmetry = (definition.symmetric ?? []).some((ids) => ids.length > 1) ? new Symmetry(this.model) : null
    this.#actionGroups = definition.actions.map((action) => this.memo.addGroup('action', action.name))
    this.#domainGroups = definition.actions.map((action) =>
      action.parameters.map(({ name, domain }) =>
        typeof domain === 'function' ? this.memo.addGroup('domain', `${action.name}.${name}`) : null,
      ),
    )
    for (const _ of definition.actions) this.wholeFamilies.push(new Map())
    this.#addDerived()
    this.properties = definition.properties.map((property, at) => this.#compileProperty(property, at))
    this.constraints = definition.constraints.map(({ name, holds }) => {
      const group = this.memo.addGroup('constraint', name)
      return {
        name,
        label: null,
        holds,
        fn: this.memo.add(new StatePredicate(group, { kind: 'constraint', name, detail: '' }, holds, this.model.slots)),
      }
    })
    const roots = definition.actions.flatMap((_, action) => this.#multiplyOut(action, 0, {}))
    this.fixed = Int32Array.from(roots.filter((root) => root >= 0))
    for (const fn of this.fixed) this.memo.group(this.memo.function(fn).group).askedInEachState++
    this.#calmStates = options.calmStates
    this.#dispatch = new Dispatch(this.memo, this.fixed, this.#calmStates)
    this.branches = roots.filter((root) => root < 0).map((root) => ~root)
  }

  /** Puts every action instance that is enabled in the state with these ids into `enabled`. */
  findSuccessors(ids: Int32Array): void {
    this.enabled.count = 0
    this.effects.release()
    this.#present.forget()
    this.#dispatch.collect(ids, this.enabled)
    for (const branch of this.branches) this.#branch(branch, ids)
    this.effects.lists.settle(this.enabled, ids, this.#noteWrites)
  }

  /** Instances (n) and further domains (~n) that a domain leads to in the state with these ids. */
  behind(domain: number, ids: Int32Array): readonly number[] {
    const number = ~this.memo.lookup(domain, ids)
    const ofPart = this.#partLists[number]
    if (ofPart === undefined) return [...(this.lists[number] as Int32Array)]
    this.#present.forget()
    const { present } = ofPart
    present.find(ids)
    return [...present.slots.subarray(0, present.count)].flatMap((slot) => [...ofPart.childrenAt(slot)])
  }

  #branch(domain: number, ids: Int32Array): void {
    const { memo } = this
    memo.group(memo.function(domain).group).lookups++
    const number = ~memo.lookup(domain, ids)
    const ofPart = this.#partLists[number]
    if (ofPart !== undefined) {
      this.#branchOnElements(ofPart, ids)
      return
    }
    const list = this.lists[number] as Int32Array
    if (list.length === 0) return
    // All of a list are instances of one action, or all are domains of one of its parameters.
    if ((list[0] as number) < 0) {
      for (let at = 0; at < list.length; at++) this.#branch(~(list[at] as number), ids)
      return
    }
    memo.group(this.actionGroup(this.actionOf[list[0] as number] as number)).lookups += list.length
    this.#dispatchOfList(number).collect(ids, this.enabled)
  }

  #branchOnElements(list: PartList, ids: Int32Array): void {
    const { memo } = this
    const { present } = list
    present.find(ids)
    const { slots, count } = present
    let instance = -1
    let instances = 0
    for (let at = 0; at < count; at++) {
      const children = list.childrenAt(slots[at] as number)
      for (let child = 0; child < children.length; child++) {
        const number = children[child] as number
        if (number < 0) {
          this.#branch(~number, ids)
          continue
        }
        addIfEnabled(memo, number, ids, this.enabled)
        instance = number
        instances++
      }
    }
    if (instances > 0) memo.group(this.actionGroup(this.actionOf[instance] as number)).lookups += instances
  }

  #dispatchOfList(number: number): Dispatch {
    const known = this.#dispatches[number]
    if (known !== undefined) return known
    const dispatch = new Dispatch(this.memo, this.lists[number] as Int32Array, this.#calmStates)
    this.#dispatches[number] = dispatch
    return dispatch
  }

  /** Group of an action's instances. */
  actionGroup(action: number): number {
    return this.#actionGroups[action] as number
  }

  /** Group of what a property runs. */
  propertyGroup(property: number): number {
    return this.#propertyGroups[property] as number
  }

  instance(fn: number): ActionInstance {
    return this.memo.function(fn) as ActionInstance
  }

  /** The function behind a condition of a state. */
  statePredicate(fn: number): StatePredicate {
    return this.memo.function(fn) as StatePredicate
  }

  /** The function behind a derived slot. */
  derivedValue(slot: number): DerivedValue {
    return this.memo.function(this.#derived[slot - this.model.firstComputed] as number) as DerivedValue
  }

  /** The condition of steps of a property that has one. */
  stepCondition(property: number): CompiledStep {
    return this.properties[property]?.steps[0] as CompiledStep
  }

  /** The memo number of a condition of steps for one action instance. */
  stepPredicate(condition: CompiledStep, instance: number): number {
    let byInstance = this.#stepPredicates.get(condition)
    if (byInstance === undefined) {
      byInstance = new Map()
      this.#stepPredicates.set(condition, byInstance)
    }
    let fn = byInstance.get(instance)
    if (fn === undefined) {
      const { property, detail, holds } = condition
      const { name } = this.model.definition.properties[property] as PropertyDefinition
      const { action, args } = this.instance(instance)
      const step = { action: this.model.definition.actions[action]?.name as string, args }
      const group = this.propertyGroup(property)
      const context = { property, action, detail, slots: this.model.slots, witnesses: this.witnesses }
      fn = this.memo.add(new StepPredicate(group, name, holds, step, context))
      byInstance.set(instance, fn)
    }
    return fn
  }

  /** The memo number of a fairness assumption's condition for one action instance. */
  fairnessPredicate(definition: FairnessDefinition, instance: number): number {
    const { condition } = definition
    if (condition === null) throw new Error('unreachable: fairness is assumed of the whole action')
    let byInstance = this.#fairnessPredicates.get(definition)
    if (byInstance === undefined) {
      byInstance = { group: this.memo.addGroup('fairness', definition.actions.join(' or ')), numbers: new Map() }
      this.#fairnessPredicates.set(definition, byInstance)
    }
    const { group, numbers } = byInstance
    let fn = numbers.get(instance)
    if (fn === undefined) {
      const { action, args } = this.instance(instance)
      const name = this.model.definition.actions[action]?.name as string
      fn = this.memo.add(new FairnessPredicate(group, { action, args, name }, condition, this.witnesses))
      numbers.set(instance, fn)
    }
    return fn
  }

  #addDerived(): void {
    const groups = new Map<string, number>()
    this.model.derivations.forEach(({ definition, keys }, at) => {
      let group = groups.get(definition.name)
      if (group === undefined) {
        group = this.memo.addGroup('derived', definition.name)
        groups.set(definition.name, group)
      }
      const table = this.model.table(this.model.firstComputed + at)
      this.#derivedGroups.push(this.memo.group(group))
      this.#derived.push(this.memo.add(new DerivedValue(group, this.model, table, definition, keys)))
    })
  }

  /** The slot may lie in the second half of a step's environment: then the state after is what counts. */
  #computeDerived(slot: number, environment: Int32Array): number {
    const { slots, firstComputed } = this.model
    const isAfter = slot >= slots
    const state = isAfter ? environment.subarray(slots) : environment
    const own = isAfter ? slot - slots : slot
    const part = this.model.partAt(own)
    if (part !== undefined) return part.idIn(state)
    const fn = this.#derived[own - firstComputed] as number
    const group = this.#derivedGroups[own - firstComputed] as FunctionGroup
    group.lookups++
    const leaf = this.memo.trie.walk(this.memo.roots[fn] as number, state)
    return leaf !== 0 ? ~leaf : this.#runDerived(fn, slot, own, state)
  }

  #runDerived(fn: number, slot: number, own: number, state: Int32Array): number {
    if (this.#computing.has(slot)) {
      return this.userCode.report(
        'declaration',
        `${this.model.path(own)} is derived from itself`,
        'A derived value may read variables and the derived values declared before it.',
      )
    }
    this.#computing.add(slot)
    try {
      return ~this.memo.run(fn, state)
    } finally {
      this.#computing.delete(slot)
    }
  }

  #compileProperty(property: PropertyDefinition, at: number): CompiledProperty {
    const group = this.memo.addGroup('property', property.name)
    this.#propertyGroups.push(group)
    const ofState = (label: string | null, holds: StatePart['holds'], detail = label ?? ''): CompiledPart => ({
      label,
      holds,
      fn: this.memo.add(
        new StatePredicate(group, { kind: 'property', name: property.name, detail }, holds, this.model.slots),
      ),
    })
    const ofStep = (label: string | null, holds: StepCondition, detail = label ?? ''): CompiledStep => ({
      label,
      holds,
      detail,
      property: at,
    })
    const parts: CompiledPart[] = []
    const responses: CompiledPart[] = []
    const steps: CompiledStep[] = []
    for (const each of conditionsOf(property)) {
      const { label } = each
      if (each.role === 'response' || each.role === 'until') responses.push(ofState(label, each.holds))
      else if (each.role === 'step') steps.push(ofStep(label, each.holds))
      else if (each.role === 'holds' || each.role === 'trigger' || each.role === 'final')
        parts.push(ofState(label, each.holds))
    }
    const assumptions = assumptionsOf(property).map((assumed) => {
      const detail = ({ label }: Assumption): string => `assuming ${label}`
      return {
        states: assumed.flatMap((each) =>
          each.of === 'states' ? [ofState(each.label, each.holds, detail(each))] : [],
        ),
        steps: assumed.flatMap((each) => (each.of === 'steps' ? [ofStep(each.label, each.holds, detail(each))] : [])),
      }
    })
    return { definition: property, parts, responses, steps, assumptions }
  }

  /**
   * Instances (n) and domains (~n) of an action from parameter `at` on, given the arguments before it. Constant
   * parameters are multiplied out at once.
   */
  #multiplyOut(action: number, at: number, args: Arguments): number[] {
    const definition = this.model.definition.actions[action]
    const parameter = definition?.parameters[at]
    if (definition === undefined || parameter === undefined) return [this.#addInstance(action, args)]
    if (typeof parameter.domain !== 'function') {
      return this.#constantDomain(definition.name, action, parameter).flatMap((value) =>
        this.#multiplyOut(action, at + 1, { ...args, [parameter.name]: value }),
      )
    }
    const children = new SegmentedMap<unknown, readonly number[]>()
    const childrenFor = (value: unknown): readonly number[] => {
      let child = children.get(value)
      if (child === undefined) {
        child = this.#multiplyOut(action, at + 1, { ...args, [parameter.name]: value })
        children.add(value, child)
      }
      return child
    }
    const numbers = new Map<PoolPart, number>()
    const { firstGrown } = this.model
    const results = {
      ofValues: (values: readonly unknown[]): number => this.#listNumber(values.flatMap(childrenFor)),
      ofPart: (part: PoolPart): number => {
        let number = numbers.get(part)
        if (number === undefined) {
          number = this.lists.push(new Int32Array(0)) - 1
          this.#partLists[number] = new PartList(part, this.#present.inPart(part), firstGrown, childrenFor)
          numbers.set(part, number)
        }
        return number
      },
    }
    const group = this.#domainGroups[action]?.[at] as number
    const domain = new Domain(group, this, action, parameter, args, results)
    return [~this.memo.add(domain)]
  }

  #constantDomain(name: string, action: number, parameter: ParameterDefinition): readonly unknown[] {
    return this.userCode.plain(
      { kind: 'domain', name, detail: parameter.name },
      this.#actionGroups[action] as number,
      () => choicesIn(this.model, parameter, {}, {}),
    )
  }

  #addInstance(action: number, args: Arguments): number {
    const group = this.#actionGroups[action] as number
    const notes = this.wholeFamilies[action] as Map<string, number>
    const instance = new ActionInstance(group, action, args, {
      model: this.model,
      effects: this.effects,
      counts: this.memo.group(group),
      witnesses: this.witnesses,
      noteWholeFamily: ({ pattern }) => {
        notes.set(pattern, (notes.get(pattern) ?? 0) + 1)
      },
    })
    const fn = this.memo.add(instance)
    this.actionOf = withRoom(this.actionOf, fn + 1)
    this.actionOf[fn] = action
    return fn
  }

  #listNumber(list: readonly number[]): number {
    const key = list.join()
    let number = this.#lists.get(key)
    if (number === undefined) {
      number = this.lists.push(Int32Array.from(list)) - 1
      this.listBytes += 400 + 12 * list.length + key.length
      this.#lists.add(key, number)
    }
    return number
  }
}
