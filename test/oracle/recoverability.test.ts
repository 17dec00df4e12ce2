import { describe, expect, it } from 'vitest'
import { expectAgreement } from './agreement.ts'
import { exploreReference, type ReferenceOptions } from './explore.ts'
import { type SmallGraph, smallGraph } from './random/small-graph.ts'

type Condition = (state: { readonly node: string }) => boolean

const isAt =
  (...nodes: readonly string[]): Condition =>
  ({ node }) =>
    nodes.includes(node)

/** Verdict, length and parts of each property; the engine must find the same. */
function outcome({ definition }: SmallGraph, options: ReferenceOptions = {}): unknown {
  const { properties } = exploreReference(definition, options)
  if (options.maxStates === undefined) expectAgreement(definition, options, {})
  return properties.map(({ verdict, length, parts }) => [verdict, length, ...parts].filter((each) => each !== null))
}

describe('can always reach', () => {
  const trap = smallGraph('a', { go: 'a>b b>c c>a', fall: 'c>x', spin: 'x>y y>x' })

  it('holds where a way stays open, whether or not it must be taken', () => {
    expect(outcome(trap.canAlwaysReach('x', isAt('x')))).toEqual([['holds']])
    expect(outcome(smallGraph('a', { go: 'a>b b>a' }).canAlwaysReach('b', isAt('b')))).toEqual([['holds']])
  })

  it('is broken by the nearest state without a way', () => {
    expect(outcome(trap.canAlwaysReach('a', isAt('a')))).toEqual([['violated', 4]])
    expect(outcome(trap.canAlwaysReach('never', () => false))).toEqual([['violated', 1]])
    expect(outcome(trap.canAlwaysReach('a or end', ['a', 'y'], (s, key) => s.node === key))).toEqual([
      ['violated', 4, 'a'],
    ])
  })

  it('does not ask for a way from the condition back to it', () => {
    expect(outcome(smallGraph('a', { go: 'a>b' }).canAlwaysReach('b', isAt('b')))).toEqual([['holds']])
  })

  it('is undecided where the way may lead through states outside a constraint', () => {
    const cut = (outside: string) => trap.constraint('inside', ({ node }) => node !== outside)
    expect(outcome(cut('x').canAlwaysReach('a', isAt('a')))).toEqual([['holds']])
    expect(outcome(cut('y').canAlwaysReach('a', isAt('a')))).toEqual([['undecided']])
    expect(outcome(cut('y').canAlwaysReach('y', isAt('y')))).toEqual([['undecided']])
    expect(outcome(trap.constraint('none', () => false).canAlwaysReach('a', isAt('a')))).toEqual([['undecided']])
    const aside = smallGraph('a', { go: 'a>b', aside: 'a>z' }).constraint('inside', ({ node }) => node !== 'z')
    expect(outcome(aside.canAlwaysReach('a', isAt('a')))).toEqual([['violated', 2]])
  })

  it('is undecided where the way may lead through states that were not expanded', () => {
    expect(outcome(trap.canAlwaysReach('a', isAt('a')), { maxDepth: 3 })).toEqual([['undecided']])
    expect(outcome(trap.canAlwaysReach('c', isAt('c')), { maxDepth: 3 })).toEqual([['holds']])
    expect(outcome(trap.canAlwaysReach('a', isAt('a')), { maxDepth: 5 })).toEqual([['undecided']])
    const ends = smallGraph('a', { go: 'a>b b>c', end: 'a>z' })
    expect(outcome(ends.canAlwaysReach('a', isAt('a')), { maxDepth: 3 })).toEqual([['violated', 2]])
    expect(outcome(trap.canAlwaysReach('c', isAt('c')), { maxStates: 2 })).toEqual([['undecided']])
  })
})

describe('no way back', () => {
  it('is broken by the nearest step out of the condition', () => {
    const spec = smallGraph('a', { go: 'a>b b>c c>d d>b', spin: 'b>b' })
    expect(outcome(spec.noWayBack('past a', isAt('b', 'c', 'd')))).toEqual([['holds']])
    expect(outcome(spec.noWayBack('past b', isAt('c', 'd')))).toEqual([['violated', 5]])
    expect(outcome(spec.noWayBack('a', isAt('a')))).toEqual([['violated', 2]])
    expect(outcome(spec.noWayBack('each', ['a', 'c'], (s, key) => s.node === key))).toEqual([['violated', 2, 'a']])
  })

  it('looks at states outside a constraint, but not beyond them', () => {
    const spec = smallGraph('a', { go: 'a>b b>c c>d' }).constraint('inside', isAt('a', 'b'))
    expect(outcome(spec.noWayBack('b', isAt('b')))).toEqual([['violated', 3]])
    expect(outcome(spec.noWayBack('c', isAt('c')))).toEqual([['holds']])
  })

  it('looks at the last level of a bounded depth, but not beyond it', () => {
    const spec = smallGraph('a', { go: 'a>b b>c c>d' })
    expect(outcome(spec.noWayBack('b', isAt('b')), { maxDepth: 3 })).toEqual([['violated', 3]])
    expect(outcome(spec.noWayBack('c', isAt('c')), { maxDepth: 3 })).toEqual([['holds']])
  })
})
