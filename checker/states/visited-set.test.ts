import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highWord, lowWord } from './hash-words.ts'
import { grownLayout, type Layout, layoutOf, pack, unpacker } from './layout.ts'
import type { Shard } from './shard.ts'
import { SHARD_SHIFT, SHARDS, VisitedSet } from './visited-set.ts'

/** How the explorer uses a visited set, with hashes that may be spoilt. */
class Harness {
  layout: Layout
  readonly visited: VisitedSet
  readonly #slots: number
  readonly #hash: (ids: readonly number[]) => readonly [number, number]

  constructor(widths: readonly number[], batch: number, hash = honestHash) {
    this.layout = layoutOf(widths)
    this.#slots = widths.length
    this.visited = new VisitedSet(this.layout, 2, batch)
    this.#hash = hash
  }

  add(ids: readonly number[], tag = 0): void {
    const [high, low] = this.#hash(ids)
    const { visited } = this
    const shard = high >>> SHARD_SHIFT
    const waiting = visited.pending[shard] as number
    const to = shard * visited.bufferWords + waiting * visited.entryWords
    pack(this.layout, Int32Array.from(ids), visited.buffers, to)
    visited.buffers.set([high, low, tag], to + this.layout.words)
    visited.pending[shard] = waiting + 1
    if (waiting + 1 === visited.batch) visited.flush(shard)
  }

  flush(): void {
    for (let shard = 0; shard < SHARDS; shard++) this.visited.flush(shard)
  }

  grow(sizes: readonly number[]): void {
    this.flush()
    const layout = grownLayout(
      this.layout,
      sizes,
      sizes.map((_, slot) => slot),
    )
    this.visited.repack(this.layout, layout)
    this.layout = layout
  }

  states(rowsOf: (shard: Shard) => readonly [number, number] = (shard) => [0, shard.count]): string[] {
    const ids = new Int32Array(this.#slots)
    return this.visited.shards
      .flatMap((shard) => {
        const [first, end] = rowsOf(shard)
        return Array.from({ length: end - first }, (_, row) => {
          shard.unpackRow(unpacker(this.layout), first + row, ids)
          return ids.join()
        })
      })
      .sort()
  }
}

function honestHash(ids: readonly number[]): readonly [number, number] {
  return [
    ids.reduce((hash, id, slot) => hash ^ highWord(slot, id), 0),
    ids.reduce((hash, id, slot) => hash ^ lowWord(slot, id), 0),
  ]
}

const sorted = (states: Iterable<string>): string[] => [...states].sort()

describe('the visited set', () => {
  const ids = fc.array(fc.nat(6), { minLength: 4, maxLength: 4 })
  const honest: typeof honestHash = honestHash
  const allAlike: typeof honestHash = () => [0, 0]
  const sameTag: typeof honestHash = (state) => [0, honestHash(state)[1]]
  const sameStart: typeof honestHash = (state) => [honestHash(state)[0] & 0x3ffffff, -1]

  it.each([
    ['honest', honest],
    ['all alike', allAlike],
    ['alike in the tag', sameTag],
    ['alike in the place', sameStart],
  ])('holds each state once, when hashes are %s', (_, hash) => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 300, size: 'max' }), fc.integer({ min: 1, max: 9 }), (states, batch) => {
        const harness = new Harness([3, 3, 3, 3], batch, hash)
        for (const state of states) harness.add(state)
        harness.flush()
        const expected = new Set(states.map((state) => state.join()))
        expect(harness.states()).toEqual(sorted(expected))
        expect(harness.visited.count).toBe(expected.size)
        expect(harness.visited.addedBy[0]).toBe(expected.size)
      }),
      { numRuns: 40 },
    )
  })

  it('holds each state once while layouts and levels change in between', () => {
    const step = fc.oneof(
      { weight: 20, arbitrary: fc.record({ kind: fc.constant('add' as const), state: ids }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('grow' as const), slot: fc.nat(3), bits: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('level' as const) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), fc.integer({ min: 1, max: 5 }), (steps, batch) => {
        const harness = new Harness([3, 3, 3, 3], batch)
        const depthOf = new Map<string, number>()
        const sizes = [8, 8, 8, 8]
        let depth = 1
        harness.visited.beginLevel(depth)
        for (const step of steps) {
          if (step.kind === 'add') {
            harness.add(step.state)
            const text = step.state.join()
            if (!depthOf.has(text)) depthOf.set(text, depth)
          } else if (step.kind === 'grow') {
            sizes[step.slot] = Math.max(sizes[step.slot] as number, 2 ** step.bits)
            harness.grow(sizes)
          } else {
            harness.flush()
            harness.visited.beginLevel(++depth)
          }
        }
        harness.flush()
        expect(harness.states()).toEqual(sorted(depthOf.keys()))
        for (let at = 0; at <= depth + 1; at++) {
          const expected = [...depthOf].filter(([, level]) => level === at).map(([text]) => text)
          expect(harness.states((shard) => shard.level(at))).toEqual(sorted(expected))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('holds states of zeros and ones in many slots, all of them', () => {
    const slots = 16
    const harness = new Harness(new Array(slots).fill(1), 32)
    for (let round = 0; round < 2; round++) {
      for (let bits = 0; bits < 2 ** slots; bits++) {
        harness.add(
          Array.from({ length: slots }, (_, slot) => (bits >>> slot) & 1),
          round,
        )
      }
    }
    harness.flush()
    expect(harness.visited.count).toBe(2 ** slots)
    expect([...harness.visited.addedBy]).toEqual([2 ** slots, 0])
    expect(new Set(harness.states()).size).toBe(2 ** slots)
    const sizes = harness.visited.shards.map((shard) => shard.count)
    expect(Math.max(...sizes)).toBeLessThan(2 * Math.min(...sizes))
  })

  it('credits the first to bring a state, within a batch and between batches', () => {
    const harness = new Harness([3], 4)
    harness.add([1], 1)
    harness.add([1], 0)
    harness.add([2], 0)
    harness.flush()
    harness.add([2], 1)
    harness.add([3], 1)
    harness.flush()
    expect([...harness.visited.addedBy]).toEqual([1, 2])
  })

  it('counts its bytes, and the peak while it grows', () => {
    const harness = new Harness([20], 16)
    const before = harness.visited.bytes
    for (let id = 0; id < 2 ** 16; id++) harness.add([id])
    harness.flush()
    const { visited } = harness
    const exact = visited.shards.reduce((sum, shard) => sum + shard.bytes, 0) + visited.buffers.byteLength
    expect(visited.bytes).toBe(exact)
    expect(visited.bytes).toBeGreaterThan(before + 2 ** 16 * 8)
    expect(visited.peakBytes).toBeGreaterThanOrEqual(visited.bytes)
    harness.grow([2 ** 31])
    expect(visited.bytes).toBe(visited.shards.reduce((sum, shard) => sum + shard.bytes, 0) + visited.buffers.byteLength)
  })
})
