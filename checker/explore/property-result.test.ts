import { expect, it } from 'vitest'
import { specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { check } from '../check.ts'

it('gives the same verdicts without stories, for whoever wants nothing else', () => {
  const definition = definitionOf(
    specify('counter', { n: 0 })
      .action('inc')
      .when((s) => s.n < 5)
      .changes((s) => ({ n: s.n + 1 }))
      .always('small', { low: (s) => s.n < 9, lower: (s) => s.n < 3 })
      .reachable('five', (s) => s.n === 5)
      .eventually('six', (s) => s.n === 6)
      .canAlwaysReach('zero', (s) => s.n === 0)
      .noWayBack('two', (s) => s.n === 2)
      .deadlockFree(),
  )
  const full = check(definition, { exhaust: true })
  const verdictsOnly = check(definition, { exhaust: true, withoutStories: true })
  expect(full.properties.every(({ trace }) => trace !== null)).toBe(true)
  expect(verdictsOnly.properties).toEqual(
    full.properties.map(({ name, kind, verdict, part, reason }) => ({
      name,
      kind,
      verdict,
      part,
      reason,
      trace: null,
    })),
  )
  expect(verdictsOnly.properties.map(({ verdict, part }) => [verdict, part])).toEqual([
    ['violated', 'lower'],
    ['reachable', null],
    ['violated', null],
    ['violated', null],
    ['violated', null],
    ['violated', null],
  ])
})

it('does not say that something was within reach before, where a bound hides whether it was', () => {
  const server = specify('server', { crashed: false, log: 0 })
    .action('append')
    .when((s) => !s.crashed)
    .changes((s) => ({ log: s.log + 1 }))
    .action('crash')
    .when((s) => !s.crashed && s.log === 1)
    .changes(() => ({ crashed: true }))
  const lost = server.canAlwaysReach('reset', (s) => s.crashed && s.log === 0)
  const long = server.canAlwaysReach('long', (s) => s.log === 3)
  const turn = (spec: typeof lost | typeof long, options = {}) =>
    check(definitionOf(spec), options).properties[0]?.pointOfNoReturn
  const unknown = { index: null, instead: null, unknown: 'bound' }
  expect(turn(lost, { maxDepth: 4 })).toEqual(unknown)
  expect(check(definitionOf(lost.constraint('short', (s) => s.log <= 3))).properties[0]?.pointOfNoReturn).toEqual(
    unknown,
  )
  expect(turn(long, { maxDepth: 5 })).toEqual({ index: 1, instead: null, unknown: null })
})
