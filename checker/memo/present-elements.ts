/** Which elements of pools are there in a state. */
import type { Model } from '../model/model.ts'
import { withRoom } from '../values/with-room.ts'

/** Found once for a state, and only where somebody asks. */
export class PresentElements {
  /** Their slots, ascending: the first `count` entries. */
  slots: Int32Array = new Int32Array(64)
  count = 0
  readonly #model: Model
  #isFound = false

  constructor(model: Model) {
    this.#model = model
  }

  /** Another state follows. */
  forget(): void {
    this.#isFound = false
  }

  /** Finds those of the state with these ids, unless they are known. */
  find(ids: Int32Array): void {
    if (this.#isFound) return
    this.#isFound = true
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
