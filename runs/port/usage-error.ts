/** A mistake of the caller's: one line that says what was wrong, where, and what was expected. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** `file:line:column` in a file of the user's, where it is known. */
  readonly location: string | null

  constructor(message: string, options: { readonly cause?: unknown; readonly location?: string | null } = {}) {
    super(message, options)
    this.location = options.location ?? null
  }
}
