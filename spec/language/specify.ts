/**
 * `specify`: the builder in which a specification is written. Every method returns a new builder, so a specification
 * may be extended without changing the one it came from.
 */
import type { Nothing, Spec, SpecBuilder } from './builder-types.ts'
import { captureCallSite } from './call-site.ts'
import {
  type ConditionalKind,
  type KeyedCondition,
  type KeyedStepCondition,
  keyListsFirst,
  leadsToParts,
  stateParts,
  stepForKeys,
  stepParts,
  unlessParts,
} from './conditions.ts'
import { declarationError } from './declaration-error.ts'
import { dedent } from './dedent.ts'
import type {
  ActionDefinition,
  Arguments,
  Assumption,
  DerivedDefinition,
  FairnessDefinition,
  FairnessStrength,
  ParameterDefinition,
  PropertyDefinition,
  SpecDefinition,
  State,
  StepCondition,
  VariableDefinition,
} from './definition.ts'
import { SpecError } from './errors.ts'
import { budgetName, budgetOf, spending } from './fault-budget.ts'
import { forKeys } from './implication.ts'
import { isReserved, type Key, type KeyLists, type KeyPath, keyPaths, problemWithKeys, reservedHint } from './keys.ts'
import { isOfProgress, type LeadsToProperty, propertyTraits } from './property-kinds.ts'
import { mappingTo, type SeenThrough, seenByWhole } from './seen-through.ts'
import { suggest } from './suggest.ts'
import { problemWithIds } from './symmetric-ids.ts'
import { variableDefinition } from './variable-definition.ts'

/**
 * Begins a specification. `variables` gives each variable's initial value, `each(keys, initial)` declares a family. A
 * number, a truth value or a text may become any other; write `'init' as Phase` for some texts only, and
 * `null as Card | null`, `[] as readonly Card[]` for what will come.
 */
export function specify<S extends object>(name: string, variables: S): SpecBuilder<S, Nothing, Nothing, never> {
  if (typeof name !== 'string' || name.trim() === '') {
    const given = typeof name === 'string' ? 'empty' : describeKind(name)
    throw declarationError(
      null,
      `the name of a specification is ${given}`,
      "Give it a name first: specify('lease', { … }).",
    )
  }
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) {
    throw declarationError(
      name,
      'the variables are not a plain object',
      'Write specify(name, { variable: initialValue }).',
    )
  }
  const definition: SpecDefinition = {
    name,
    about: '',
    variables: Object.entries(variables).map(([variable, initial]) => variableDefinition(name, variable, initial)),
    initialStates: null,
    derived: [],
    actions: [],
    properties: [],
    constraints: [],
    fairness: [],
    declaredAt: captureCallSite(),
  }
  return new Builder(definition) as unknown as SpecBuilder<S, Nothing, Nothing, never>
}

/** The property name under which `deadlockFree` is reported. */
export const deadlockPropertyName = 'no deadlock'

/**
 * One untyped class serves both builder interfaces of a specification; the interfaces above carry the types.
 */
class Builder {
  readonly definition: SpecDefinition
  /** The keys of each part of the property that was declared last; null where something else was. */
  readonly #keysOfLast: readonly KeyPath[] | null

  constructor(definition: SpecDefinition, keysOfLast: readonly KeyPath[] | null = null) {
    this.definition = Object.freeze(definition)
    this.#keysOfLast = keysOfLast
  }

