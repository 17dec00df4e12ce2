/** What a reducer returned, as a state can hold it. */
import { questionsToList } from './list-questions.ts'
import { isOrdinaryArray, isOrdinaryObject } from './same-content.ts'

/** Parts that are known to be as a state holds them, all the way down. They are frozen, and so they stay. */
const settled = new WeakSet<object>()

/**
 * The value with keys that are `undefined` left out of its objects, and with what is computed on demand in its place. The
 * same object where there is nothing to do; what is no plain data stays as it is, and so does an object that contains
 * itself. Cost: the size of what was not seen before.
 */
export function plainCopy(value: unknown): unknown {
  return copy(value, [])
}

function copy(value: unknown, around: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null || settled.has(value) || around.includes(value)) return value
  // A list that is a place stays one: what is done to it is known without a look at the whole.
  if (questionsToList(value) !== undefined) return value
  const isList = isOrdinaryArray(value)
  if (!isList && !isOrdinaryObject(value)) return value
  const inside = [...around, value]
  const copied = isList ? copyOfList(value as readonly unknown[], inside) : copyOfObject(value, inside)
  if (copied === value && Object.isFrozen(value) && Object.values(value).every(isSettled)) settled.add(value)
  return copied
}

function copyOfList(list: readonly unknown[], inside: readonly object[]): readonly unknown[] {
  const members = list.map((member) => copy(member, inside))
  return members.every((member, at) => member === list[at]) ? list : members
}

function copyOfObject(object: object, inside: readonly object[]): object {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(object)).map(([key, { value, get }]) => {
    const copied = copy(get === undefined ? value : get.call(object), inside)
    return { key, copied, isSame: get === undefined && copied === value && value !== undefined }
  })
  if (entries.every(({ isSame }) => isSame)) return object
  const kept = entries.filter(({ copied }) => copied !== undefined).map(({ key, copied }) => [key, copied])
  return Object.fromEntries(kept)
}

function isSettled(value: unknown): boolean {
  return typeof value !== 'object' || value === null || settled.has(value)
}
