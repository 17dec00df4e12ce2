/**
 * What the runs of the user's functions have shown so far, noted as they run. Each note says that something happened at
 * least once; a function runs at least once in each distinct situation, so once all was explored, what has no note
 * never happens.
 */
import type { Arguments, SpecDefinition } from '../../spec/language/index.ts'
import type { Model } from '../model/model.ts'

export class Witnesses {
  /** By action, 1 = its guard was true once; an action without a guard has none. */
  readonly guardWasTrue: Uint8Array
  /** By action, 1 = its guard was false once. */
  readonly guardWasFalse: Uint8Array
  /** By action, 1 = its effect ran. */
  readonly effectRan: Uint8Array
  /** By property of steps, 1 = the antecedent of its implication was true once. */
  readonly antecedentWasTrue: Uint8Array
  /** Expanded states in which no action is enabled. */
  deadEnds = 0
  /** By stored slot, 1 = a state has had the declared initial value, which `startingFrom` may replace in all. */
  #hasDeclaredValue: Uint8Array
  #isDeclaredValueMissing = false
  /** By action: names of parameters that nothing has looked at yet; null = none is left. */
  readonly #unused: (Set<string> | null)[]
  readonly #model: Model

  constructor(model: Model) {
    const { definition } = model
    const none = (): Uint8Array => new Uint8Array(definition.actions.length)
    this.guardWasTrue = none()
    this.guardWasFalse = none()
    this.effectRan = none()
    this.antecedentWasTrue = new Uint8Array(definition.properties.length)
    this.#hasDeclaredValue = new Uint8Array(model.stored)
    this.#unused = definition.actions.map(({ name }) => unusedByDeclaration(definition, name))
    this.#model = model
  }

  noteGuard(action: number, isTrue: boolean): void {
    if (isTrue) this.guardWasTrue[action] = 1
    else this.guardWasFalse[action] = 1
  }

  /** By stored slot, how many values the initial states and the declared ones have; their ids come first. */
  initialValues: readonly number[] = []

  noteInitial(states: readonly Int32Array[]): void {
    const { initialIds, stored } = this.#model
    this.initialValues = this.#model.sizes()
    this.#hasDeclaredValue = new Uint8Array(stored)
    for (const ids of states) {
      for (let slot = 0; slot < stored; slot++) {
        if ((ids[slot] ?? 0) === (initialIds[slot] ?? 0)) this.#hasDeclaredValue[slot] = 1
      }
    }
    this.#isDeclaredValueMissing = this.#hasDeclaredValue.includes(0)
  }

  /** Notes what an effect ran and wrote: slot, id, slot, id, … */
  noteEffect(action: number, writes: readonly number[] | null): void {
    this.effectRan[action] = 1
    if (writes !== null) this.noteWrites(writes)
  }

  /** Notes what was written: slot, id, slot, id, … */
  noteWrites(writes: readonly number[]): void {
    if (!this.#isDeclaredValueMissing) return
    for (let at = 0; at < writes.length; at += 2) {
      const slot = writes[at] as number
      if (writes[at + 1] === (this.#model.initialIds[slot] ?? 0)) this.#hasDeclaredValue[slot] = 1
    }
  }

  /** Whether a stored slot has had more than one value in the states met so far. */
  hasChanged(slot: number): boolean {
    const { size } = this.#model.table(slot)
    // An element that was met later was absent, as declared, in every initial state.
    return size > (this.#hasDeclaredValue[slot] === 0 ? 2 : 1)
  }

  /** Arguments as a function should see them, so that what it looks at is noted; `args` themselves once all was used. */
  watched(action: number, args: Arguments): Arguments {
    return this.#unused[action] === null ? args : new Proxy(args, this.#handler(action))
  }

  /** Whether something has looked at a parameter of an action. */
  isUsed(action: number, parameter: string): boolean {
    return this.#unused[action]?.has(parameter) !== true
  }

  #handler(action: number): ProxyHandler<Arguments> {
    // An argument that there is not yet, in the domain of an earlier parameter, is not used by asking for it.
    const use = (args: Arguments, key: PropertyKey): void => {
      const unused = this.#unused[action]
      if (typeof key !== 'string' || !Object.hasOwn(args, key) || unused === null || unused === undefined) return
      unused.delete(key)
      if (unused.size === 0) this.#unused[action] = null
    }
    return {
      get: (target, key) => {
        use(target, key)
        return Reflect.get(target, key)
      },
      has: (target, key) => {
        use(target, key)
        return Reflect.has(target, key)
      },
      // A function that takes the arguments as a whole uses each of them.
      ownKeys: (target) => {
        const keys = Reflect.ownKeys(target)
        for (const key of keys) use(target, key)
        return keys
      },
    }
  }
}

/** Fairness for each value of a parameter is a use of it; so is a given value, which says where the action is enabled. */
function unusedByDeclaration({ actions, fairness }: SpecDefinition, name: string): Set<string> | null {
  const parameters = actions.find((action) => action.name === name)?.parameters ?? []
  const unused = new Set(parameters.filter(({ isGiven }) => isGiven !== true).map((each) => each.name))
  for (const declared of fairness) {
    if (declared.actions.includes(name)) for (const parameter of declared.parameters) unused.delete(parameter)
  }
  return unused.size === 0 ? null : unused
}
