/** A hash of 32 bits of a text: FNV-1a over its UTF-16 units, begun with its length, the high bits mixed in at the end. */
export function hashText(text: string): number {
  let hash = text.length
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash ^ (hash >>> 15)
}
