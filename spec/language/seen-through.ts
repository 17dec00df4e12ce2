/**
 * What is declared of a component, or over the whole of a composed specification, as something that reads the composed
 * state: the author's functions are handed a view, and the changes that they return are renamed.
 */
import type {
  ActionDefinition,
  Arguments,
  Assumption,
  ConstraintDefinition,
  DerivedDefinition,
  FairnessDefinition,
  ParameterDefinition,
  PropertyDefinition,
  SpecDefinition,
  State,
  StepCondition,
} from './definition.ts'
import { SpecError } from './errors.ts'
import { type Condition, type ConditionRole, remade, writtenAs } from './implication.ts'
import { hiddenText, type Scope, scopeOfMapping, scopeOfWhole } from './scope.ts'

/** Makes the condition of a step, or half of it. */
export type StepMaker = (holds: Condition, role: ConditionRole) => Condition

type OnState = (state: State, ...rest: never[]) => unknown

/**
 * Puts declarations under a scope. `written` gives the author's functions that a made one stands for: where comparisons
 * in them are looked at; none for those of a component, which are looked at with it.
 */
export class SeenThrough {
  readonly #spec: string
  readonly #scope: Scope
  readonly #written: (run: object) => readonly object[]

  /** `spec` names the composed specification in errors. */
  constructor(spec: string, scope: Scope, written: (run: object) => readonly object[]) {
    this.#spec = spec
    this.#scope = scope
    this.#written = written
  }

  view(state: State): State {
    return this.#scope.view(state)
  }

  /** The function with a view of the state it takes first. */
  onState<F extends OnState>(run: F): F {
    const made = (state: State, ...rest: never[]): unknown => run(this.#scope.view(state), ...rest)
    return writtenAs(made as F, this.#written(run))
  }

  /** The same for a condition, which may be an implication. */
  condition<C extends OnState>(condition: C): C {
    return remade(condition as never, (written) => this.onState(written as never)) as never
  }

  derived(derived: DerivedDefinition): DerivedDefinition {
    return { ...derived, compute: this.onState(derived.compute) }
  }

  constraint(constraint: ConstraintDefinition): ConstraintDefinition {
    return { ...constraint, holds: this.onState(constraint.holds) }
  }

  fairness(fairness: FairnessDefinition): FairnessDefinition {
    const { condition } = fairness
    return { ...fairness, condition: condition === null ? null : this.onState(condition) }
  }

  parameter(parameter: ParameterDefinition): ParameterDefinition {
    const { domain } = parameter
    return typeof domain === 'function' ? { ...parameter, domain: this.onState(domain) } : parameter
  }

  action(action: ActionDefinition): ActionDefinition {
    const { name, parameters, guard, effect, story, declaredAt } = action
    const changed = (state: State, args: Arguments): unknown =>
      this.changes(effect(this.#scope.view(state), args), `action "${name}"`, declaredAt)
    return {
      ...action,
      parameters: parameters.map((parameter) => this.parameter(parameter)),
      guard: guard === null ? null : this.onState(guard),
      effect: writtenAs(changed, this.#written(effect)),
      story: story === null ? null : (before, args, after) => story(this.view(before), args, this.view(after)),
    }
  }

  /** Changes that an author's function returned, as changes of the composed state. */
  changes(result: unknown, where: string, declaredAt: () => string | null): unknown {
    const details = (problem: string, hint: string): SpecError =>
      new SpecError({ code: 'not-a-result', spec: this.#spec, where, problem, hint, location: declaredAt() })
    return this.#scope.changes(result, {
      twice: (variable) => details(`"${variable}" is changed twice, by two of its names`, 'Change it by one of them.'),
      hidden: (variable) =>
        details(
          `it changes what it cannot see: ${hiddenText(variable)}`,
          'Leave it to an action of the component, or take it out of "hidden".',
        ),
    })
  }

  /** `onStep` makes the condition of a step: what a step is called is not the same to all who see it. */
  property(property: PropertyDefinition, onStep: StepMaker): PropertyDefinition {
    switch (property.kind) {
      case 'always-step':
      case 'reachable-step':
        return { ...property, holds: this.#ofStep(property.holds, onStep) }
      case 'reachable':
        return { ...property, holds: this.condition(property.holds) }
      case 'deadlock-free': {
        const { isFinal } = property
        return { ...property, isFinal: isFinal === null ? null : this.condition(isFinal) }
      }
      case 'leads-to':
      case 'leads-to-always': {
        const parts = property.parts.map((part) => {
          const { trigger, response } = part
          return {
            ...this.#assuming(part, onStep),
            trigger: this.condition(trigger),
            response: this.condition(response),
          }
        })
        return { ...property, parts }
      }
      case 'infinitely-often-step': {
        const parts = property.parts.map((part) => {
          return { ...this.#assuming(part, onStep), holds: this.#ofStep(part.holds, onStep) }
        })
        return { ...property, parts }
      }
      case 'unless': {
        const parts = property.parts.map(({ label, holds, until }) => {
          return { label, holds: this.condition(holds), until: this.condition(until) }
        })
        return { ...property, parts }
      }
      case 'refines':
        return { ...property, map: this.onState(property.map) }
      case 'always':
      case 'eventually':
      case 'infinitely-often':
      case 'eventually-always':
      case 'can-always-reach':
      case 'no-way-back': {
        const parts = property.parts.map((part) => {
          return { ...this.#assuming(part, onStep), holds: this.condition(part.holds) }
        })
        return { ...property, parts }
      }
    }
  }

  /** A part with what it assumes. */
  #assuming<P extends { readonly assuming?: readonly Assumption[] }>(part: P, onStep: StepMaker): P {
    if (part.assuming === undefined) return part
    return { ...part, assuming: part.assuming.map((each) => this.assumption(each, onStep)) }
  }

  assumption(assumption: Assumption, onStep: StepMaker): Assumption {
    return assumption.of === 'states'
      ? { ...assumption, holds: this.condition(assumption.holds) }
      : { ...assumption, holds: this.#ofStep(assumption.holds, onStep) }
  }

  #ofStep(holds: StepCondition, onStep: StepMaker): StepCondition {
    return remade(holds as Condition, onStep) as StepCondition
  }

  /** A condition of a step that is called the same here and there. */
  onSameStep(holds: Condition): Condition {
    const made: Condition = (before, step, after) => holds(this.view(before as State), step, this.view(after as State))
    return writtenAs(made, this.#written(holds))
  }
}

/** How declarations over the whole of a specification see its state; null where it is not composed. */
export function seenByWhole(definition: SpecDefinition): SeenThrough | null {
  const scope = scopeOfWhole(definition)
  return scope === null ? null : new SeenThrough(definition.name, scope, (run) => [run])
}

/**
 * A mapping to an abstract specification, which may be composed itself: `{ store: { log: … } }` gives `store.log`, hidden
 * or not.
 */
export function mappingTo(abstract: SpecDefinition, map: (state: State) => unknown, subject: string): typeof map {
  const scope = scopeOfMapping(abstract)
  if (scope === null) return map
  const whole = new SeenThrough(abstract.name, scope, (run) => [run])
  return writtenAs((state: State) => whole.changes(map(state), subject, abstract.declaredAt), [map])
}
