import { expect, it } from 'vitest'
import { expectTurnsOfRandomSpecifications } from './random-turns.ts'

it('the point of no return is where a plain search says it is, in many random specifications', async () => {
  const { beyond, ...found } = await expectTurnsOfRandomSpecifications(400)
  expect(Math.min(...Object.values(found))).toBeGreaterThan(10)
  expect(beyond).toBeGreaterThan(0)
})
