/** Hashes of situations, for `Repeats`: ids at slots, in the order in which they are added. */

/** The hash with the id of one more slot. */
export function withId(hash: number, slot: number, id: number): number {
  return Math.imul(hash ^ (hash >>> 15) ^ id, 0x85ebca77) + slot
}

/** The hash when all is added: the low bits, by which `Repeats` samples, depend on all of it. */
export function finished(hash: number): number {
  const word = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
  return word ^ (word >>> 15)
}
