import { describe, expect, it } from 'vitest'
import { highWord, lowWord } from './hash-words.ts'
import { type Layout, layoutOf, pack, unpack } from './layout.ts'
import { bitsForRows, Shard } from './shard.ts'

type Ids = readonly number[]
type Hash = (ids: Ids) => readonly [number, number]

const honest: Hash = (ids) => [
  ids.reduce((hash, id, slot) => hash ^ highWord(slot, id), 0),
  ids.reduce((hash, id, slot) => hash ^ lowWord(slot, id), 0),
]
const allAlike: Hash = () => [0, 0]
/** Every index entry has the same hash bits; only the place in the index differs. */
const sameHigh: Hash = (ids) => [0, honest(ids)[1]]

/** A shard with the layout of its states. */
class Table {
  readonly shard: Shard
  layout: Layout
  readonly #hash: Hash

  constructor(widths: readonly number[], hash: Hash) {
    this.layout = layoutOf(widths)
    this.shard = new Shard(this.layout.words)
    this.#hash = hash
  }

  /** Adds the states as one batch. */
  add(states: readonly Ids[]): void {
    this.shard.addAll(this.#batch(states), states.length, new Float64Array(states.length))
  }

  /** The row of each state, -1 where it is not there. */
  find(states: readonly Ids[], base = 0): number[] {
    const found = new Int32Array(states.length).fill(-2)
    this.shard.findAll(this.#batch(states), states.length, found, base)
    return [...found]
  }

  /** The ids of a row, read in the three ways in which they can be. */
  row(number: number): readonly number[] {
    const slots = this.layout.word.length
    const ids = new Int32Array(slots)
    this.shard.unpackRow((rows, from, into) => unpack(this.layout, rows, from, into), number, ids)
    const copy = new Int32Array(this.layout.words)
    this.shard.copyRow(number, copy)
    const copied = new Int32Array(slots)
    unpack(this.layout, copy, 0, copied)
    expect([...copied]).toEqual([...ids])
    expect(this.shard.differences(this.layout, number, copy, slots)).toBe(0)
    return [...ids]
  }

  /** In how many fields a row differs from a state; more than `most` are not counted. */
  differences(row: number, ids: Ids, most: number): number {
    return this.shard.differences(this.layout, row, this.#packed(ids), most)
  }

  repack(widths: readonly number[]): void {
    const layout = layoutOf(widths)
    this.shard.repack(this.layout, layout)
    this.layout = layout
  }

  #packed(ids: Ids): Int32Array {
    const packed = new Int32Array(this.layout.words)
    pack(this.layout, Int32Array.from(ids), packed, 0)
    return packed
  }

  #batch(states: readonly Ids[]): Int32Array {
    const stride = this.layout.words + 3
    const batch = new Int32Array(states.length * stride)
    states.forEach((ids, tag) => {
      batch.set(this.#packed(ids), tag * stride)
      batch.set([...this.#hash(ids), tag], tag * stride + this.layout.words)
    })
    return batch
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number)

describe('a shard', () => {
  it.each([
    ['are all alike', allAlike],
    ['differ in the place only', sameHigh],
  ])('tells apart states that differ in one word, whichever it is, when hashes %s', (_, hash) => {
    const table = new Table([31, 31, 31, 31], hash)
    expect(table.layout.words).toBe(4)
    const base = [7, 8, 9, 10]
    const changed = upTo(4).map((slot) => base.with(slot, 99))
    table.add([base, ...changed.slice(0, 3)])
    expect(table.shard.count).toBe(4)
    expect(table.find([base, ...changed])).toEqual([0, 1, 2, 3, -1])
    table.add([...changed].reverse())
    expect(table.shard.count).toBe(5)
    expect(table.find([base, ...changed], 100)).toEqual([100, 101, 102, 103, 104])
    expect(upTo(5).map((row) => table.row(row))).toEqual([base, ...changed])
  })

  it('finds all its states after each one that is added, past every size at which its tables grow', () => {
    const table = new Table([20], honest)
    const states = upTo(400).map((number) => [number * 11])
    states.forEach((state, at) => {
      table.add([state])
      if (at < 70 || at % 16 < 2) expect(table.find(states)).toEqual(states.map((_, row) => (row <= at ? row : -1)))
    })
    table.add(states)
    expect(table.shard.count).toBe(400)
  })

  it('keeps several chunks of states through growth, a change of layout, and a look at each', () => {
    const states = upTo(6_000).map((number) => [number % 50, Math.floor(number / 50), number % 7])
    const table = new Table([6, 7, 3], honest)
    const expectAll = (known: number): void => {
      expect(table.shard.count).toBe(known)
      expect(table.find(states)).toEqual(states.map((_, row) => (row < known ? row : -1)))
      const rows = [0, 1, 2_047, 2_048, 2_049, 4_095, 4_096, 5_999].filter((row) => row < known)
      for (const row of rows) expect(table.row(row)).toEqual(states[row])
    }
    for (let at = 0; at < 4_500; at += 500) table.add(states.slice(at, at + 500))
    expectAll(4_500)
    table.repack([20, 31, 3])
    expect(table.layout.words).toBe(2)
    expectAll(4_500)
    // Half of them are known. The index grows once more, from what the rows have kept of their hashes.
    table.add(states.slice(3_000))
    table.add(states)
    expectAll(6_000)
  })

  it('counts the fields in which a row differs, of any chunk, up to one more than is asked for', () => {
    const widths = [31, 2, 31, 5, 1, 31]
    const table = new Table(widths, honest)
    const states = upTo(2_100).map((number) => [number, number % 4, 0, number % 32, number % 2, 2 ** 31 - 1])
    table.add(states)
    for (const row of [3, 2_099]) {
      const ids = states[row] as Ids
      let other = ids
      for (const [changed, slot] of [5, 0, 4, 2, 3, 1].entries()) {
        expect(table.differences(row, other, widths.length)).toBe(changed)
        for (const most of upTo(changed)) expect(table.differences(row, other, most)).toBe(most + 1)
        other = other.with(slot, 1 - Math.min(1, ids[slot] as number))
      }
    }
  })

  it('knows the states of each depth, also where depths have none', () => {
    const table = new Table([10], honest)
    const depths = [1, 1, 4, 4, 4, 5, 8]
    depths.forEach((depth, number) => {
      for (let at = (depths[number - 1] ?? 0) + 1; at <= depth; at++) table.shard.beginLevel(at)
      table.add([[number]])
    })
    table.shard.beginLevel(9)
    table.shard.beginLevel(10)
    const levels = upTo(12).map((depth) => table.shard.level(depth))
    levels.forEach(([first, end], depth) => {
      expect(upTo(end - first).map((row) => first + row)).toEqual(
        upTo(depths.length).filter((number) => depths[number] === depth),
      )
    })
  })
})

describe('the bits for row numbers', () => {
  it('hold the last number as well where it is a power of two', () => {
    for (const rows of [1, 2, 3, 4, 5, 7, 8, 9, 2_047, 2_048, 2_049, 2 ** 30]) {
      expect(2 ** bitsForRows(rows)).toBeGreaterThan(rows)
      expect(2 ** bitsForRows(rows)).toBeLessThanOrEqual(2 * rows)
    }
  })
})
