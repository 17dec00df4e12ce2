/** How many models a long run has, and which: new ones each time, unless the environment says it. */
import { randomInt } from 'node:crypto'
import { modelsOfLongRun } from './long-runs.ts'

export default function sizeOfRun(): void {
  process.env.ACKPROOF_MODELS ??= String(modelsOfLongRun)
  process.env.ACKPROOF_SEED ??= String(randomInt(2 ** 31))
  const { ACKPROOF_MODELS: models, ACKPROOF_SEED: seed } = process.env
  process.stdout.write(`Again with the same models: ACKPROOF_MODELS=${models} ACKPROOF_SEED=${seed} npm run all\n\n`)
}
