/**
 * A call that is tried again where no answer comes in time. Whoever gives up does not know whether the request was
 * carried out: that is what makes retries dangerous.
 *
 * Time is left out. A time-out is a step that may be taken while an answer is awaited; whether it may come too early,
 * that is while request or answer are still under way, is for the guard of the action to say.
 */
import { requirePart, requireWhole, shown, wrongCall } from './words/wrong-call.ts'

/** `ready`: an attempt may be made. `waiting`: for the answer to the last one. The other two are ends. */
export interface Retry {
  readonly phase: 'ready' | 'waiting' | 'answered' | 'given up'
  /** Attempts made so far. */
  readonly attempts: number
}

/** Declares the variable: `specify('…', { call: untried() })`, or `each(requests, untried())`. */
export function untried(): Retry {
  return { phase: 'ready', attempts: 0 }
}

/** Whether the next attempt may be made. */
export function mayAttempt(retry: Retry): boolean {
  return phaseOf('mayAttempt', retry) === 'ready'
}

/** One more attempt, which waits for its answer. */
export function attempt(retry: Retry): Retry {
  if (phaseOf('attempt', retry) !== 'ready') throw wrong('attempt', retry, 'mayAttempt(retry)')
  return { phase: 'waiting', attempts: retry.attempts + 1 }
}

/**
 * An answer arrives, to any attempt. It ends a call that waits or would try again; one that is over stays as it is, since
 * nobody listens any more. Throws a RangeError where no attempt was made.
 */
export function answered(retry: Retry): Retry {
  const phase = phaseOf('answered', retry)
  if (retry.attempts === 0) throw wrong('answered', retry, 'an attempt first')
  return phase === 'given up' ? retry : { ...retry, phase: 'answered' }
}

/** Whether the call waits for an answer, and so may time out. */
export function mayTimeOut(retry: Retry): boolean {
  return phaseOf('mayTimeOut', retry) === 'waiting'
}

/** No answer came in time: the call is ready for the next attempt or, after `most` of them, given up. */
export function timedOut(retry: Retry, most: number): Retry {
  requireTimeOut('timedOut', retry, most)
  return { ...retry, phase: retry.attempts < most ? 'ready' : 'given up' }
}

/** Whether the call is over, with an answer or without. */
export function isOver(retry: Retry): boolean {
  const phase = phaseOf('isOver', retry)
  return phase === 'answered' || phase === 'given up'
}

/** `no answer to attempt 1 in time: it will try again`. Of the call before the step. */
export function timeOutSentence(retry: Retry, most: number): string {
  requireTimeOut('timeOutSentence', retry, most)
  const what = retry.attempts < most ? 'it will try again' : 'it gives up, and does not know what became of the request'
  return `no answer to attempt ${retry.attempts} in time: ${what}`
}

function wrong(operation: string, retry: Retry, expected: string): RangeError {
  return wrongCall(operation, `of a call that is ${shown(retry)}`, `expected ${expected}`)
}

function requireTimeOut(operation: string, retry: Retry, most: number): void {
  if (phaseOf(operation, retry) !== 'waiting') throw wrong(operation, retry, 'mayTimeOut(retry)')
  requireWhole(operation, 'the most attempts', most, 1)
}

const phases: readonly unknown[] = ['ready', 'waiting', 'answered', 'given up'] satisfies Retry['phase'][]

function phaseOf(operation: string, retry: Retry): Retry['phase'] {
  requirePart(operation, 'call', retry, ['phase', 'attempts'], 'untried()')
  const { phase } = retry
  if (!phases.includes(phase)) throw wrong(operation, retry, `a phase of ${phases.map(shown).join(', ')}`)
  return phase
}
