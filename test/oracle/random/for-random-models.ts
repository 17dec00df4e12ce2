/** Tests over random models. How many, and which, can be said from outside: a long run is the same test with more of them. */
import fc from 'fast-check'
import { TestRunner } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** The random models that the test ran through. */
    randomModels?: RandomModels
  }
}

export interface RandomModels {
  /** The same seed gives the same models. */
  readonly seed: number
  readonly models: number
}

/**
 * Runs `holds` for so many random plans; it throws where something is wrong. `ACKPROOF_MODELS` and `ACKPROOF_SEED` in the
 * environment come before `models` and `seed`. The promise is rejected with the smallest plan that fails, and gives the number
 * of models otherwise.
 */
export async function forRandomModels<Plan extends unknown[]>(
  standard: RandomModels,
  arbitraries: readonly [...{ readonly [At in keyof Plan]: fc.Arbitrary<Plan[At]> }],
  holds: (...plan: Plan) => void | Promise<void>,
): Promise<number> {
  const { seed, models } = asked(standard, process.env)
  const test = TestRunner.getCurrentTest()
  if (test !== undefined) test.meta.randomModels = { seed, models }
  // The runner's own messages need a turn now and then, or it takes the test for dead.
  const property = fc.asyncProperty(fc.tuple<Plan>(...arbitraries), async (plan) => {
    await nextTurn()
    await holds(...plan)
  })
  await fc.assert(property, { seed, numRuns: models })
  return models
}

/** What the environment asks for. Throws an `Error` for what is no whole number. */
export function asked(standard: RandomModels, environment: Readonly<Record<string, string | undefined>>): RandomModels {
  const { ACKPROOF_MODELS: models, ACKPROOF_SEED: seed } = environment
  return {
    seed: seed === undefined ? standard.seed : wholeNumber('ACKPROOF_SEED', seed, 0),
    models: models === undefined ? standard.models : wholeNumber('ACKPROOF_MODELS', models, 1),
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= 2 ** 31 - 1) return value
  throw new Error(`${name} is ${JSON.stringify(text)}; expected a whole number from ${least} to ${2 ** 31 - 1}`)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
