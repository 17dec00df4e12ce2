import { expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import type { RefinementProperty } from '../../spec/language/property-kinds.ts'
import { pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { play, playLasso } from '../testing/play.ts'
import { promiseReadsOf } from './promise-reads.ts'

const lamps = ['red', 'green'] as const

it('of a refinement are all that the mapping hands on, a family as it is too: of the last step, or round the loop', () => {
  const dark = specify('dark', { on: each(lamps, false) })
  const { definition } = specify('lamps', { on: each(lamps, false), times: 0 })
    .action('switch')
    .over('lamp', lamps)
    .changes((s, { lamp }) => ({ on: at(lamp, !s.on[lamp]), times: s.times + 1 }))
    .refines('stays dark', dark, (s) => ({ on: s.on }))
  const world = new PlainWorld(definition)
  const [property] = definition.properties as [RefinementProperty]
  const both = new Set(['on.red', 'on.green'])
  const steps = play(definition, [
    ['switch', { lamp: 'red' }],
    ['switch', { lamp: 'red' }],
  ])
  expect(promiseReadsOf(world, property, null, pathOf(world, steps))).toEqual(
    new Map([
      [1, both],
      [2, both],
    ]),
  )
  const still = playLasso(definition, [['switch', { lamp: 'red' }]])
  expect(promiseReadsOf(world, property, null, pathOf(world, still))).toEqual(new Map([[1, both]]))
})
