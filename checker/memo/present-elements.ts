/** Which elements of pools are there in a state. Found once for a state and a part, and only where somebody asks. */
import type { Model } from '../model/model.ts'
import type { PoolPart } from '../model/pool-part.ts'
import { withRoom } from '../values/with-room.ts'

export class PresentElements {
  /** Slots of all that are there, ascending: the first `count` entries. */
  slots: Int32Array = new Int32Array(64)
  count = 0
  /** Number of the state that is looked at. */
  state = 0
  readonly #model: Model
  readonly #ofPart = new Map<PoolPart, PresentInPart>()
  #found = -1

  constructor(model: Model) {
    this.#model = model
  }

  /** Another state follows. */
  forget(): void {
    this.state++
  }

  /** The elements of one part. */
  inPart(part: PoolPart): PresentInPart {
    const known = this.#ofPart.get(part)
    if (known !== undefined) return known
    const own = new PresentInPart(this, part, this.#model.firstGrown)
    this.#ofPart.set(part, own)
    return own
  }

  /** Finds those of the state with these ids, unless they are known. */
  find(ids: Int32Array): void {
    if (this.#found === this.state) return
    this.#found = this.state
    const { firstGrown, firstMetLater, stored } = this.#model
    this.slots = withRoom(this.slots, stored - firstGrown)
    let count = 0
    for (let slot = firstGrown; slot < firstMetLater; slot++) {
      if (this.#model.value(slot, ids) !== 0) this.slots[count++] = slot
    }
    // Of these, 0 is the id of no copy, and of nothing else.
    for (let slot = firstMetLater; slot < stored; slot++) if (ids[slot] !== 0) this.slots[count++] = slot
    this.count = count
  }
}

export class PresentInPart {
  /** Slots of those that are there, ascending: the first `count` entries. */
  slots: Int32Array = new Int32Array(16)
  count = 0
  readonly #all: PresentElements
  readonly #part: PoolPart
  readonly #firstGrown: number
  /** By slot minus `firstGrown`: 1 = in the part, 2 = not, 0 = not asked for yet. It stays as it is from when the element is met. */
  #members: Int32Array = new Int32Array(64)
  #found = -1

  constructor(all: PresentElements, part: PoolPart, firstGrown: number) {
    this.#all = all
    this.#part = part
    this.#firstGrown = firstGrown
  }

  find(ids: Int32Array): void {
    const all = this.#all
    if (this.#found === all.state) return
    this.#found = all.state
    all.find(ids)
    this.slots = withRoom(this.slots, all.count)
    let count = 0
    for (let at = 0; at < all.count; at++) {
      const slot = all.slots[at] as number
      if (this.#isMember(slot)) this.slots[count++] = slot
    }
    this.count = count
  }

  #isMember(slot: number): boolean {
    const at = slot - this.#firstGrown
    if (at >= this.#members.length) this.#members = withRoom(this.#members, at + 1)
    const known = this.#members[at] as number
    if (known !== 0) return known === 1
    const isMember = this.#part.elementAt(slot) !== undefined
    this.#members[at] = isMember ? 1 : 2
    return isMember
  }
}
