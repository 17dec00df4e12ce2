/**
 * A specification as data, without its types: what `specify` builds and every other part of the tool reads.
 */
import type { CallSite } from './call-site.ts'
import type { Key, KeyLists } from './keys.ts'
import type { Shape } from './shape.ts'

/** A state as user code sees it: variables and families by name. */
export type State = Readonly<Record<string, unknown>>
/** Arguments of an action, by parameter name. */
export type Arguments = Readonly<Record<string, unknown>>

export interface VariableDefinition {
  readonly name: string
  readonly shape: Shape
  /** The initial value, or the initial values by key, level by level, of what is divided. */
  readonly initial: unknown
}

export interface DerivedDefinition {
  readonly name: string
  /** The keys for which there is a value, one list a level, the outermost first; none where there is only one value. */
  readonly keyLists: KeyLists
  readonly compute: (state: State, ...keys: Key[]) => unknown
  readonly declaredAt: CallSite
}

export interface ParameterDefinition {
  readonly name: string
  /**
   * Constant values, or a function of the state and the arguments before this one, which returns an array; of a given
   * value, a function that returns it, or null or undefined. `choicesFor` reads all of them.
   */
  readonly domain: readonly unknown[] | ((state: State, args: Arguments) => unknown)
  /** The value follows from the state, and the action is enabled only where there is one. */
  readonly isGiven?: boolean
}

/** Where what is left of a fault budget is counted: a variable, or a member of a family. */
export interface FaultBudget {
  readonly variable: string
  readonly key: string | null
}

export interface ActionDefinition {
  readonly name: string
  /** What it stands for in the protocol, and the source of the rule; '' where nothing was said. */
  readonly about: string
  readonly parameters: readonly ParameterDefinition[]
  readonly guard: ((state: State, args: Arguments) => boolean) | null
  readonly effect: (state: State, args: Arguments) => unknown
  /** A fault of the environment (crash, loss) rather than a step of the protocol. */
  readonly isFault: boolean
  /** The fault budget that each step takes one off; guard and effect see to it. */
  readonly spends?: FaultBudget
  /** Who acts, for the columns of a diagram. */
  readonly actor: string | ((args: Arguments) => string) | null
  /** Of a joint step of a composition, its actions as the whole calls them: `sender.send`. */
  readonly together?: readonly string[]
  /** The step as a sentence in the terms of the field. */
  readonly story: ((before: State, args: Arguments, after: State) => string) | null
  readonly declaredAt: CallSite
}

export interface Step {
  readonly action: string
  readonly args: Arguments
}

/** Says of a step whether it is such a one. */
export type StepCondition = (before: State, step: Step, after: State) => boolean

/**
 * What a promise of progress takes for granted: that something is true again and again, without end, or that a step is
 * taken again and again. As for fairness, only steps that change the state count.
 */
export type Assumption = { readonly label: string } & (
  | { readonly of: 'states'; readonly holds: (state: State) => boolean }
  | { readonly of: 'steps'; readonly holds: StepCondition }
)

interface Assuming {
  /** What is assumed, all of it; none where it is left out. Only promises of progress assume anything. */
  readonly assuming?: readonly Assumption[]
}

/** One condition of a property; a property holds when all of its parts do. `label` is null where there is only one. */
export interface StatePart extends Assuming {
  readonly label: string | null
  readonly holds: (state: State) => boolean
}

/** One condition of an `unless` property, and what may end it. */
export interface UnlessPart {
  readonly label: string | null
  readonly holds: (state: State) => boolean
  readonly until: (state: State) => boolean
}

/** One kind of step that an `infinitely-often-step` property asks for. */
export interface StepPart extends Assuming {
  readonly label: string | null
  readonly holds: StepCondition
}

/** One "whenever this, then sooner or later that" of a `leads-to` or `leads-to-always` property. */
export interface LeadsToPart extends Assuming {
  readonly label: string | null
  readonly trigger: (state: State) => boolean
  readonly response: (state: State) => boolean
}

export type PropertyDefinition = {
  readonly name: string
  readonly declaredAt: CallSite
} & (
  | { readonly kind: 'always'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'always-step'; readonly holds: StepCondition }
  | { readonly kind: 'reachable'; readonly holds: (state: State) => boolean }
  | { readonly kind: 'reachable-step'; readonly holds: StepCondition }
  | { readonly kind: 'deadlock-free'; readonly isFinal: ((state: State) => boolean) | null }
  | { readonly kind: 'eventually'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'leads-to'; readonly parts: readonly LeadsToPart[] }
  | { readonly kind: 'leads-to-always'; readonly parts: readonly LeadsToPart[] }
  | { readonly kind: 'infinitely-often'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'infinitely-often-step'; readonly parts: readonly StepPart[] }
  | { readonly kind: 'eventually-always'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'can-always-reach'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'no-way-back'; readonly parts: readonly StatePart[] }
  | { readonly kind: 'unless'; readonly parts: readonly UnlessPart[] }
  | {
      readonly kind: 'refines'
      readonly abstract: SpecDefinition
      readonly map: (state: State) => unknown
      /** Left out where the abstract specification's fairness is asked for too. */
      readonly only?: 'safety'
    }
)

export type PropertyKind = PropertyDefinition['kind']

export type FairnessStrength = 'weak' | 'strong'

/**
 * What is assumed to happen sooner or later: an action that stays enabled is taken (weak), or one that is enabled again
 * and again is (strong). As in TLA+, only steps that change the state count as enabled or taken.
 */
export interface FairnessDefinition {
  readonly strength: FairnessStrength
  /** Actions that count as one: a step of any of them will do. */
  readonly actions: readonly string[]
  /**
   * Names of parameters that each of these actions has. Fairness is assumed for every combination of their values on its
   * own; any values of the other parameters will do.
   */
  readonly parameters: readonly string[]
  /** Only steps from states, and with arguments, for which it is true count as enabled or taken; null = all of them do. */
  readonly condition: ((state: State, args: Arguments) => boolean) | null
  readonly declaredAt: CallSite
}

export interface ConstraintDefinition {
  readonly name: string
  readonly holds: (state: State) => boolean
  readonly declaredAt: CallSite
}

/** A specification that another is composed of. Its functions take states of the composed one, and see their own there. */
export interface ComponentDefinition {
  readonly name: string
  /** As it is by itself. */
  readonly definition: SpecDefinition
  /** By the name of each of its variables and derived values, what it is called in the composed specification. */
  readonly names: ReadonlyMap<string, string>
  /** Variables and derived values, by its own names, that nobody sees but the component itself. */
  readonly hidden: ReadonlySet<string>
}

export interface SpecDefinition {
  readonly name: string
  /** What is modelled, what is abstracted away and why that is sound. */
  readonly about: string
  readonly variables: readonly VariableDefinition[]
  /** Changes to the declared initial values, one initial state each; null = just the declared values. */
  readonly initialStates: (() => Iterable<unknown>) | null
  readonly derived: readonly DerivedDefinition[]
  readonly actions: readonly ActionDefinition[]
  readonly properties: readonly PropertyDefinition[]
  readonly constraints: readonly ConstraintDefinition[]
  readonly fairness: readonly FairnessDefinition[]
  /** Lists of ids that are interchangeable inside each list; left out where there are none. */
  readonly symmetric?: readonly (readonly string[])[]
  /** What it is composed of; left out where it is written as one. */
  readonly components?: readonly ComponentDefinition[]
  /** Where it was begun. */
  readonly declaredAt: CallSite
}
