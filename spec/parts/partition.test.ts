import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canReach,
  canTalk,
  cutLink,
  cutLinkSentence,
  mendLink,
  mendLinkSentence,
  partition,
  partitionSentence,
  partitionsOf,
  wholeNetwork,
} from './partition.ts'

const nodes = ['a', 'b', 'c', 'd'] as const
type Node = (typeof nodes)[number]
const whole = wholeNetwork<Node>()

describe('a network', () => {
  it('is whole at the beginning', () => {
    for (const from of nodes) for (const to of nodes) expect(canReach(whole, from, to)).toBe(true)
  })

  it('may be parted in two in every way, each once', () => {
    expect(partitionsOf(['a', 'b', 'c'])).toEqual([['c'], ['b'], ['b', 'c']])
    expect(partitionsOf(['a'])).toEqual([])
    expect(new Set(partitionsOf(nodes).map((side) => [...side].sort().join())).size).toBe(7)
  })

  it('lets exactly those talk, once it is parted, that are on the same side', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...partitionsOf(nodes)),
        fc.constantFrom(...nodes),
        fc.constantFrom(...nodes),
        (side, one, other) => {
          const cuts = partition(whole, nodes, side)
          expect(canTalk(cuts, one, other)).toBe(side.includes(one) === side.includes(other))
          expect(canReach(cuts, one, other)).toBe(canTalk(cuts, one, other))
        },
      ),
    )
  })

  it('is parted the same from either side, and more with every partition', () => {
    expect(partition(whole, nodes, ['b', 'c'])).toEqual(partition(whole, nodes, ['a', 'd']))
    const twice = partition(partition(whole, nodes, ['b', 'c']), nodes, ['b'])
    expect([canTalk(twice, 'b', 'c'), canTalk(twice, 'c', 'd'), canTalk(twice, 'a', 'd')]).toEqual([false, false, true])
  })

  it('has links that are cut one way', () => {
    const cuts = cutLink(whole, 'a', 'b')
    expect([canReach(cuts, 'a', 'b'), canReach(cuts, 'b', 'a'), canTalk(cuts, 'b', 'a')]).toEqual([false, true, false])
    expect(() => cutLink(cuts, 'a', 'b')).toThrow('cutLink() from "a" to "b", which is cut already')
    expect(mendLink(cuts, 'a', 'b')).toEqual(whole)
  })

  it('refuses strangers, and a link to oneself', () => {
    // @ts-expect-error no such node
    expect(() => partition(whole, nodes, ['e'])).toThrow('partition() of "e", which is no node')
    expect(() => cutLink(whole, 'a', 'a')).toThrow('cutLink() from "a" to itself')
  })

  it('is told by its two sides', () => {
    expect(partitionSentence(nodes, ['b', 'd'])).toBe('the network is parted: a, c | b, d')
    expect(cutLinkSentence('a', 'b')).toBe('the link from a to b is cut: b hears nothing of a')
    expect(mendLinkSentence('a', 'b')).toBe('the link from a to b is mended')
  })
})
