import { expect, it } from 'vitest'
import { compareRandomModels } from './findings-agreement.ts'

it('the engine and plain runs come to the same findings about many random specifications, with every kind among them', async () => {
  const { models, modelsWith } = await compareRandomModels({ seed: 2, models: 320 })
  const met = Object.fromEntries(modelsWith)
  const kinds = [
    'antecedent-never-true',
    'antecedent-never-true in part',
    'assumption-never-met',
    'trigger-never-true',
    'unaffected',
    'unaffected in part',
    'never-fires',
    'guard-always-true',
    'parameter-unused',
    'always-cut',
    'never-read',
    'never-read in part',
    'never-changes',
    'start-excluded',
    'only-start-left',
    'stray-key',
    'stops',
  ]
  expect(Object.keys(met).sort()).toEqual([...kinds].sort())
  // Each kind is found in some models, and not in many others.
  for (const kind of kinds) {
    expect(met[kind], kind).toBeGreaterThan(3)
    expect(met[kind], kind).toBeLessThan(0.8 * models)
  }
})
