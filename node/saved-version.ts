/** Files that are kept between runs say of which version they are; another one is refused by name. */

/** One sentence where the content names another version than the one that is read here; null where it does not. */
export function otherVersion(path: string, content: unknown, read: number): string | null {
  if (typeof content !== 'object' || content === null || !('version' in content)) return null
  const { version } = content
  return version === read ? null : `"${path}" has version ${shown(version)}; this ackproof reads version ${read}`
}

function shown(version: unknown): string {
  const text = JSON.stringify(version) ?? String(version)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
