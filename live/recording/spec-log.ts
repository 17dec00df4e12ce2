/** A recording in the terms of its specification. */
import type { LogEvent } from '../../runs/validate/log.ts'
import type { ValidateOptions } from '../../runs/validate/validate.ts'

/** An event, and what it was made of. */
export interface Told {
  readonly event: LogEvent
  /** Index of the sighting. */
  readonly sighting: number
  /** Index of the record in that reading of the log; null where the event is about no single record. */
  readonly record: number | null
}

export interface SpecLog<C> {
  /** By the settings and the version of the broker, with a budget for each fault that struck. */
  readonly configuration: C
  readonly told: readonly Told[]
  readonly hidden: NonNullable<ValidateOptions['hidden']>
  readonly projection: NonNullable<ValidateOptions['projection']>
}
