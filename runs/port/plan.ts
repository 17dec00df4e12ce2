/** Scenarios that are chosen to be run. */

import type { ObservedBreak } from '../../spec/language/observed-break.ts'
import { onlyChosen } from './chosen-properties.ts'
import type { CountedFile } from './counted-source.ts'
import type { ScenarioOutline, SpecOutline, SuiteOutline } from './outline.ts'
import type { SuiteSource } from './task.ts'

/** A suite, and where an engine finds it. */
export interface PlannedSuite {
  readonly suite: SuiteOutline
  readonly source: SuiteSource
  /** What a person writes to select it again: its name, or the file as it was given. */
  readonly argument: string
  /** A hash of the files that it was loaded from; left out for what is no file. */
  readonly sources?: string
  /** The files that it was loaded from, where what runs of them is counted. */
  readonly files?: readonly CountedFile[]
  /** What real systems have shown of it; left out where nothing is known. */
  readonly observed?: readonly ObservedBreak[]
}

export interface PlannedScenario extends PlannedSuite {
  readonly scenario: ScenarioOutline
  /** Names of the properties that are explored for and judged; all of them where it is left out. */
  readonly properties?: readonly string[]
}

/** The specification of a scenario, with the properties that are judged. */
export function plannedSpec({ scenario, properties }: PlannedScenario): SpecOutline {
  return onlyChosen(scenario.spec, properties)
}
