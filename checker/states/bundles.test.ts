import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { Model } from '../model/model.ts'
import { Bundles } from './bundles.ts'
import { highWord, lowWord } from './hash-words.ts'

const firstGrown = 3

/** As much of a model as bundles look at. */
class Slots {
  readonly firstGrown = firstGrown
  stored = firstGrown

  get asModel(): Model {
    return this as unknown as Model
  }
}

const elements = 80
const state = fc.array(fc.tuple(fc.nat(elements - 1), fc.nat(3)), { maxLength: 12 })

function idsWith(list: readonly (readonly [number, number])[]): Int32Array {
  const ids = new Int32Array(firstGrown + elements)
  for (const [element, id] of list) ids[firstGrown + element] = id
  return ids
}

function hashOf(ids: Int32Array): readonly [number, number] {
  let high = 0
  let low = 0
  ids.forEach((id, slot) => {
    if (slot < firstGrown || id === 0) return
    high ^= highWord(slot, id)
    low ^= lowWord(slot, id)
  })
  return [high, low]
}

class Packed {
  readonly slots = new Slots()
  readonly bundles = new Bundles(this.slots.asModel)

  meet(count: number): void {
    this.slots.stored = firstGrown + count
    this.bundles.catchUp()
  }

  fields(ids: Int32Array): Int32Array {
    const fields = new Int32Array(40)
    this.bundles.pack(ids, fields, 1)
    return fields
  }

  ids(fields: Int32Array): Int32Array {
    const ids = new Int32Array(firstGrown + elements).fill(7, firstGrown)
    this.bundles.unpack(fields, 1, ids)
    return ids
  }

  hash(fields: Int32Array): readonly [number, number] {
    let high = 0
    let low = 0
    for (let at = 0; at < this.bundles.count; at++) {
      high ^= this.bundles.at(at).high[fields[1 + at] as number] as number
      low ^= this.bundles.at(at).low[fields[1 + at] as number] as number
    }
    return [high, low]
  }
}

describe('elements packed in bundles', () => {
  test.prop([fc.array(state, { minLength: 1, maxLength: 20 })])(
    'come back as they were, with one number a combination',
    (states) => {
      const packed = new Packed()
      packed.meet(elements)
      const byFields = new Map<string, string>()
      for (const list of states) {
        const ids = idsWith(list)
        const fields = packed.fields(ids)
        expect(packed.ids(fields)).toEqual(ids)
        expect(packed.hash(fields)).toEqual(hashOf(ids))
        expect(byFields.get(fields.join()) ?? ids.join()).toBe(ids.join())
        byFields.set(fields.join(), ids.join())
      }
    },
  )

  test.prop([state, fc.array(state, { maxLength: 6 })])('change as their elements do', (start, effects) => {
    const packed = new Packed()
    packed.meet(elements)
    const ids = idsWith(start)
    const fields = packed.fields(ids)
    for (const effect of effects) {
      const writes = [...new Map(effect)].sort(([left], [right]) => left - right)
      const changes = packed.bundles.changesOf(writes.flatMap(([element, id]) => [firstGrown + element, id]))
      for (let at = 0; at < changes.length; at += 2) {
        const bundle = changes[at] as number
        fields[1 + bundle] = packed.bundles.at(bundle).after(fields[1 + bundle] as number, changes[at + 1] as number)
      }
      for (const [element, id] of writes) ids[firstGrown + element] = id
      expect(packed.ids(fields)).toEqual(ids)
      expect(fields).toEqual(packed.fields(ids))
    }
  })

  it('are split where they have met too many combinations, and stand for the same states', () => {
    const packed = new Packed()
    packed.meet(elements)
    const states = Array.from({ length: 1_500 }, (_, number) =>
      idsWith(
        Array.from({ length: 12 }, (__, element) => [2 * element, (number >> element) & 1 ? 1 + (number % 3) : 0]),
      ),
    )
    const before = states.map((ids) => packed.fields(ids))
    expect(packed.bundles.isAnyCrowded).toBe(true)
    const count = packed.bundles.count
    const convert = packed.bundles.split()
    expect(packed.bundles.count).toBeGreaterThan(count)
    before.forEach((fields, at) => {
      convert?.(fields, 1)
      expect(packed.ids(fields)).toEqual(states[at])
      expect(fields).toEqual(packed.fields(states[at] as Int32Array))
      expect(packed.hash(fields)).toEqual(hashOf(states[at] as Int32Array))
    })
  })

  it('are absent from states that were packed before they were met', () => {
    const packed = new Packed()
    packed.meet(2)
    const early = packed.fields(idsWith([[1, 1]]))
    packed.meet(elements)
    expect(packed.ids(early)).toEqual(idsWith([[1, 1]]))
    expect(packed.fields(idsWith([[1, 1]]))[1]).toBe(early[1])
  })
})
