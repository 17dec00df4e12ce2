/**
 * How a state is packed: each slot's id in a bit field just wide enough, no field across a word boundary. When an id
 * no longer fits, a new layout is made and everything packed is packed again (`repacked`); the spare bits of a word go
 * to the slots that grow.
 */
export interface Layout {
  /** 32-bit words of a state. */
  readonly words: number
  readonly width: Int32Array
  readonly word: Int32Array
  readonly shift: Int32Array
  /** Mask of the field before shifting; a full word is -1. */
  readonly mask: Int32Array
}

const WORD_BITS = 32

/** Spare bits are given to slots one by one, with a layout for each: with more slots that takes longer than it saves. */
const MOST_FITTED_SINGLY = 500

/** A layout in which slot k holds ids below 2^widths[k]. First fit, the widest first. */
export function layoutOf(widths: readonly number[]): Layout {
  const order = widths.map((_, slot) => slot).sort((a, b) => (widths[b] as number) - (widths[a] as number) || a - b)
  const used: number[] = []
  const word = new Int32Array(widths.length)
  const shift = new Int32Array(widths.length)
  for (const slot of order) {
    const width = widths[slot] as number
    let target = used.findIndex((bits) => bits + width <= WORD_BITS)
    if (target < 0) target = used.push(0) - 1
    word[slot] = target
    shift[slot] = used[target] as number
    used[target] = (used[target] as number) + width
  }
  return {
    words: Math.max(1, used.length),
    width: Int32Array.from(widths),
    word,
    shift,
    mask: Int32Array.from(widths, (width) => (width === WORD_BITS ? -1 : (1 << width) - 1)),
  }
}

/** Bits needed for the ids 0 … count-1. */
export function bitsFor(count: number): number {
  return Math.max(1, WORD_BITS - Math.clz32(count - 1))
}

/**
 * The next layout, with fields for all of `sizes`: slots whose ids outgrew their field get the width they need, and so do the other members of their
 * family, which will follow; then each growing slot, and at last every slot, gets one bit more as long as the number of
 * words stays the same. With very many slots only those get more that need it. `families` gives the family of every slot, as a number.
 */
export function grownLayout(old: Layout, sizes: readonly number[], families: readonly number[]): Layout {
  const widths = sizes.map((_, slot) => old.width[slot] ?? 0)
  const growing: number[] = []
  sizes.forEach((size, slot) => {
    const needed = bitsFor(size)
    if (size > 2 ** (widths[slot] as number)) {
      widths[slot] = needed
      growing.push(slot)
    }
  })
  let layout = layoutOf(widths)
  const widen = (slot: number, width: number): void => {
    const before = widths[slot] as number
    if (width <= before || width > WORD_BITS) return
    widths[slot] = width
    const wider = layoutOf(widths)
    if (wider.words > layout.words) widths[slot] = before
    else layout = wider
  }
  if (widths.length > MOST_FITTED_SINGLY) return layout
  for (const slot of growing) {
    const width = widths[slot] as number
    for (let other = 0; other < widths.length; other++) if (families[other] === families[slot]) widen(other, width)
  }
  for (const slot of growing) widen(slot, (widths[slot] as number) + 1)
  // What is left over is no use to anybody else: a slot that grows late, among millions of states, may find it there.
  for (let slot = 0; slot < widths.length; slot++) widen(slot, (widths[slot] as number) + 1)
  return layout
}

/** Whether every id met so far fits its field. A field that is not there yet holds id 0. */
export function fits(layout: Layout, sizes: readonly number[]): boolean {
  return sizes.every((size, slot) => size <= 2 ** (layout.width[slot] ?? 0))
}

/** Reads the ids of the packed state that begins at `from`. */
export type Unpack = (rows: Int32Array, from: number, ids: Int32Array) => void

/**
 * A function that reads packed states of a layout. Reading is a good part of exploring, so the loop over the slots is
 * written out as code; where the platform does not allow that (a page with a strict policy), it stays a loop.
 */
export function unpacker(layout: Layout): Unpack {
  try {
    return new Function('rows', 'from', 'ids', unpackingCode(layout)) as Unpack
  } catch {
    return (rows, from, ids) => unpack(layout, rows, from, ids)
  }
}

function unpackingCode({ words, word, shift, mask }: Layout): string {
  const lines = Array.from({ length: words }, (_, at) => `const word${at} = rows[from + ${at}]`)
  word.forEach((place, slot) => {
    lines.push(`ids[${slot}] = (word${place} >>> ${shift[slot]}) & ${mask[slot]}`)
  })
  return lines.join('\n')
}

/** The same, slot by slot. */
export function unpack(layout: Layout, rows: Int32Array, from: number, ids: Int32Array): void {
  const { word, shift, mask } = layout
  for (let slot = 0; slot < word.length; slot++) {
    ids[slot] = ((rows[from + (word[slot] as number)] as number) >>> (shift[slot] as number)) & (mask[slot] as number)
  }
}

/** Writes the ids as a packed state that begins at `to`. */
export function pack(layout: Layout, ids: Int32Array, rows: Int32Array, to: number): void {
  const { word, shift } = layout
  rows.fill(0, to, to + layout.words)
  for (let slot = 0; slot < word.length; slot++) {
    const place = to + (word[slot] as number)
    rows[place] = (rows[place] as number) | ((ids[slot] as number) << (shift[slot] as number))
  }
}
