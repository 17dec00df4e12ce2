/** The builder of specifications without its types, which a loop over actions or properties cannot follow. */
import type { FairnessStrength, SpecDefinition, State } from '../../../spec/language/index.ts'

export type Args = Readonly<Record<string, unknown>>
export type StateCondition = (state: State) => boolean
export type KeyedCondition = (state: State, key: string | number) => boolean
export type StepCondition = (
  before: State,
  step: { readonly action: string; readonly args: Args },
  after: State,
) => boolean

export interface LooseBuilder {
  readonly definition: SpecDefinition
  startingFrom(states: () => Iterable<unknown>): LooseBuilder
  derive(name: string, ...given: readonly unknown[]): LooseBuilder
  action(name: string): LooseAction
  always(name: string, ...given: readonly unknown[]): LooseBuilder
  alwaysStep(name: string, holds: StepCondition): LooseBuilder
  reachable(name: string, holds: StateCondition): LooseBuilder
  reachableStep(name: string, holds: StepCondition): LooseBuilder
  deadlockFree(isFinal?: StateCondition): LooseBuilder
  eventually(name: string, holds: unknown, perKey?: KeyedCondition): LooseBuilder
  leadsTo(name: string, trigger: StateCondition, response: StateCondition): LooseBuilder
  leadsTo(
    name: string,
    keys: readonly (string | number)[],
    trigger: KeyedCondition,
    response: KeyedCondition,
  ): LooseBuilder
  unless(name: string, holds: StateCondition, until: StateCondition): LooseBuilder
  unless(name: string, keys: readonly (string | number)[], holds: KeyedCondition, until: KeyedCondition): LooseBuilder
  leadsToAlways(name: string, trigger: StateCondition, response: StateCondition): LooseBuilder
  leadsToAlways(
    name: string,
    keys: readonly (string | number)[],
    trigger: KeyedCondition,
    response: KeyedCondition,
  ): LooseBuilder
  infinitelyOften(name: string, holds: unknown, perKey?: KeyedCondition): LooseBuilder
  infinitelyOftenStep(name: string, holds: StepCondition): LooseBuilder
  infinitelyOftenStep(
    name: string,
    keys: readonly (string | number)[],
    holds: (...args: [...Parameters<StepCondition>, key: string | number]) => boolean,
  ): LooseBuilder
  assuming(label: string, holds: (state: State, key?: string | number) => boolean): LooseBuilder
  assumingStep(label: string, holds: StepCondition): LooseBuilder
  eventuallyAlways(name: string, holds: unknown, perKey?: KeyedCondition): LooseBuilder
  canAlwaysReach(name: string, holds: unknown, perKey?: KeyedCondition): LooseBuilder
  noWayBack(name: string, holds: unknown, perKey?: KeyedCondition): LooseBuilder
  refines(
    name: string,
    abstract: { readonly definition: SpecDefinition },
    map: (state: State) => unknown,
    options?: { readonly only: 'safety' },
  ): LooseBuilder
  fair(
    strength: FairnessStrength,
    actions: string | readonly string[],
    ...parametersAndCondition: readonly (string | ((state: State, args: Args) => boolean))[]
  ): LooseBuilder
  constraint(name: string, holds: StateCondition): LooseBuilder
}

export interface LooseAction {
  over(name: string, domain: readonly unknown[] | ((state: State, args: Args) => readonly unknown[])): LooseAction
  given(name: string, value: (state: State, args: Args) => unknown): LooseAction
  when(guard: (state: State, args: Args) => boolean): LooseAction
  changes(effect: (state: State, args: Args) => unknown): LooseBuilder
}
