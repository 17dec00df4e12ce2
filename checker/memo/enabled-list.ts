/** The action instances enabled in one state, by memo number, each with the number of its effect. Reused for the next. */
export class EnabledList {
  count = 0
  instances: Int32Array = new Int32Array(64)
  effects: Int32Array = new Int32Array(64)

  add(instance: number, effect: number): void {
    if (this.count === this.instances.length) this.#grow()
    this.instances[this.count] = instance
    this.effects[this.count] = effect
    this.count++
  }

  #grow(): void {
    const instances = new Int32Array(this.count * 2)
    instances.set(this.instances)
    this.instances = instances
    const effects = new Int32Array(this.count * 2)
    effects.set(this.effects)
    this.effects = effects
  }
}
