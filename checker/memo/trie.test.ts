import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Trie } from './trie.ts'

/** A decision function: looks at a slot, then at another that depends on what it found, and so on. */
type Decision = number | { readonly slot: number; readonly children: readonly Decision[] }

const SLOTS = 5
const decision: fc.Arbitrary<Decision> = fc.letrec<{ decision: Decision }>((tie) => ({
  decision: fc.oneof(
    { maxDepth: 4, depthSize: 'large' },
    fc.nat(1000),
    fc.record({
      slot: fc.nat(SLOTS - 1),
      children: fc.array(tie('decision'), { minLength: 1, maxLength: 4 }),
    }),
  ),
})).decision

/** Runs the function: its result as a leaf, and the slots it read, each once. */
function decide(
  decision: Decision,
  environment: Int32Array,
  reads: number[] = [],
): { readonly leaf: number; readonly reads: number[] } {
  if (typeof decision === 'number') return { leaf: -1 - decision, reads }
  const { slot, children } = decision
  if (!reads.includes(slot)) reads.push(slot)
  return decide(children[(environment[slot] as number) % children.length] as Decision, environment, reads)
}

const noDerived = (): never => {
  throw new Error('nothing is derived here')
}

/** Small ids, ids around the limits of dense nodes, and large ones. */
const id = fc.oneof(
  fc.nat(3),
  fc.nat(40),
  fc.constantFrom(15, 16, 17, 1023, 1024, 1025),
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
)
const environment = fc.array(id, { minLength: SLOTS, maxLength: SLOTS }).map((ids) => Int32Array.from(ids))

describe('a trie', () => {
  it('answers as the function does where it has met the values, and knows where it has not', () => {
    fc.assert(
      fc.property(
        fc.array(decision, { minLength: 1, maxLength: 4 }),
        fc.array(environment, { minLength: 1, maxLength: 120, size: 'max' }),
        (functions, environments) => {
          const trie = new Trie(noDerived)
          const roots = functions.map(() => 0)
          const met = functions.map(() => new Set<string>())
          for (const ids of environments) {
            functions.forEach((fn, number) => {
              const { leaf, reads } = decide(fn, ids)
              const key = reads.map((slot) => `${slot}=${ids[slot]}`).join()
              const found = trie.walk(roots[number] as number, ids)
              expect(found).toBe(met[number]?.has(key) ? leaf : 0)
              const root = trie.insert(roots[number] as number, Int32Array.from(reads), reads.length, ids, leaf)
              roots[number] = root as number
              met[number]?.add(key)
              expect(trie.path(roots[number] as number, ids)).toEqual(reads)
            })
          }
          for (const ids of environments) {
            functions.forEach((fn, number) => {
              expect(trie.walk(roots[number] as number, ids)).toBe(decide(fn, ids).leaf)
            })
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('still answers right, or not at all, from pointers taken before it grew', () => {
    fc.assert(
      fc.property(decision, fc.array(environment, { minLength: 2, maxLength: 80, size: 'max' }), (fn, environments) => {
        const trie = new Trie(noDerived)
        const roots = [0]
        for (const ids of environments) {
          const { leaf, reads } = decide(fn, ids)
          const root = trie.insert(roots[roots.length - 1] as number, Int32Array.from(reads), reads.length, ids, leaf)
          roots.push(root as number)
        }
        for (const ids of environments) {
          const { leaf } = decide(fn, ids)
          expect(roots.map((root) => trie.walk(root, ids)).filter((found) => found !== 0 && found !== leaf)).toEqual([])
          const root = roots[roots.length - 1] as number
          if (root > 0) {
            const next = trie.next(root, ids)
            expect(next < 0 ? next : trie.walk(next, ids)).toBe(decide(fn, ids).leaf)
          }
        }
      }),
    )
  })

  it('refuses what contradicts it: another result, another slot, an end too early or too late', () => {
    const trie = new Trie(noDerived)
    const ids = Int32Array.of(1, 2, 3)
    const root = trie.insert(0, Int32Array.of(0, 1), 2, ids, -5) as number
    expect(trie.insert(root, Int32Array.of(0, 1), 2, ids, -5)).toBe(root)
    expect(trie.insert(root, Int32Array.of(0, 1), 2, ids, -6)).toBeNull()
    expect(trie.insert(root, Int32Array.of(0, 2), 2, ids, -5)).toBeNull()
    expect(trie.insert(root, Int32Array.of(1, 0), 2, ids, -5)).toBeNull()
    expect(trie.insert(root, Int32Array.of(0), 1, ids, -5)).toBeNull()
    expect(trie.insert(root, Int32Array.of(0, 1, 2), 3, ids, -5)).toBeNull()
    expect(trie.insert(-5, Int32Array.of(0), 1, ids, -5)).toBeNull()
    expect(trie.insert(-5, Int32Array.of(), 0, ids, -6)).toBeNull()
    expect(trie.walk(root, ids)).toBe(-5)
  })

  it('holds a result that depends on nothing as a mere leaf', () => {
    const trie = new Trie(noDerived)
    expect(trie.insert(0, Int32Array.of(), 0, Int32Array.of(), -7)).toBe(-7)
    expect(trie.walk(-7, Int32Array.of())).toBe(-7)
  })

  it('computes a derived slot once, when the walk comes to it', () => {
    const computed: number[] = []
    const trie = new Trie((slot, ids) => {
      computed.push(slot)
      return (ids[0] as number) * 10
    })
    const known = Int32Array.of(3, 30)
    const root = trie.insert(0, Int32Array.of(0, 1), 2, known, -2) as number
    const fresh = Int32Array.of(3, -1)
    expect(trie.walk(root, fresh)).toBe(-2)
    expect([...fresh]).toEqual([3, 30])
    expect(trie.walk(root, fresh)).toBe(-2)
    expect(trie.walk(root, Int32Array.of(4, -1))).toBe(0)
    expect(computed).toEqual([1])
  })

  it('survives its own growth while a derived slot is computed in the middle of a walk', () => {
    let inner = 0
    const trie: Trie = new Trie(() => {
      // As a derived value does that is met for the first time: more of the arena is taken.
      for (let id = 0; id < 5_000; id++) {
        inner = trie.insert(inner, Int32Array.of(0), 1, Int32Array.of(id), -1 - id) as number
      }
      return 17
    })
    const root = trie.insert(0, Int32Array.of(1, 2), 2, Int32Array.of(0, 17, 4), -9) as number
    expect(trie.walk(root, Int32Array.of(0, -1, 4))).toBe(-9)
    for (let id = 0; id < 5_000; id++) expect(trie.walk(inner, Int32Array.of(id))).toBe(-1 - id)
  })

  it('takes memory for the ids it meets, not for the gaps between them', () => {
    const trie = new Trie(noDerived)
    let root = 0
    for (let id = 0; id < 1_000; id++) {
      root = trie.insert(root, Int32Array.of(0), 1, Int32Array.of(id * 1_000_003), -1 - id) as number
    }
    expect(trie.bytes).toBeLessThan(200_000)
    expect(trie.walk(root, Int32Array.of(999 * 1_000_003))).toBe(-1000)
    expect(trie.walk(root, Int32Array.of(1))).toBe(0)
  })
})