  /** How functions over the whole see the state of a composed specification; null where it is not composed. */
  get #seen(): SeenThrough | null {
    return seenByWhole(this.definition)
  }

  #with(part: Partial<SpecDefinition>): Builder {
    return new Builder({ ...this.definition, ...part })
  }

  about(text: string): Builder {
    if (typeof text !== 'string') {
      throw declarationError(
        this.definition.name,
        `about(…) is given ${describeKind(text)}`,
        'Say in quotes what is modelled.',
      )
    }
    return this.#with({ about: dedent(text) })
  }

  startingFrom(states: Iterable<unknown> | (() => Iterable<unknown>)): Builder {
    if (this.definition.initialStates !== null) {
      throw declarationError(
        this.definition.name,
        'it has two startingFrom(…), and the first would be forgotten',
        'Join them: startingFrom([...these, ...those]).',
      )
    }
    const { name, declaredAt } = this.definition
    const seen = this.#seen
    const asSeen = (entry: unknown): unknown => seen?.changes(entry, 'the initial states', declaredAt) ?? entry
    if (typeof states === 'function') {
      if (seen === null) return this.#with({ initialStates: states })
      const composed = (): Iterable<unknown> => {
        const given = states()
        return isIterable(given) ? Array.from(given, asSeen) : given
      }
      return this.#with({ initialStates: composed })
    }
    if (!isIterable(states)) {
      throw declarationError(
        name,
        `startingFrom(…) is given ${describeKind(states)}`,
        'Give an array of changes to the declared state, one for each initial state, or a function that returns it.',
      )
    }
    // A generator gives its values once, and a specification is explored more than once.
    const all = Array.from(states, asSeen)
    return this.#with({ initialStates: () => all })
  }

  derive(name: string, ...given: readonly unknown[]): Builder {
    this.#requireName('derived value', name)
    if (isReserved(name)) {
      throw declarationError(this.definition.name, `"${name}" cannot be the name of a derived value`, reservedHint)
    }
    const { variables, derived: known, components = [] } = this.definition
    const isTaken = (by: readonly { readonly name: string }[]): boolean => by.some((each) => each.name === name)
    if (isTaken(variables) || isTaken(known) || isTaken(components)) {
      throw declarationError(
        this.definition.name,
        `there is a ${isTaken(components) ? 'component' : 'variable or derived value'} "${name}" already`,
        'Choose another name.',
      )
    }
    const { lists, rest } = keyListsFirst(given)
    const [compute, ...others] = rest
    if (typeof compute !== 'function' || others.length > 0) {
      throw declarationError(
        this.definition.name,
        `derive("${name}") has no function`,
        'Write derive(name, state => …) or derive(name, keys, (state, key) => …).',
      )
    }
    const keyLists = this.#keyLists(`derived "${name}"`, lists)
    const reserved = keyLists.flat().find((key) => isReserved(String(key)))
    if (reserved !== undefined) {
      throw declarationError(this.definition.name, `derived "${name}" cannot have the key "${reserved}"`, reservedHint)
    }
    const derived = { name, keyLists, compute: compute as DerivedDefinition['compute'], declaredAt: captureCallSite() }
    return this.#with({ derived: [...known, this.#seen?.derived(derived) ?? derived] })
  }

  action(name: string, about = ''): UntypedActionBuilder {
    this.#requireNew('action', name, this.definition.actions)
    if (typeof about !== 'string') {
      throw declarationError(
        this.definition.name,
        `what action "${name}" is about is ${describeKind(about)}`,
        'Say it in quotes, or leave it out.',
      )
    }
    const declaredAt = captureCallSite()
    return new UntypedActionBuilder(
      (action, variable) => {
        const { actions, variables } = this.definition
        const added = variable === null ? {} : { variables: [...variables, variable] }
        return this.#with({ ...added, actions: [...actions, action] })
      },
      this.definition,
      { name, about, parameters: [], guard: null, isFault: false, actor: null, story: null, declaredAt },
    )
  }

  always(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('always', name, given)
  }

  eventually(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('eventually', name, given)
  }

  infinitelyOften(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('infinitely-often', name, given)
  }

  eventuallyAlways(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('eventually-always', name, given)
  }

  canAlwaysReach(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('can-always-reach', name, given)
  }

  noWayBack(name: string, ...given: readonly unknown[]): Builder {
    return this.#conditional('no-way-back', name, given)
  }

  #conditional(kind: ConditionalKind, name: string, given: readonly unknown[]): Builder {
    this.#requireName('property', name)
    const { lists, rest } = keyListsFirst(given)
    const checked = this.#keyLists(`property "${name}"`, lists)
    const parts = stateParts(checked, rest)
    if (parts === null) {
      throw declarationError(
        this.definition.name,
        `${propertyTraits[kind].method}("${name}") has no condition`,
        'Give a function of the state; an array of keys, or two, and a function; or an object of named functions.',
      )
    }
    return this.#property({ kind, name, parts, declaredAt: captureCallSite() }, checked)
  }

  #keyLists(subject: string, lists: readonly unknown[]): KeyLists {
    return lists.map((keys) => this.#keys(subject, keys))
  }

  /** Keys that are text or numbers and differ; a copy, so that they cannot be changed later. */
  #keys(subject: string, keys: unknown): readonly Key[] {
    const found = problemWithKeys(keys)
    if (found !== null) throw declarationError(this.definition.name, `${subject} ${found.problem}`, found.hint)
    return Object.freeze([...(keys as readonly Key[])])
  }

  leadsTo(name: string, ...given: readonly unknown[]): Builder {
    return this.#leadsTo('leads-to', name, given)
  }

  leadsToAlways(name: string, ...given: readonly unknown[]): Builder {
    return this.#leadsTo('leads-to-always', name, given)
  }

  unless(name: string, ...given: readonly unknown[]): Builder {
    const { lists, first, second } = this.#twoConditions('unless', 'holds, until', name, given)
    const parts = unlessParts(lists, first, second)
    return this.#property({ kind: 'unless', name, parts, declaredAt: captureCallSite() }, lists)
  }

  #leadsTo(kind: LeadsToProperty['kind'], name: string, given: readonly unknown[]): Builder {
    const { method } = propertyTraits[kind]
    const { lists, first, second } = this.#twoConditions(method, 'trigger, response', name, given)
    const parts = leadsToParts(lists, first, second)
    return this.#property({ kind, name, parts, declaredAt: captureCallSite() }, lists)
  }

  /** `words`: what the two are called. */
  #twoConditions(
    method: string,
    words: string,
    name: string,
    given: readonly unknown[],
  ): { readonly lists: KeyLists; readonly first: KeyedCondition; readonly second: KeyedCondition } {
    this.#requireName('property', name)
    const { lists, rest } = keyListsFirst(given)
    const [first, second] = rest
    if (typeof first !== 'function' || typeof second !== 'function') {
      throw declarationError(
        this.definition.name,
        `property "${name}" needs two conditions`,
        `Write ${method}(name, ${words}) or ${method}(name, keys, ${words}).`,
      )
    }
    const checked = this.#keyLists(`property "${name}"`, lists)
    return { lists: checked, first: first as KeyedCondition, second: second as KeyedCondition }
  }

  infinitelyOftenStep(name: string, ...given: readonly unknown[]): Builder {
    this.#requireName('property', name)
    const { lists, rest } = keyListsFirst(given)
    const [holds, ...others] = rest
    if (typeof holds !== 'function' || others.length > 0) {
      throw declarationError(
        this.definition.name,
        `infinitelyOftenStep("${name}") has no condition`,
        'Give a function of a step, (before, step, after) => …; or an array of keys, or two, and such a function.',
      )
    }
    const checked = this.#keyLists(`property "${name}"`, lists)
    const parts = stepParts(checked, holds as KeyedStepCondition)
    return this.#property({ kind: 'infinitely-often-step', name, parts, declaredAt: captureCallSite() }, checked)
  }

  assuming(label: string, holds: KeyedCondition): Builder {
    return this.#assuming('assuming', label, holds, (keys) => ({ label, of: 'states', holds: forKeys(holds, keys) }))
  }

  assumingStep(label: string, holds: KeyedStepCondition): Builder {
    return this.#assuming('assumingStep', label, holds, (keys) => ({
      label,
      of: 'steps',
      holds: stepForKeys(holds, keys),
    }))
  }

  #assuming(method: string, label: string, holds: unknown, assumptionFor: (keys: KeyPath) => Assumption): Builder {
    const { name: spec, properties } = this.definition
    const property = properties.at(-1)
    const keys = this.#keysOfLast
    if (property === undefined || keys === null) {
      throw declarationError(
        spec,
        `${method}(…) does not follow a promise`,
        `Write it right after the promise that it is about: .leadsTo(name, …).${method}(label, …).`,
      )
    }
    if (!isOfProgress(property)) {
      throw declarationError(
        spec,
        `${method}(…) follows ${propertyTraits[property.kind].method}("${property.name}"), which is no promise of progress`,
        `Only promises about all that happens for ever may assume something: ${progressMethods()}.`,
      )
    }
    this.#requireName('assumption', label)
    if (typeof holds !== 'function') {
      throw declarationError(
        spec,
        `assumption "${label}" of "${property.name}" has no condition`,
        `Give a function of ${method === 'assuming' ? 'the state' : 'a step, (before, step, after) => …'}.`,
      )
    }
    if (property.parts.some(({ assuming = [] }) => assuming.some((each) => each.label === label))) {
      throw declarationError(spec, `"${property.name}" assumes "${label}" twice`, 'Every name counts once.')
    }
    const seen = this.#seen
    const own = (at: number): Assumption => assumptionFor(keys[at] ?? [])
    const parts = property.parts.map((part, at) => ({
      ...part,
      assuming: [
        ...(part.assuming ?? []),
        seen === null ? own(at) : seen.assumption(own(at), (holds) => seen.onSameStep(holds)),
      ],
    }))
    const changed = { ...property, parts } as PropertyDefinition
    return new Builder({ ...this.definition, properties: [...properties.slice(0, -1), changed] }, keys)
  }

  refines(name: string, abstract: unknown, map: (state: State) => unknown, options?: unknown): Builder {
    if (typeof map !== 'function') {
      throw declarationError(
        this.definition.name,
        `property "${name}" has no mapping`,
        'Write refines(name, abstractSpec, state => ({ … })) with every variable of the abstract specification.',
      )
    }
    if (!(abstract instanceof Builder)) {
      throw declarationError(
        this.definition.name,
        `the abstract specification of "${name}" is ${abstract instanceof UntypedActionBuilder ? 'unfinished' : describeKind(abstract)}`,
        'Give what specify(…) made, its last action ended with .changes(…); not a suite.',
      )
    }
    const { definition } = abstract
    if (options !== undefined) this.#requireOnlySafety(name, options)
    return this.#property({
      kind: 'refines',
      name,
      abstract: definition,
      map: mappingTo(definition, map, `property "${name}"`),
      ...(options !== undefined && { only: 'safety' }),
      declaredAt: captureCallSite(),
    })
  }

  #requireOnlySafety(name: string, options: unknown): void {
    const isObject = typeof options === 'object' && options !== null
    const [first, ...others] = isObject ? Object.entries(options) : []
    if (first?.[0] === 'only' && first[1] === 'safety' && others.length === 0) return
    throw declarationError(
      this.definition.name,
      `property "${name}" has options that refines(…) does not know`,
      "The only one is { only: 'safety' }, which leaves out the abstract specification's fairness.",
    )
  }

  fair(strength: FairnessStrength, actions: string | readonly string[], ...more: readonly unknown[]): Builder {
    const last = more.at(-1)
    const hasCondition = typeof last === 'function'
    const fairness: FairnessDefinition = {
      strength,
      actions: typeof actions === 'string' ? [actions] : actions,
      parameters: (hasCondition ? more.slice(0, -1) : more) as readonly string[],
      condition: hasCondition ? (last as FairnessDefinition['condition']) : null,
      declaredAt: captureCallSite(),
    }
    requireFairness(this.definition, fairness)
    return this.#with({ fairness: [...this.definition.fairness, this.#seen?.fairness(fairness) ?? fairness] })
  }

  alwaysStep(name: string, holds: StepCondition): Builder {
    return this.#property({ kind: 'always-step', name, holds, declaredAt: captureCallSite() })
  }

  reachable(name: string, holds: (state: State) => boolean): Builder {
    return this.#property({ kind: 'reachable', name, holds, declaredAt: captureCallSite() })
  }

  reachableStep(name: string, holds: StepCondition): Builder {
    return this.#property({ kind: 'reachable-step', name, holds, declaredAt: captureCallSite() })
  }

  deadlockFree(isFinal: ((state: State) => boolean) | null = null): Builder {
    if (isFinal !== null && typeof isFinal !== 'function') {
      throw declarationError(
        this.definition.name,
        `deadlockFree(…) is given ${describeKind(isFinal)}`,
        'Give nothing, or a function that says of a state whether it may be final.',
      )
    }
    return this.#property({ kind: 'deadlock-free', name: deadlockPropertyName, isFinal, declaredAt: captureCallSite() })
  }

  constraint(name: string, holds: (state: State) => boolean): Builder {
    this.#requireNew('constraint', name, this.definition.constraints)
    if (typeof holds !== 'function') {
      throw declarationError(
        this.definition.name,
        `constraint "${name}" has no condition`,
        'Give a function of the state.',
      )
    }
    const constraint = { name, holds, declaredAt: captureCallSite() }
    return this.#with({
      constraints: [...this.definition.constraints, this.#seen?.constraint(constraint) ?? constraint],
    })
  }

  symmetric(ids: readonly string[]): Builder {
    const { symmetric = [] } = this.definition
    const found = problemWithIds(ids, symmetric.flat())
    if (found !== null) throw declarationError(this.definition.name, `symmetric(…) ${found.problem}`, found.hint)
    return this.#with({ symmetric: [...symmetric, Object.freeze([...ids])] })
  }

  /** `lists`: the key lists that its parts are for. */
  #property(property: PropertyDefinition, lists: KeyLists = []): Builder {
    this.#requireNew('property', property.name, this.definition.properties)
    if ('holds' in property && typeof property.holds !== 'function') {
      throw declarationError(
        this.definition.name,
        `property "${property.name}" has no condition`,
        'Give a function of the state.',
      )
    }
    const seen = this.#seen
    const asSeen = seen?.property(property, (holds) => seen.onSameStep(holds)) ?? property
    const properties = [...this.definition.properties, asSeen]
    return new Builder({ ...this.definition, properties }, keyPaths(lists))
  }

  #requireName(what: string, name: string): void {
    requireName(this.definition.name, what, name)
  }

  #requireNew(what: string, name: string, existing: readonly { readonly name: string }[]): void {
    this.#requireName(what, name)
    if (existing.some((each) => each.name === name)) {
      throw declarationError(
        this.definition.name,
        `there are two ${plural(what)} named "${name}"`,
        'Every name counts once.',
      )
    }
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function'
}

