import { expect, it } from 'vitest'
import { Repeats } from './repeats.ts'

/** Well mixed: as hashes are. */
const hashOf = (number: number): number => {
  const mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) ^ (mixed >>> 16)
}

it('tells what repeats from what is new, exactly, as long as it is little', () => {
  const repeats = new Repeats()
  for (let number = 0; number < 1_000; number++) repeats.note(hashOf(number))
  expect([repeats.seen, repeats.repeated, repeats.distinct]).toEqual([1_000, 0, 1_000])
  repeats.beginCount()
  for (let number = 500; number < 1_500; number++) repeats.note(hashOf(number))
  expect([repeats.seen, repeats.repeated, repeats.distinct]).toEqual([1_000, 500, 1_500])
})

it('tells the share of repeats that are a million situations apart, in half a megabyte', () => {
  const repeats = new Repeats()
  for (let number = 0; number < 1_000_000; number++) repeats.note(hashOf(number))
  expect(repeats.repeated).toBeLessThan(20)
  expect(repeats.distinct / 1_000_000).toBeCloseTo(1, 1)
  repeats.beginCount()
  for (let number = 700_000; number < 1_700_000; number++) repeats.note(hashOf(number))
  expect(repeats.repeated / repeats.seen).toBeCloseTo(0.3, 1)
  expect(repeats.bytes).toBeLessThan(600_000)
})

it('takes every hash for one, 0 too', () => {
  const repeats = new Repeats()
  for (const hash of [0, -1, 1 << 31, 0, -1]) repeats.note(hash)
  expect(repeats.seen).toBe(5)
  expect(repeats.repeated).toBeGreaterThanOrEqual(2)
})
