import { withRoom } from '../values/with-room.ts'

/** The action instances enabled in one state, by memo number, each with the number of its effect. Reused for the next. */
export class EnabledList {
  count = 0
  instances: Int32Array = new Int32Array(64)
  effects: Int32Array = new Int32Array(64)

  add(instance: number, effect: number): void {
    if (this.count === this.instances.length) {
      this.instances = withRoom(this.instances, this.count + 1)
      this.effects = withRoom(this.effects, this.count + 1)
    }
    this.instances[this.count] = instance
    this.effects[this.count] = effect
    this.count++
  }
}
