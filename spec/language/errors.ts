/** What went wrong in a specification: where, what was expected, and how to mend it. */

/** Stable names of the kinds of specification errors, for scripts that read reports. */
export type SpecErrorCode =
  | 'declaration' // the specification itself is ill-formed
  | 'unknown-variable'
  | 'unknown-key'
  | 'unknown-change'
  | 'not-plain-data'
  | 'mutation'
  | 'impure'
  | 'stale-state'
  | 'user-exception'
  | 'not-a-result'
  | 'empty'
  | 'too-many-elements' // a set or a bag has met more different elements than there is room for
  | 'asymmetric' // ids that were declared interchangeable are not

/** What is wrong with a declaration, and how to mend it; both as in `SpecErrorDetails`. */
export interface Problem {
  readonly problem: string
  readonly hint: string | null
}

export interface SpecErrorDetails {
  readonly code: SpecErrorCode
  /** Name of the specification; null where it has none yet. */
  readonly spec: string | null
  /** What the user wrote that was running, e.g. `action "deliver" (message: {"type":"commit"})`; null before any ran. */
  readonly where: string | null
  /** One sentence: what happened, with the path of the value where there is one. */
  readonly problem: string
  /** One sentence: what to write instead. */
  readonly hint: string | null
  /** `file:line:column` in the user's source, where it is known. */
  readonly location?: string | null
}

export class SpecError extends Error {
  override readonly name = 'SpecError'
  readonly details: SpecErrorDetails

  constructor(details: SpecErrorDetails, options?: { readonly cause?: unknown }) {
    super(formatSpecError(details), options)
    this.details = details
  }
}

/** One paragraph: `spec, where (location): problem. Hint.` */
export function formatSpecError(details: SpecErrorDetails): string {
  const where = details.where === null ? '' : `, ${details.where}`
  const hint = details.hint === null ? '' : ` ${details.hint}`
  const location = details.location ? ` (${details.location})` : ''
  const subject =
    details.spec === null ? (details.location ?? 'specification') : `spec "${details.spec}"${where}${location}`
  return `${subject}: ${details.problem}${details.problem.endsWith('?') ? '' : '.'}${hint}`
}
