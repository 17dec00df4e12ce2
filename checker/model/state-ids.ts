/** The stored ids of states. An array made earlier may be shorter than one made later: what it does not reach has id 0. */

/** A text that equal states share, and no others. */
export function keyOf(ids: Int32Array): string {
  let end = ids.length
  while (end > 0 && ids[end - 1] === 0) end--
  return ids.subarray(0, end).join()
}

export function isSameState(left: Int32Array, right: Int32Array): boolean {
  const length = Math.max(left.length, right.length)
  for (let slot = 0; slot < length; slot++) if ((left[slot] ?? 0) !== (right[slot] ?? 0)) return false
  return true
}

/** Whether these writes, slot, id, slot, id, …, leave another state. */
export function changesState(ids: Int32Array, writes: Int32Array): boolean {
  for (let at = 0; at < writes.length; at += 2) if ((ids[writes[at] as number] ?? 0) !== writes[at + 1]) return true
  return false
}
