import type { EndingSignal } from './session.ts'

/** What every report of a run begins with. */
export interface EndedRun {
  readonly exitCode: number
  /** The signal that ended the run early, or null. */
  readonly interrupted: EndingSignal | null
  readonly seconds: number
  /** Why nothing was run, or null. */
  readonly error: RunError | null
  /** What the compiler says of the specifications; left out where it was not asked. */
  readonly typeErrors?: readonly RunError[]
}

/** What kept a whole run from being carried out (wrong usage, or a file that cannot be loaded), or does not compile. */
export interface RunError {
  readonly message: string
  /** `file:line:column`, where it is known. */
  readonly location: string | null
}
