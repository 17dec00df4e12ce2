/** Random specifications and walks of them, carried out by a second interpreter that may get one value wrong. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { forRandomModels } from '../../test/oracle/random/for-random-models.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { walk } from '../walk/walk.ts'
import { type Adapter, forced } from './adapter.ts'
import { conform } from './conform.ts'

/** A system that is the specification itself, written in another way; after `wrongAfter` steps one variable is seen otherwise. */
function interpreterOf(written: SpecDefinition, wrongAfter: number | null): Adapter {
  const world = new PlainWorld(written)
  let way: Walk<State> | null = null
  let steps = 0
  const names = written.variables.map(({ name }) => name)
  return {
    actions: Object.fromEntries(
      written.actions.map(({ name }) => [
        name,
        forced(({ args }) => {
          steps++
          expect(way?.take(world.call(name, args))).toBe(true)
        }),
      ]),
    ),
    start: (initial) => {
      way = new Walk(world, world.adopt(initial))
      steps = 0
    },
    observe: () => {
      const state = way?.state ?? {}
      return steps === wrongAfter
        ? { ...state, wrong: 'seen otherwise' }
        : Object.fromEntries(names.map((name) => [name, state[name]]))
    },
    projection: { wrong: () => 'as it should be' },
    stop: () => {},
  }
}

it('follows where nothing is wrong, and departs at the very step at which something is', async () => {
  let departed = 0
  await forRandomModels({ seed: 5, models: 24 }, [blueprint, fc.nat(), fc.nat(8)], async (plan, seed, wrong) => {
    const definition = { ...specificationOf(plan), constraints: [] }
    const { trace } = walk(definition, { seed, steps: 8 })
    for (const wrongAt of [null, wrong]) {
      const result = await conform(definition, interpreterOf(specificationOf(plan, true), wrongAt), trace)
      if (wrongAt === null || wrongAt >= trace.length) {
        expect(result.text).toMatch(/^follows/)
        expect(result.compared.variables.every(({ share }) => share === 1)).toBe(true)
        continue
      }
      expect(result).toMatchObject({ outcome: 'departs', at: wrongAt, differences: [{ path: 'wrong' }] })
      departed++
    }
  })
  expect(departed).toBeGreaterThan(10)
})
