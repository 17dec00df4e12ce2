/** Scenarios that are chosen to be run. */
import type { ScenarioOutline, SuiteOutline } from './outline.ts'
import type { SuiteSource } from './task.ts'

/** A suite, and where an engine finds it. */
export interface PlannedSuite {
  readonly suite: SuiteOutline
  readonly source: SuiteSource
  /** What a person writes to select it again: its name, or the file as it was given. */
  readonly argument: string
}

export interface PlannedScenario extends PlannedSuite {
  readonly scenario: ScenarioOutline
}
