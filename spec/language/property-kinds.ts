/**
 * What is known of every kind of property, in one table: code that treats kinds differently asks here. A new kind is an
 * entry, its meaning in `spec/semantics`, and how the engine decides it.
 */
import type {
  Assumption,
  LeadsToPart,
  PropertyDefinition,
  PropertyKind,
  State,
  StatePart,
  StepCondition,
  StepPart,
} from './definition.ts'

/**
 * What settles a property: one `state`; one `step` (of a refinement, an initial state as well); a state that is an
 * `end`, in which nothing is enabled; all that can be reached from a state, which takes the `graph`; or a `behaviour`
 * that goes on for ever. A refinement of a specification that assumes fairness is settled by a `step` or by a behaviour.
 */
export type DecidedBy = 'state' | 'step' | 'end' | 'graph' | 'behaviour'

/** Where along a story the conditions are looked at: its last state, both sides of its last step, its loop, or all of it. */
export type LookedAt = 'last state' | 'last step' | 'loop' | 'whole path'

/**
 * One function of the user's that a property asks, by what it is asked for: `holds` of a state, the `trigger` and the
 * `response` to it, what may end what holds (`until`), whether a state may be `final`, whether a `step` is as it should be, the `mapping` to an abstract
 * state, and what is assumed of states or of steps.
 */
export type Condition = { readonly label: string | null } & (
  | {
      readonly role: 'holds' | 'until' | 'trigger' | 'response' | 'final' | 'assumed'
      readonly holds: (state: State) => boolean
    }
  | { readonly role: 'step' | 'assumed step'; readonly holds: StepCondition }
  | { readonly role: 'mapping'; readonly map: (state: State) => unknown }
)

export interface PropertyTraits<K extends PropertyKind = PropertyKind> {
  /** A goal is to be reached: what settles it is a success. A promise is to be kept: what settles it is a break. */
  readonly isGoal: boolean
  readonly decidedBy: DecidedBy
  /** Every function that it asks; for a `leads-to` or `leads-to-always`, the trigger and then the response of each part. */
  readonly conditions: (property: Extract<PropertyDefinition, { readonly kind: K }>) => readonly Condition[]
  readonly lookedAt: LookedAt
  /**
   * Whether the end of a finite story is all that decides it. Where it is not (a behaviour that goes on for ever, a
   * state from which there is no way back), more faults may save what fewer broke, and running a story again says
   * nothing.
   */
  readonly isReplayable: boolean
  /** Whether it may hold because nothing that its conditions read ever changes, or because nothing triggers them. */
  readonly canBeVacuous: boolean
  /** The method of the builder. */
  readonly method: string
  /** What it says, after its name: `true in every reachable state`. */
  readonly meaning: string
}

/** A promise of progress: of every behaviour that goes on for ever. */
export type ProgressProperty = Extract<PropertyDefinition, { readonly kind: ProgressKind }>

type ProgressKind = {
  [K in PropertyKind]: (typeof propertyTraits)[K]['decidedBy'] extends 'behaviour' ? K : never
}[PropertyKind]

/** Whether a property is a promise of progress. */
export function isOfProgress(property: PropertyDefinition): property is ProgressProperty {
  return propertyTraits[property.kind].decidedBy === 'behaviour'
}

type InParts = Exclude<
  Extract<PropertyDefinition, { readonly parts: readonly StatePart[] }>,
  { readonly kind: 'unless' }
>

/** Properties that say what comes of a trigger. */
export type LeadsToProperty = Extract<PropertyDefinition, { readonly parts: readonly LeadsToPart[] }>

/** Whether the property says what comes of a trigger. */
export function isLeadsTo(property: PropertyDefinition): property is LeadsToProperty {
  return property.kind === 'leads-to' || property.kind === 'leads-to-always'
}

const ofParts = ({ parts }: InParts): readonly Condition[] =>
  parts.map(({ label, holds }) => ({ role: 'holds', label, holds }))

const ofTriggers = ({ parts }: LeadsToProperty): readonly Condition[] =>
  parts.flatMap(({ label, trigger, response }): Condition[] => [
    { role: 'trigger', label, holds: trigger },
    { role: 'response', label, holds: response },
  ])

