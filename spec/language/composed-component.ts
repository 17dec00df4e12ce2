/** A component of a composed specification: what its own declarations are there. */
import type { ActionDefinition, ComponentDefinition, SpecDefinition, State, Step } from './definition.ts'
import { memberAt } from './family-shape.ts'
import { type Condition, writtenAs } from './implication.ts'
import { type ParameterNames, renamedArguments } from './renamed-arguments.ts'
import { scopeOfComponent } from './scope.ts'
import { SeenThrough, type StepMaker } from './seen-through.ts'
import { pathsIn, type Shape } from './shape.ts'
import { sameValue } from './value.ts'

/** One action of a component as it happens in the whole: as an action of its own, or as part of a joint step. */
export interface Occurrence {
  /** Name of the composed action. */
  readonly in: string
  /** The component's own action. */
  readonly action: string
  readonly parameters: ParameterNames
}

/** A variable as another component may share it. */
export interface SharedPlace {
  readonly place: string
  readonly shape: Shape
}

/** The steps of the whole, as a component knows them. */
export interface StepsOf {
  readonly occurrences: readonly Occurrence[]
  /** Variables of the component that a step of another may change. */
  readonly mayChange: (action: string) => readonly SharedPlace[]
}

export class Component {
  readonly name: string
  readonly definition: SpecDefinition
  readonly names: ReadonlyMap<string, string>
  readonly seen: SeenThrough
  /** Whom diagrams show where an action does not say; what stands before those whom it names. */
  readonly actorPrefix: string

  constructor(
    spec: string,
    { name, definition, names }: Pick<ComponentDefinition, 'name' | 'definition' | 'names'>,
    actorPrefix: string,
  ) {
    this.name = name
    this.definition = definition
    this.names = names
    this.actorPrefix = actorPrefix
    const scope = scopeOfComponent(definition, (own) => this.placeOf(own), name)
    this.seen = new SeenThrough(spec, scope, () => [])
  }

  /** What a variable or derived value of the component is called in the whole. */
  placeOf(own: string): string {
    return this.names.get(own) ?? `${this.name}.${own}`
  }

  /** What an action, promise or constraint of the component is called in the whole. */
  titleOf(own: string): string {
    return `${this.name}.${own}`
  }

  /** The action as an action of the whole, its parameters called as in the component. */
  action(own: ActionDefinition): ActionDefinition {
    const { spends, together } = own
    return {
      ...this.seen.action(own),
      name: this.titleOf(own.name),
      ...(spends === undefined ? {} : { spends: { ...spends, variable: this.placeOf(spends.variable) } }),
      ...(together === undefined ? {} : { together: together.map((each) => this.titleOf(each)) }),
      actor: this.#actor(own),
    }
  }

  #actor({ actor }: ActionDefinition): ActionDefinition['actor'] {
    const { actorPrefix: prefix } = this
    if (actor === null) return this.name
    return typeof actor === 'string' ? prefix + actor : (args) => prefix + actor(args)
  }

  /**
   * The condition of a step, which calls a step what the component calls it. A step of others is one of its own world
   * only where it changes what the component sees: else nothing happens there, and the condition is not asked.
   */
  onStep(kind: 'always-step' | 'reachable-step', { occurrences, mayChange }: StepsOf): StepMaker {
    const known = new Map(occurrences.map((occurrence) => [occurrence.in, occurrence]))
    return (holds, role) => {
      // An antecedent that is false says that there was nothing to ask.
      const whereNothingHappens = (kind === 'always-step') === (role !== 'antecedent')
      const made: Condition = (first, second, third) => {
        const [before, step, after] = [first as State, second as Step, third as State]
        const own = known.get(step.action)
        if (own === undefined && !isChanged(mayChange(step.action), before, after)) return whereNothingHappens
        const seenStep =
          own === undefined
            ? step
            : Object.freeze({ action: own.action, args: renamedArguments(own.parameters, step.args) })
        return holds(this.seen.view(before), seenStep, this.seen.view(after))
      }
      return writtenAs(made, [])
    }
  }
}

function isChanged(places: readonly SharedPlace[], before: State, after: State): boolean {
  return places.some(({ place, shape }) =>
    pathsIn(shape).some((path) => !sameValue(memberAt(before[place], path), memberAt(after[place], path))),
  )
}
