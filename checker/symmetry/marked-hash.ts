/**
 * Hashes of values in which ids are replaced by marks, so that equal hashes are expected of what differs by a renaming
 * that keeps the marks. Sets, bags and objects are hashed in no order, because renaming changes their order.
 */
import { collectionKindOf } from '../../spec/language/value.ts'
import { hashText } from '../values/hash-text.ts'
import type { SymmetricIds } from './symmetric-ids.ts'

const NULL = 0x2545f491
const TRUE = 0x3c6ef372
const FALSE = 0x1b873593
const ARRAY = 0x51ed270b
const SET = 0x68e31da4
const BAG = 0x1f123bb5
const OBJECT = 0x7a143579

/** `marks` has a number for each id. */
export function markedHash(value: unknown, ids: SymmetricIds, marks: Int32Array): number {
  switch (typeof value) {
    case 'string':
      return markedText(value, ids, marks)
    case 'number':
      return Number.isInteger(value) ? mixed(7, value | 0) : hashText(String(value))
    case 'boolean':
      return value ? TRUE : FALSE
    default:
      if (value === null) return NULL
      return Array.isArray(value)
        ? markedArray(value, ids, marks)
        : markedObject(value as Readonly<Record<string, unknown>>, ids, marks)
  }
}

function markedArray(value: readonly unknown[], ids: SymmetricIds, marks: Int32Array): number {
  const kind = collectionKindOf(value)
  let hash = ARRAY
  if (kind === undefined) {
    for (const each of value) hash = mixed(hash, markedHash(each, ids, marks))
    return hash
  }
  hash = kind === 'set' ? SET : BAG
  for (const each of value) hash = (hash + mixed(SET, markedHash(each, ids, marks))) | 0
  return hash
}

function markedObject(value: Readonly<Record<string, unknown>>, ids: SymmetricIds, marks: Int32Array): number {
  let hash = OBJECT
  for (const key of Object.keys(value)) {
    hash = (hash + mixed(markedText(key, ids, marks), markedHash(value[key], ids, marks))) | 0
  }
  return hash
}

function markedText(text: string, ids: SymmetricIds, marks: Int32Array): number {
  const id = ids.numberOf(text)
  return id === undefined ? hashText(text) : mixed(0x165667b1, marks[id] as number)
}

/** Two numbers as one, in this order. */
export function mixed(hash: number, value: number): number {
  let word = Math.imul(hash ^ Math.imul(value, 0x9e3779b1), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}