export const propertyTraits = {
  always: {
    isGoal: false,
    decidedBy: 'state',
    conditions: ofParts,
    lookedAt: 'last state',
    isReplayable: true,
    canBeVacuous: true,
    method: 'always',
    meaning: 'true in every reachable state',
  },
  'always-step': {
    isGoal: false,
    decidedBy: 'step',
    conditions: ({ holds }) => [{ role: 'step', label: null, holds }],
    lookedAt: 'last step',
    isReplayable: true,
    canBeVacuous: true,
    method: 'alwaysStep',
    meaning: 'true of every step',
  },
  reachable: {
    isGoal: true,
    decidedBy: 'state',
    conditions: ({ holds }) => [{ role: 'holds', label: null, holds }],
    lookedAt: 'last state',
    isReplayable: true,
    canBeVacuous: false,
    method: 'reachable',
    meaning: 'some reachable state satisfies it',
  },
  'reachable-step': {
    isGoal: true,
    decidedBy: 'step',
    conditions: ({ holds }) => [{ role: 'step', label: null, holds }],
    lookedAt: 'last step',
    isReplayable: true,
    canBeVacuous: false,
    method: 'reachableStep',
    meaning: 'some step that is taken satisfies it',
  },
  'deadlock-free': {
    isGoal: false,
    decidedBy: 'end',
    conditions: ({ isFinal }) => (isFinal === null ? [] : [{ role: 'final', label: null, holds: isFinal }]),
    lookedAt: 'last state',
    isReplayable: true,
    canBeVacuous: false,
    method: 'deadlockFree',
    meaning: 'some action is enabled in every state that is not final',
  },
  eventually: {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ofParts,
    lookedAt: 'whole path',
    isReplayable: false,
    canBeVacuous: true,
    method: 'eventually',
    meaning: 'true at some time in every fair behaviour',
  },
  'leads-to': {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ofTriggers,
    lookedAt: 'whole path',
    isReplayable: false,
    canBeVacuous: true,
    method: 'leadsTo',
    meaning: 'whenever its trigger is true, its response becomes true sooner or later, in every fair behaviour',
  },
  'leads-to-always': {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ofTriggers,
    lookedAt: 'whole path',
    isReplayable: false,
    canBeVacuous: true,
    method: 'leadsToAlways',
    meaning: 'once its trigger is true, its response is true from some time on, for ever, in every fair behaviour',
  },
  'infinitely-often': {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ofParts,
    lookedAt: 'loop',
    isReplayable: false,
    canBeVacuous: true,
    method: 'infinitelyOften',
    meaning: 'true again and again in every fair behaviour',
  },
  'infinitely-often-step': {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ({ parts }) => parts.map(({ label, holds }: StepPart): Condition => ({ role: 'step', label, holds })),
    lookedAt: 'loop',
    isReplayable: false,
    canBeVacuous: false,
    method: 'infinitelyOftenStep',
    meaning: 'taken again and again in every fair behaviour',
  },
  'eventually-always': {
    isGoal: false,
    decidedBy: 'behaviour',
    conditions: ofParts,
    lookedAt: 'loop',
    isReplayable: false,
    canBeVacuous: true,
    method: 'eventuallyAlways',
    meaning: 'true from some time on in every fair behaviour',
  },
  'can-always-reach': {
    isGoal: false,
    decidedBy: 'graph',
    conditions: ofParts,
    lookedAt: 'last state',
    isReplayable: false,
    canBeVacuous: true,
    method: 'canAlwaysReach',
    meaning: 'can still be reached from every reachable state',
  },
  'no-way-back': {
    isGoal: false,
    decidedBy: 'step',
    conditions: ofParts,
    lookedAt: 'last step',
    isReplayable: true,
    canBeVacuous: true,
    method: 'noWayBack',
    meaning: 'once true, true for ever',
  },
  unless: {
    isGoal: false,
    decidedBy: 'step',
    conditions: ({ parts }) =>
      parts.flatMap(({ label, holds, until }): Condition[] => [
        { role: 'holds', label, holds },
        { role: 'until', label, holds: until },
      ]),
    lookedAt: 'last step',
    isReplayable: true,
    canBeVacuous: true,
    method: 'unless',
    meaning: 'once true, true until what may end it is',
  },
  refines: {
    isGoal: false,
    decidedBy: 'step',
    conditions: ({ map }) => [{ role: 'mapping', label: null, map }],
    lookedAt: 'last step',
    isReplayable: false,
    canBeVacuous: false,
    method: 'refines',
    meaning: 'every step is one of the abstract specification, or none',
  },
} as const satisfies { readonly [K in PropertyKind]: PropertyTraits<K> }

/** Whether a property of this kind is to be reached, as opposed to kept. */
export function isGoal(kind: PropertyKind): boolean {
  return propertyTraits[kind].isGoal
}

export type RefinementProperty = Extract<PropertyDefinition, { readonly kind: 'refines' }>

/** Whether the property can hold only once everything within the bounds was explored. */
export function needsGraph(property: PropertyDefinition): boolean {
  const { decidedBy } = propertyTraits[property.kind]
  return decidedBy === 'graph' || decidedBy === 'behaviour' || asksForFairness(property)
}

/** Whether it is a refinement of a specification that assumes fairness: what behaviours do for ever is asked too. */
export function asksForFairness(property: PropertyDefinition): property is RefinementProperty {
  return property.kind === 'refines' && property.only !== 'safety' && property.abstract.fairness.length > 0
}

/** Whether running a finite story again says all there is to say of a property of this kind. */
export function isReplayable(kind: PropertyKind): boolean {
  return propertyTraits[kind].isReplayable
}

/** What the property is called where something settles it, and where nothing does. */
export function verdictsOf(kind: PropertyKind): Verdicts {
  return isGoal(kind) ? goalVerdicts : promiseVerdicts
}

export type Verdicts =
  | { readonly settled: 'reachable'; readonly unsettled: 'unreachable' }
  | { readonly settled: 'violated'; readonly unsettled: 'holds' }

const goalVerdicts = { settled: 'reachable', unsettled: 'unreachable' } as const
const promiseVerdicts = { settled: 'violated', unsettled: 'holds' } as const

/** Every function that a property asks; what it assumes last. */
export function conditionsOf(property: PropertyDefinition): readonly Condition[] {
  // The entry of a property's own kind takes that property.
  const { conditions } = propertyTraits[property.kind] as PropertyTraits
  const assumed = assumptionsOf(property).flat()
  return [
    ...conditions(property),
    ...assumed.map(
      (each): Condition =>
        each.of === 'states'
          ? { role: 'assumed', label: each.label, holds: each.holds }
          : { role: 'assumed step', label: each.label, holds: each.holds },
    ),
  ]
}

/** What each part of a property assumes. */
export function assumptionsOf(property: PropertyDefinition): readonly (readonly Assumption[])[] {
  return isOfProgress(property) ? property.parts.map(({ assuming = [] }) => assuming) : []
}
