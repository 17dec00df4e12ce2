import { describe, expect, it } from 'vitest'
import type { PropertyDefinition } from './definition.ts'
import { conditionsOf, isGoal, isReplayable, needsGraph, propertyTraits, verdictsOf } from './property-kinds.ts'
import { specify } from './specify.ts'

const abstract = specify('abstract', { n: 0 })
const spec = specify('every kind', { n: 0 })
  .action('step')
  .changes((s) => ({ n: (s.n + 1) % 2 }))
  .always('always', { low: (s) => s.n < 2, natural: (s) => s.n >= 0 })
  .alwaysStep('alwaysStep', () => true)
  .reachable('reachable', (s) => s.n === 1)
  .reachableStep('reachableStep', () => true)
  .deadlockFree((s) => s.n === 2)
  .eventually('eventually', (s) => s.n === 1)
  .leadsTo(
    'leadsTo',
    [1, 2],
    (s) => s.n === 0,
    (s) => s.n === 1,
  )
  .leadsToAlways(
    'leadsToAlways',
    (s) => s.n === 0,
    (s) => s.n < 2,
  )
  .infinitelyOften('infinitelyOften', (s) => s.n === 1)
  .infinitelyOftenStep('infinitelyOftenStep', [1, 2], (_before, _step, after, n) => after.n === n % 2)
  .assuming('one', (s, n) => s.n === n)
  .assumingStep('back', (_before, _step, after) => after.n === 0)
  .eventuallyAlways('eventuallyAlways', (s) => s.n < 2)
  .canAlwaysReach('canAlwaysReach', (s) => s.n === 1)
  .noWayBack('noWayBack', (s) => s.n >= 0)
  .unless(
    'unless',
    (s) => s.n === 0,
    (s) => s.n === 1,
  )
  .refines('refines', abstract, (s) => ({ n: s.n })).definition

const named = (name: string): PropertyDefinition => {
  const property = spec.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`no property "${name}"`)
  return property
}

describe('the table of property kinds', () => {
  it('has each kind that the builder makes, under the name of its method, and no others', () => {
    expect(spec.properties.map(({ kind }) => kind).sort()).toEqual(Object.keys(propertyTraits).sort())
    for (const { kind, name } of spec.properties) {
      if (kind !== 'deadlock-free') expect(propertyTraits[kind].method).toBe(name)
    }
  })

  it('says of each kind what settles it, and what that is called', () => {
    const kinds = spec.properties.map(({ kind }) => kind)
    expect(kinds.filter(isGoal)).toEqual(['reachable', 'reachable-step'])
    expect(verdictsOf('reachable-step')).toEqual({ settled: 'reachable', unsettled: 'unreachable' })
    expect(verdictsOf('refines')).toEqual({ settled: 'violated', unsettled: 'holds' })
    expect(spec.properties.filter(needsGraph).map(({ kind }) => kind)).toEqual([
      'eventually',
      'leads-to',
      'leads-to-always',
      'infinitely-often',
      'infinitely-often-step',
      'eventually-always',
      'can-always-reach',
    ])
    expect(spec.properties.filter((each) => isReplayable(each.kind) && needsGraph(each))).toEqual([])
  })

  it('gives every function that a property asks, with what it is asked for', () => {
    const roles = (name: string) => conditionsOf(named(name)).map(({ role, label }) => `${role} ${label}`)
    expect(roles('always')).toEqual(['holds low', 'holds natural'])
    expect(roles('leadsTo')).toEqual(['trigger 1', 'response 1', 'trigger 2', 'response 2'])
    expect(roles('infinitelyOftenStep')).toEqual([
      'step 1',
      'step 2',
      'assumed one',
      'assumed step back',
      'assumed one',
      'assumed step back',
    ])
    expect(roles('unless')).toEqual(['holds null', 'until null'])
    expect(roles('no deadlock')).toEqual(['final null'])
    expect(roles('alwaysStep')).toEqual(['step null'])
    expect(roles('refines')).toEqual(['mapping null'])
    expect(conditionsOf(specify('x', {}).deadlockFree().definition.properties[0] ?? named('always'))).toEqual([])
  })
})
