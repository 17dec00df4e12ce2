/** How long a function of the user's, or loading a file, may take, given how long one scenario may. */
import type { Patience } from './thread-engine.ts'

/** Where nobody says. */
const usualMs = 10_000

export function patienceFor(timeLimitSeconds: number | null): Pick<Patience, 'runningMs' | 'loadingMs'> {
  const limitMs = timeLimitSeconds === null ? usualMs : timeLimitSeconds * 1000
  return { runningMs: Math.max(usualMs, limitMs), loadingMs: limitMs }
}
