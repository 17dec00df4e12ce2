/**
 * Effects that change lists which nobody read: what they write depends on the lists that are there. In each state they
 * are settled: an ordinary effect, with the ids of the lists after the change, stands in their place. For that no code
 * of the user's runs; which effect it is, is remembered by the ids of the lists before.
 */
import type { ListWrite, Writes } from '../model/read-changes.ts'
import { EdgeTable } from '../values/edge-table.ts'
import type { Effects } from './effects.ts'
import type { EnabledList } from './enabled-list.ts'

/** Their numbers begin here, behind those of all ordinary effects. */
const FIRST = 2 ** 29
/** Settled effects that are remembered; those beyond are made out each time. */
const MOST_SETTLED = 2 ** 18

interface ListEffect extends Writes {
  /** In `#steps`, where the ids of the lists before lead on from. */
  readonly root: number
}

/** Is told of the writes of an effect that is settled for the first time. */
type NoteWrites = (writes: readonly number[]) => void

export class ListEffects {
  readonly #effects: Effects
  readonly #mostSettled: number
  readonly #all: ListEffect[] = []
  readonly #byText = new Map<string, number>()
  /** Numbers of lists of changes, which are canonical. */
  readonly #changes = new Map<object, number>()
  /** Node and id of a list before to the next node; behind the last list, the number of the effect plus one. */
  readonly #steps = new EdgeTable()
  #nodes = 0
  #settled = 0

  constructor(effects: Effects, mostSettled = MOST_SETTLED) {
    this.#effects = effects
    this.#mostSettled = mostSettled
  }

  get bytes(): number {
    return this.#steps.bytes + 400 * this.#all.length
  }

  /** The number of this effect; equal ones share it. */
  add({ fixed, lists }: Writes): number {
    const text = `${fixed.join()};${lists.map(({ list, changes }) => `${list.slot}:${this.#numberOf(changes)}`).join()}`
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const number = FIRST + this.#all.push({ fixed, lists, root: ++this.#nodes }) - 1
    this.#byText.set(text, number)
    this.#effects.noteSize(fixed.length / 2 + lists.length)
    return number
  }

  /** Puts ordinary effects in the place of those that change lists, for the state with these ids. */
  settle(enabled: EnabledList, ids: Int32Array, note: NoteWrites): void {
    if (this.#all.length === 0) return
    const { count, effects } = enabled
    for (let at = 0; at < count; at++) {
      const effect = effects[at] as number
      if (effect >= FIRST) effects[at] = this.#settledOf(this.#all[effect - FIRST] as ListEffect, ids, note)
    }
  }

  #settledOf(effect: ListEffect, ids: Int32Array, note: NoteWrites): number {
    const { lists, root } = effect
    let node = root
    for (let at = 0; at < lists.length && node !== 0; at++) {
      node = this.#steps.get(node, ids[(lists[at] as ListWrite).list.slot] as number)
    }
    if (node !== 0) return node - 1
    const writes = writesIn(effect, ids)
    note(writes)
    if (this.#settled === this.#mostSettled) return this.#effects.lend(writes)
    this.#settled++
    const settled = this.#effects.add(writes)
    this.#remember(effect, ids, settled)
    return settled
  }

  #remember({ lists, root }: ListEffect, ids: Int32Array, settled: number): void {
    let node = root
    lists.forEach(({ list }, at) => {
      const id = ids[list.slot] as number
      if (at === lists.length - 1) {
        this.#steps.set(node, id, settled + 1)
        return
      }
      const known = this.#steps.get(node, id)
      const next = known === 0 ? ++this.#nodes : known
      if (known === 0) this.#steps.set(node, id, next)
      node = next
    })
  }

  #numberOf(changes: object): number {
    const number = this.#changes.get(changes) ?? this.#changes.size
    this.#changes.set(changes, number)
    return number
  }
}

/** What is written in the state with these ids: slot, id, slot, id, … in the order of the slots. */
export function writesIn({ fixed, lists }: Writes, ids: Int32Array): number[] {
  const all = new Map<number, number>()
  for (let at = 0; at < fixed.length; at += 2) all.set(fixed[at] as number, fixed[at + 1] as number)
  for (const { list, changes } of lists) all.set(list.slot, list.idAfter(changes, ids[list.slot] as number))
  return [...all].sort(([one], [other]) => one - other).flat()
}
