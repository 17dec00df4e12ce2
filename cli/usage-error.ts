/** A mistake of the caller's: one line that says what was wrong, where, and what was expected. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return message.replace(/\s*\n\s*/g, ' ').trim()
}
