import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { set } from '../language/index.ts'
import { clocksOf, reading, skew, skewSentence, tick } from './clock.ts'
import { admits, expirySentence, grant, isExpired, mayGrant, noLease, raised, release, renew } from './lease.ts'
import { isPaused, noPauses, pause, pauseSentence, resume, resumeSentence } from './pause.ts'

const nodes = ['a', 'b', 'c'] as const
type Node = (typeof nodes)[number]

describe('clocks', () => {
  it('are right until a fault skews one of them', () => {
    const clocks = skew(tick(clocksOf(nodes)), 'b', -1)
    expect(nodes.map((node) => reading(clocks, node))).toEqual([1, 0, 1])
  })

  it('differ by no more ticks than clocks were skewed by, and keep the true time', () => {
    const events = fc.array(fc.tuple(fc.constantFrom('tick', ...nodes), fc.constantFrom(1, -1)), { maxLength: 20 })
    fc.assert(
      fc.property(events, (all) => {
        let clocks = clocksOf(nodes)
        for (const [what, by] of all) clocks = what === 'tick' ? tick(clocks) : skew(clocks, what as Node, by)
        const readings = nodes.map((node) => reading(clocks, node))
        const skews = all.filter(([what]) => what !== 'tick').length
        expect(Math.max(...readings) - Math.min(...readings)).toBeLessThanOrEqual(skews)
        expect(clocks.now).toBe(all.length - skews)
        if (skews === 0) expect(new Set(readings).size).toBe(1)
      }),
      { numRuns: 300 },
    )
  })

  it('do differ once they are skewed: the law is not kept by idleness', () => {
    const clocks = skew(skew(clocksOf(nodes), 'a', 1), 'b', -1)
    expect(reading(clocks, 'a') - reading(clocks, 'b')).toBe(2)
  })

  it('refuse a skew that is none, and another node', () => {
    expect(() => skew(clocksOf(nodes), 'a', 0)).toThrow('skew() by 0 ticks: give a whole number, not 0')
    expect(() => skew(clocksOf(nodes), 'a', 0.5)).toThrow('skew() by 0.5 ticks')
    // @ts-expect-error no such node
    expect(() => reading(clocksOf(nodes), 'd')).toThrow('reading() of "d", which has no clock: choose one of')
  })

  it('are told', () => {
    expect(skewSentence('a', 1)).toBe('the clock of a goes ahead by 1 tick')
    expect(skewSentence('a', -2)).toBe('the clock of a falls back by 2 ticks')
  })
})

describe('a lease', () => {
  const granted = grant(noLease<Node>(), 'a', 0, 2)

  it('is one holder’s until it has expired', () => {
    expect(granted).toEqual({ holder: 'a', until: 2, token: 1 })
    expect([1, 2].map((at) => isExpired(granted, at))).toEqual([false, true])
    expect(() => grant(granted, 'b', 1, 2)).toThrow('grant() at 1 of a lease that "a" has until 2')
    expect(grant(granted, 'b', 2, 2)).toEqual({ holder: 'b', until: 4, token: 2 })
  })

  it('is told to have expired, and so is a pause', () => {
    expect(expirySentence('a', granted, 2)).toBe('a reads 2: the lease until 2 has expired')
    expect(expirySentence('a', granted, 1, 1)).toBe('a reads 1, with a margin of 1: the lease until 2 has expired')
    expect([pauseSentence('a'), resumeSentence('a')]).toEqual(['a is paused, and does not notice', 'a goes on'])
  })

  it('is renewed with the same token, and not after its end', () => {
    expect(renew(granted, 1, 2)).toEqual({ holder: 'a', until: 3, token: 1 })
    expect(() => renew(granted, 2, 2)).toThrow('renew() at 2 of a lease that nobody has any more')
    expect(() => renew(noLease<Node>(), 0, 2)).toThrow('nobody has')
  })

  it('is free once its holder gives it back, and stays another’s', () => {
    expect(mayGrant(release(granted, 1), 0)).toBe(true)
    const next = grant(granted, 'b', 2, 2)
    expect(release(next, 1)).toEqual(next)
  })

  it('has one holder at a time by the clock of the one who grants it, and a new token for each', () => {
    const events = fc.array(fc.tuple(fc.constantFrom('tick', 'grant', 'renew', 'release'), fc.constantFrom(...nodes)), {
      maxLength: 25,
    })
    fc.assert(
      fc.property(events, (all) => {
        let now = 0
        let lease = noLease<Node>()
        const tokens: number[] = []
        const copies = new Map<Node, typeof lease>()
        for (const [what, node] of all) {
          if (what === 'tick') now++
          if (what === 'grant' && mayGrant(lease, now)) {
            lease = grant(lease, node, now, 2)
            tokens.push(lease.token)
            copies.set(node, lease)
          }
          if (what === 'renew' && lease.holder !== null && !isExpired(lease, now)) {
            lease = renew(lease, now, 2)
            copies.set(lease.holder as Node, lease)
          }
          if (what === 'release' && copies.has(node)) {
            lease = release(lease, copies.get(node)?.token ?? 0)
            copies.delete(node)
          }
          expect([...copies.values()].filter((copy) => !isExpired(copy, now)).length).toBeLessThanOrEqual(1)
        }
        expect(tokens).toEqual(tokens.map((_, index) => index + 1))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a fence', () => {
  it('admits no token after a newer one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 })), (tokens) => {
        let fence = 0
        const taken: number[] = []
        for (const token of tokens) {
          if (!admits(fence, token)) continue
          fence = raised(fence, token)
          taken.push(token)
        }
        expect(taken).toEqual([...taken].sort((one, other) => one - other))
        expect(fence).toBe(Math.max(0, ...tokens))
      }),
    )
    expect(() => raised(2, 1)).toThrow('raised() to token 1 of a fence at 2')
  })
})

describe('pauses', () => {
  it('hold one node at a time, until it goes on', () => {
    const paused = pause(noPauses<Node>(), 'a')
    expect([isPaused(paused, 'a'), isPaused(paused, 'b')]).toEqual([true, false])
    expect(resume(pause(paused, 'b'), 'a')).toEqual(set(['b']))
  })

  it('refuse what cannot happen', () => {
    expect(() => pause(pause(noPauses<Node>(), 'a'), 'a')).toThrow('pause() of "a", which is paused already')
    expect(() => resume(noPauses<Node>(), 'a')).toThrow('resume() of "a", which is not paused')
  })
})