type UnfinishedAction = Omit<ActionDefinition, 'effect'>
/** Adds the action to the specification, and the variable that it brings. */
type Finish = (action: ActionDefinition, variable: VariableDefinition | null) => Builder

class UntypedActionBuilder {
  readonly #finish: Finish
  /** Of the specification so far. */
  readonly #definition: SpecDefinition
  readonly #action: UnfinishedAction
  /** The variable that the action brings, or null. */
  readonly #variable: VariableDefinition | null

  constructor(
    finish: Finish,
    definition: SpecDefinition,
    action: UnfinishedAction,
    variable: VariableDefinition | null = null,
  ) {
    this.#finish = finish
    this.#definition = definition
    this.#action = action
    this.#variable = variable
  }

  get #spec(): string {
    return this.#definition.name
  }

  #with(part: Partial<UnfinishedAction>, variable = this.#variable): UntypedActionBuilder {
    return new UntypedActionBuilder(this.#finish, this.#definition, { ...this.#action, ...part }, variable)
  }

  over(name: string, domain: ParameterDefinition['domain']): UntypedActionBuilder {
    this.#requireNewParameter('parameter', name)
    if (typeof domain !== 'function' && !Array.isArray(domain)) {
      throw declarationError(
        this.#spec,
        `the domain of parameter "${name}" of action "${this.#action.name}" is neither an array nor a function`,
        'Give the values, or a function of the state that returns them.',
      )
    }
    return this.#with({ parameters: [...this.#action.parameters, { name, domain }] })
  }

  given(name: string, value: (state: State, args: Arguments) => unknown): UntypedActionBuilder {
    this.#requireNewParameter('given value', name)
    if (typeof value !== 'function') {
      throw declarationError(
        this.#spec,
        `the given value "${name}" of action "${this.#action.name}" is not a function`,
        `Write given('${name}', (state) => …), which returns the value, or null where there is none.`,
      )
    }
    return this.#with({ parameters: [...this.#action.parameters, { name, domain: value, isGiven: true }] })
  }

  #requireNewParameter(what: string, name: string): void {
    requireName(this.#spec, what, name)
    if (this.#action.parameters.some((parameter) => parameter.name === name)) {
      throw declarationError(
        this.#spec,
        `action "${this.#action.name}" has two parameters named "${name}"`,
        'Every name counts once.',
      )
    }
  }

  fault(...given: readonly unknown[]): UntypedActionBuilder {
    if (given.length === 0) return this.#with({ isFault: true })
    const subject = `fault(…) of action "${this.#action.name}"`
    if (this.#action.spends !== undefined) {
      throw declarationError(this.#spec, `${subject} is there twice, with a budget`, 'A fault spends one budget.')
    }
    const found = budgetOf(this.#definition, given[0])
    if ('problem' in found) throw declarationError(this.#spec, `${subject}: ${found.problem}`, found.hint)
    return this.#with({ isFault: true, spends: found.budget }, found.variable)
  }

  by(actor: string | ((args: Arguments) => string)): UntypedActionBuilder {
    if (typeof actor !== 'string' && typeof actor !== 'function') {
      throw declarationError(
        this.#spec,
        `by() of action "${this.#action.name}" is given ${describeKind(actor)}`,
        "Write by('broker'), or by((args) => …).",
      )
    }
    return this.#with({ actor })
  }

  says(story: (before: State, args: Arguments, after: State) => string): UntypedActionBuilder {
    if (typeof story !== 'function') {
      throw declarationError(
        this.#spec,
        `says() of action "${this.#action.name}" is not a function`,
        'Write says((before, args, after) => `…`).',
      )
    }
    return this.#with({ story })
  }

  when(guard: (state: State, args: Arguments) => boolean): UntypedActionBuilder {
    if (this.#action.guard !== null) {
      throw declarationError(
        this.#spec,
        `action "${this.#action.name}" has two guards`,
        'Join them with && in one when().',
      )
    }
    if (typeof guard !== 'function') {
      throw declarationError(
        this.#spec,
        `when() of action "${this.#action.name}" is not a function`,
        'Write when((state, args) => …).',
      )
    }
    return this.#with({ guard })
  }

  static hasNoEffect(action: UntypedActionBuilder, follows: string): SpecError {
    return declarationError(
      action.#spec,
      `action "${action.#action.name}" has no effect, and .${follows}(…) follows`,
      'End it with .changes((state, args) => ({ … })) first.',
    )
  }

  changes(effect: (state: State, args: Arguments) => unknown): Builder {
    if (typeof effect !== 'function') {
      throw declarationError(
        this.#spec,
        `changes() of action "${this.#action.name}" is not a function`,
        'Write changes((state, args) => ({ … })).',
      )
    }
    const written: ActionDefinition = { ...this.#action, effect }
    const action = seenByWhole(this.#definition)?.action(written) ?? written
    const { name, spends, declaredAt } = action
    if (spends === undefined) return this.#finish(action, null)
    const changedByHand = (): SpecError =>
      new SpecError({
        code: 'not-a-result',
        spec: this.#spec,
        where: `action "${name}"`,
        problem: `it changes "${budgetName(spends)}", which its fault({ spends }) takes one off already`,
        hint: 'Leave the change out.',
        location: declaredAt(),
      })
    return this.#finish({ ...action, ...spending(action, spends, changedByHand) }, this.#variable)
  }
}

// Where no compiler has said so: what a specification offers needs the action to end first, and the other way round.
const ofSpec = methodsOf(Builder.prototype)
const ofAction = methodsOf(UntypedActionBuilder.prototype)

for (const method of ofSpec) {
  Object.defineProperty(UntypedActionBuilder.prototype, method, {
    value: function beforeChanges(this: UntypedActionBuilder): never {
      throw UntypedActionBuilder.hasNoEffect(this, method)
    },
  })
}

for (const method of ofAction) {
  Object.defineProperty(Builder.prototype, method, {
    value: function notInAction(this: Builder): never {
      const { name: spec, actions } = this.definition
      const last = actions.at(-1)
      throw declarationError(
        spec,
        `.${method}(…) is of an action, and ${last === undefined ? 'there is none' : `action "${last.name}" has ended with its .changes(…)`}`,
        `Begin ${last === undefined ? 'one' : 'another'} with .action(name)${last === undefined ? '' : `, or write .${method}(…) before .changes(…)`}.`,
      )
    },
  })
}

function methodsOf(prototype: object): readonly string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')
}

function requireFairness({ name: spec, actions }: SpecDefinition, fairness: FairnessDefinition): void {
  if (fairness.strength !== 'weak' && fairness.strength !== 'strong') {
    throw declarationError(spec, `fair() got the strength "${String(fairness.strength)}"`, "Write 'weak' or 'strong'.")
  }
  if (!Array.isArray(fairness.actions) || fairness.actions.length === 0)
    throw declarationError(spec, 'fair() names no action', 'Name at least one action.')
  const wrong = fairness.parameters.find((parameter: unknown) => typeof parameter !== 'string')
  if (wrong !== undefined) {
    throw declarationError(
      spec,
      `fair() is given ${describeKind(wrong)} among the names of parameters`,
      'Write fair(strength, action), then names of parameters, then at most one condition: (state, args) => ….',
    )
  }
  for (const name of fairness.actions) {
    const action = actions.find((each) => each.name === name)
    if (action === undefined) {
      const names = actions.map((each) => each.name)
      throw declarationError(
        spec,
        `fair() names "${name}", which is no action${suggest(String(name), names)}`,
        'Declare fairness after the action.',
      )
    }
    const missing = fairness.parameters.find((parameter) => action.parameters.every((each) => each.name !== parameter))
    if (missing !== undefined) {
      const names = action.parameters.map((parameter) => parameter.name)
      throw declarationError(
        spec,
        `fair() asks for each "${missing}", which is no parameter of "${name}"${suggest(missing, names)}`,
        names.length === 0 ? 'The action has no parameters.' : `Its parameters are: ${names.join(', ')}.`,
      )
    }
  }
}

/** A name is text, and none that every JavaScript object answers to: records are kept by name. */
function requireName(spec: string, what: string, name: unknown): void {
  const article = /^[aeiou]/.test(what) ? 'an' : 'a'
  if (typeof name !== 'string' || name === '') {
    const given = typeof name === 'string' ? 'empty' : describeKind(name)
    throw declarationError(spec, `the name of ${article} ${what} is ${given}`, 'Give it a name first, in quotes.')
  }
  if (name in Object.prototype) {
    throw declarationError(spec, `"${name}" cannot be the name of ${article} ${what}`, reservedHint)
  }
}

function progressMethods(): string {
  const traits = Object.values(propertyTraits).filter(({ decidedBy }) => decidedBy === 'behaviour')
  return traits.map(({ method }) => method).join(', ')
}

function plural(what: string): string {
  return what === 'property' ? 'properties' : `${what}s`
}

/** A builder that goes on from a definition. */
export function builderFrom(definition: SpecDefinition): Spec {
  return new Builder(definition)
}

/** The definition behind a builder, or a clear error for anything else (an unfinished action, say). */
export function definitionOf(spec: unknown): SpecDefinition {
  if (spec instanceof Builder) return spec.definition
  const problem =
    spec instanceof UntypedActionBuilder
      ? 'the last action has no effect: end it with .changes(…)'
      : `a specification was expected, made by specify(…), and ${describeKind(spec)} was given`
  const hint = isModule(spec) ? 'Give what the module exports, such as its "default".' : null
  throw new SpecError({ code: 'declaration', spec: null, where: null, problem, hint })
}

/** What `import * as it from '…'` and `await import('…')` give. */
function isModule(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'Module'
}

export function describeKind(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'undefined'
  if (value instanceof Promise) return 'a promise'
  if (isModule(value)) return 'a whole module'
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`
}

/** For error messages: the name that was probably meant. */
export function suggestVariable(definition: SpecDefinition, name: string): string {
  return suggest(
    name,
    [...definition.variables, ...definition.derived].map((each) => each.name),
  )
}
