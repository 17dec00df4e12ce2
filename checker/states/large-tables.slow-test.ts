import { describe, expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import { check } from '../check.ts'
import { SegmentedMap } from '../values/segmented-map.ts'

/** What one `Map` or `Set` of the platform holds at most. */
const MOST_ENTRIES = 2 ** 24

describe('beyond 2^24', () => {
  it('states: a graph of counters has as many as the product says', () => {
    const sizes = [64, 64, 64, 65]
    const keys = [0, 1, 2, 3] as const
    const size = (key: number): number => sizes[key] ?? 0
    const counters = specify('counters', { value: each(keys, 0) })
      .action('add')
      .over('key', keys)
      .when((s, { key }) => s.value[key] + 1 < size(key))
      .changes((s, { key }) => ({ value: at(key, s.value[key] + 1) }))
      .always('in range', keys, (s, key) => s.value[key] < size(key))
      .reachable('the far corner', (s) => keys.every((key) => s.value[key] === size(key) - 1))
    const distinct = sizes.reduce((product, length) => product * length, 1)
    const generated = 1 + keys.reduce<number>((sum, key) => sum + (distinct / size(key)) * (size(key) - 1), 0)
    const depth = sizes.reduce((sum, length) => sum + length - 1, 1)
    expect(distinct).toBeGreaterThan(MOST_ENTRIES)

    const result = check(counters.definition, { exhaust: true })
    expect(result).toMatchObject({ completeness: 'full', states: { distinct, generated, depth } })
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'reachable'])
    expect(result.properties[1]?.trace?.length).toBe(depth)
    expect(result.engine.memoryBytes).toBeLessThan(1e9)
  })

  it('entries of a segmented map', () => {
    const entries = MOST_ENTRIES + 1_000
    const map = new SegmentedMap<number, number>()
    for (let key = 0; key < entries; key++) map.add(key * 3, key)
    expect(map.size).toBe(entries)
    for (const key of [0, 1, 2 ** 23 - 1, 2 ** 23, 2 ** 24 - 1, 2 ** 24, entries - 1])
      expect(map.get(key * 3)).toBe(key)
    expect(map.get(entries * 3)).toBeUndefined()
    expect(map.get(1)).toBeUndefined()
  })
})
