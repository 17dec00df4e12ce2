import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { asked, forRandomModels } from './for-random-models.ts'

const few = { seed: 3, models: 12 }

async function plansOf(size: typeof few): Promise<readonly (readonly [number, boolean])[]> {
  const plans: [number, boolean][] = []
  await forRandomModels(size, [fc.nat(), fc.boolean()], (number, flag) => {
    plans.push([number, flag])
  })
  return plans
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a test over random models', () => {
  it('has as many as it says, the same for the same seed', async () => {
    vi.stubEnv('ACKPROOF_MODELS', undefined)
    vi.stubEnv('ACKPROOF_SEED', undefined)
    const plans = await plansOf(few)
    expect(plans).toHaveLength(12)
    expect(await plansOf(few)).toEqual(plans)
    expect(await plansOf({ ...few, seed: 4 })).not.toEqual(plans)
  })

  it('has those that the environment asks for, and notes them', async ({ task }) => {
    vi.stubEnv('ACKPROOF_MODELS', '20')
    vi.stubEnv('ACKPROOF_SEED', '4')
    expect(await plansOf(few)).toHaveLength(20)
    expect(task.meta.randomModels).toEqual({ seed: 4, models: 20 })
  })

  it('fails with the plan that is wrong', async () => {
    const wrong = forRandomModels(few, [fc.constant('the plan')], (_plan) => {
      throw new Error('no such luck')
    })
    await expect(wrong).rejects.toThrow(/the plan/)
  })

  it.each(['', '0', '1.5', '-1', '1e3', 'many', '99999999999'])('refuses %j models', (models) => {
    expect(() => asked(few, { ACKPROOF_MODELS: models })).toThrow(
      `ACKPROOF_MODELS is ${JSON.stringify(models)}; expected a whole number from 1`,
    )
  })
})
