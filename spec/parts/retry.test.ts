import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answered,
  attempt,
  isOver,
  mayAttempt,
  mayTimeOut,
  type Retry,
  timedOut,
  timeOutSentence,
  untried,
} from './retry.ts'

describe('a call with retries', () => {
  it('waits after each attempt, and tries again after a time-out', () => {
    const waiting = attempt(untried())
    expect(waiting).toEqual({ phase: 'waiting', attempts: 1 })
    expect(timedOut(waiting, 2)).toEqual({ phase: 'ready', attempts: 1 })
    expect(attempt(timedOut(waiting, 2))).toEqual({ phase: 'waiting', attempts: 2 })
  })

  it('gives up after its last attempt', () => {
    expect(timedOut(attempt(untried()), 1)).toEqual({ phase: 'given up', attempts: 1 })
  })

  it('takes an answer while it waits and while it would try again, and ignores it after it gave up', () => {
    const waiting = attempt(untried())
    expect(answered(waiting).phase).toBe('answered')
    expect(answered(timedOut(waiting, 2)).phase).toBe('answered')
    expect(answered(answered(waiting)).phase).toBe('answered')
    expect(answered(timedOut(waiting, 1)).phase).toBe('given up')
  })

  it('refuses what cannot happen', () => {
    expect(() => attempt(attempt(untried()))).toThrow('attempt() of a call that is {"phase":"waiting","attempts":1}')
    expect(() => timedOut(untried(), 2)).toThrow('expected mayTimeOut(retry)')
    expect(() => answered(untried())).toThrow('expected an attempt first')
  })

  it('tells what a time-out means', () => {
    expect(timeOutSentence(attempt(untried()), 2)).toBe('no answer to attempt 1 in time: it will try again')
    expect(timeOutSentence(attempt(untried()), 1)).toContain('it gives up, and does not know')
  })

  it('makes at most so many attempts, makes all of them before it gives up, and never goes on once it is over', () => {
    const steps = fc.array(fc.constantFrom('attempt', 'time out', 'answer'), { maxLength: 20 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, most) => {
        let call: Retry = untried()
        for (const step of all) {
          const before = call
          if (step === 'attempt' && mayAttempt(call)) call = attempt(call)
          if (step === 'time out' && mayTimeOut(call)) call = timedOut(call, most)
          if (step === 'answer' && call.attempts > 0) call = answered(call)
          expect(call.attempts).toBeLessThanOrEqual(most)
          if (call.phase === 'given up') expect(call.attempts).toBe(most)
          if (isOver(before)) expect(call).toEqual(before)
        }
      }),
      { numRuns: 300 },
    )
  })
})
