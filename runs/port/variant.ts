/** What the thread that explores runs in place of a scenario's own specification: for mutation testing, and for pictures. */

import type { TuningOptions } from '../../checker/contract/tuning.ts'
import { mutated } from '../../checker/mutation/mutate.ts'
import type { Mutation } from '../../checker/mutation/mutation.ts'
import { type Observation, observing } from '../../checker/mutation/observe.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { noting, type PictureNotes } from './picture-notes.ts'

/** Asked for with a job. */
export type VariantRequest =
  /** The specification as it is, with a record of what its actions do. */
  | { readonly kind: 'observed' }
  /** The specification as it is, with notes of what its steps do to phases and pools. */
  | { readonly kind: 'noted' }
  /** A mutant, explored until one of the properties that must hold is broken. */
  | { readonly kind: 'mutated'; readonly mutation: Mutation; readonly mustHold: readonly string[] }

/** What was learned besides the result. */
export type VariantNotes =
  | { readonly kind: 'observed'; readonly observation: Observation }
  | { readonly kind: 'noted'; readonly notes: PictureNotes }
  /** Whether some step of the mutant changed the state otherwise than the step that it replaces. */
  | { readonly kind: 'mutated'; readonly differs: boolean }

export interface Variant {
  readonly definition: SpecDefinition
  readonly tuning: TuningOptions
  /** The run is over as soon as one of these is broken. */
  readonly mustHold: readonly string[]
  notes(): VariantNotes
}

/** A mistake may tell interchangeable ids apart, so that all states of a mutant and of what it is compared with are explored. */
export function variantOf(whole: SpecDefinition, request: VariantRequest): Variant {
  if (request.kind === 'noted') {
    const noted = noting(whole)
    return {
      // Nothing is judged.
      definition: { ...noted.definition, properties: [] },
      tuning: { verifiedStates: 0 },
      mustHold: [],
      notes: () => ({ kind: 'noted', notes: noted.notes() }),
    }
  }
  const { symmetric: _, ...definition } = whole
  if (request.kind === 'observed') {
    const observer = observing(definition)
    return {
      definition: observer.definition,
      tuning: {},
      mustHold: [],
      notes: () => ({ kind: 'observed', observation: observer.observation() }),
    }
  }
  let differs = false
  return {
    definition: mutated(definition, request.mutation, () => {
      differs = true
    }),
    // The specification itself was compared with plain runs when it was observed.
    tuning: { verifiedStates: 0 },
    mustHold: request.mustHold,
    notes: () => ({ kind: 'mutated', differs }),
  }
}
