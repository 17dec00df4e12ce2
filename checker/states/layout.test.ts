import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitsFor, fits, grownLayout, type Layout, layoutOf, pack, unpack, unpacker } from './layout.ts'

const widthsArbitrary = fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 0, maxLength: 40 })
/** The largest id of a field: ids are no larger than 2^31 - 1, though a field may fill its word. */
const largest = (width: number): number => 2 ** Math.min(width, 31) - 1

/** A layout with ids that fill its fields to the brim, or any others. */
const layoutAndIds = widthsArbitrary.chain((widths) =>
  fc.record({
    widths: fc.constant(widths),
    ids: fc.tuple(
      ...widths.map((width) => fc.oneof(fc.constant(largest(width)), fc.integer({ min: 0, max: largest(width) }))),
    ),
  }),
)

describe('a layout', () => {
  it('gives back the ids that were packed, wherever the state lies', () => {
    fc.assert(
      fc.property(layoutAndIds, fc.nat(5), ({ widths, ids }, offset) => {
        const layout = layoutOf(widths)
        const rows = new Int32Array(offset + layout.words + 3).fill(-1)
        pack(layout, Int32Array.from(ids), rows, offset)
        const found = new Int32Array(widths.length)
        unpack(layout, rows, offset, found)
        expect([...found]).toEqual(ids)
        found.fill(-1)
        unpacker(layout)(rows, offset, found)
        expect([...found]).toEqual(ids)
        expect(
          [...rows.subarray(0, offset), ...rows.subarray(offset + layout.words)].every((word) => word === -1),
        ).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is read alike where the platform makes no code from text', () => {
    fc.assert(
      fc.property(layoutAndIds, fc.nat(5), ({ widths, ids }, offset) => {
        const layout = layoutOf(widths)
        const rows = new Int32Array(offset + layout.words)
        pack(layout, Int32Array.from(ids), rows, offset)
        const found = new Int32Array(widths.length)
        withoutCodeFromText(() => unpacker(layout))(rows, offset, found)
        expect([...found]).toEqual(ids)
      }),
    )
  })

  it('keeps fields apart and inside their words', () => {
    fc.assert(
      fc.property(widthsArbitrary, (widths) => {
        const layout = layoutOf(widths)
        expectDisjointFields(layout)
        expect(layout.words).toBeGreaterThanOrEqual(1)
        expect(layout.words).toBeLessThanOrEqual(Math.max(1, widths.length))
      }),
    )
  })

  it('has as many bits as the ids need', () => {
    expect([1, 2, 3, 4, 5, 8, 9, 2 ** 24, 2 ** 24 + 1, 2 ** 31].map(bitsFor)).toEqual([1, 1, 2, 2, 3, 3, 4, 24, 25, 31])
  })
})

describe('a grown layout', () => {
  it('has room for every id, never less room than before, and no more words than needed', () => {
    const growth = widthsArbitrary.chain((widths) =>
      fc.record({
        widths: fc.constant(widths),
        sizes: fc.tuple(...widths.map(() => fc.integer({ min: 1, max: 2 ** 20 }))),
        families: fc.tuple(...widths.map(() => fc.nat(5))),
      }),
    )
    fc.assert(
      fc.property(growth, ({ widths, sizes, families }) => {
        const old = layoutOf(widths)
        const grown = grownLayout(old, sizes, families)
        expect(fits(grown, sizes)).toBe(true)
        widths.forEach((width, slot) => {
          expect(grown.width[slot]).toBeGreaterThanOrEqual(width)
        })
        const needed = widths.map((width, slot) => Math.max(width, bitsFor(sizes[slot] as number)))
        expect(grown.words).toBe(layoutOf(needed).words)
        expectDisjointFields(grown)
      }),
    )
  })
})

function expectDisjointFields({ words, width, word, shift, mask }: Layout): void {
  const used = new Array(words).fill(0n)
  width.forEach((bits, slot) => {
    expect((shift[slot] as number) + bits).toBeLessThanOrEqual(32)
    const field = BigInt(2 ** bits - 1) << BigInt(shift[slot] as number)
    expect((mask[slot] as number) >>> 0).toBe(2 ** bits - 1)
    expect(used[word[slot] as number] & field).toBe(0n)
    used[word[slot] as number] |= field
  })
}

/** As on a page whose policy forbids it. */
function withoutCodeFromText<T>(action: () => T): T {
  const original = globalThis.Function
  globalThis.Function = new Proxy(original, {
    construct: () => {
      throw new EvalError('code generation from strings is disallowed')
    },
  })
  try {
    return action()
  } finally {
    globalThis.Function = original
  }
}
