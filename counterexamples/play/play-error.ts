/** A step that cannot be taken, or a promise that does not hold, while a specification is played by hand. */
export class PlayError extends Error {
  override readonly name = 'PlayError'
}

/**
 * The error, with a stack that begins where `from` was called: a test runner then shows that line of the test. Some
 * browsers cannot cut a stack; theirs begins here.
 */
export function playError(message: string, from: (...args: never[]) => unknown): PlayError {
  const error = new PlayError(message)
  Error.captureStackTrace?.(error, from)
  return error
}
