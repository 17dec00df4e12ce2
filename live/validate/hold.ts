/** A recording, held against its specification. */
import { stepText } from '../../counterexamples/print/sentence.ts'
import { type Validation, validate } from '../../runs/validate/validate.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import type { AnyRecording } from '../recording/recording.ts'
import type { LogSuite } from './log-suites.ts'

/** Logs that are accepted took less than a tenth of it so far. */
const mostStates = 20_000

export interface Held {
  readonly recording: AnyRecording
  readonly definition: SpecDefinition
  readonly validation: Validation
  /** Events of the log. */
  readonly events: number
}

/** `change`: what else than the specification as it stands it is held against. */
export function hold(
  suite: LogSuite,
  recording: AnyRecording,
  change: (definition: SpecDefinition) => SpecDefinition = (definition) => definition,
): Held {
  const { configuration, told, hidden, projection } = suite.logOf(recording)
  const events = told.map(({ event }) => event)
  const definition = change(suite.build(configuration))
  const validation = validate(definition, events, { hidden, projection, mostStates })
  return { recording, definition, validation, events: events.length }
}

/** The steps that explain the log, or that explain it up to the event that nothing explains; none where neither is known. */
export function storyOf({ definition, validation }: Held): readonly string[] {
  if (validation.verdict === 'undecided') return []
  return validation.trace.steps.flatMap(({ action, params }) =>
    action === null ? [] : stepText(definition.actions, { action, args: params }),
  )
}
