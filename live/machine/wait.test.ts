import { expect, it } from 'vitest'
import { until, WaitRanOut } from './wait.ts'

it('looks until there is something, and gives it', async () => {
  let looks = 0
  expect(await until('the third look', () => (++looks === 3 ? 0 : null), { every: 1 })).toBe(0)
})

it('says what it has waited for when its time runs out', async () => {
  const waiting = until('a message', async () => false, { patience: 15, every: 1 })
  await expect(waiting).rejects.toThrow(new WaitRanOut('a message: not within 0.015 s'))
})

it('lets errors through', async () => {
  const look = (): null => {
    throw new Error('the broker is dead')
  }
  await expect(until('a message', look)).rejects.toThrow('the broker is dead')
})
