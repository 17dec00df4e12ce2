import { elideToDifference, fits, oneLine, shorten } from '../print/plain-text.ts'
import type { Change } from './story.ts'

/** The changes of one path in one step, e.g. all elements that a bag gained and lost. */
export interface ChangeGroup {
  readonly path: string
  readonly isRead: boolean
  readonly changes: readonly Change[]
}

/** What goes is told before what comes. */
const order = { changed: 0, removed: 1, added: 2 } as const

export function groupByPath(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const group = groups.get(change.path)
    if (group === undefined) groups.set(change.path, [change])
    else group.push(change)
  }
  return [...groups].map(([path, members]) => ({
    path: oneLine(path),
    isRead: members.some((change) => change.isRead),
    changes: members.toSorted((left, right) => order[left.kind] - order[right.kind]),
  }))
}

/** `old → new`, `+ element` or `− element`; at most about `columns` of each value, with what differs. */
export function changeText({ kind, before, after }: Change, columns = Number.POSITIVE_INFINITY): string {
  if (kind === 'added') return `+ ${shorten(oneLine(after ?? ''), columns)}`
  if (kind === 'removed') return `− ${shorten(oneLine(before ?? ''), columns)}`
  const [old, now] = [oneLine(before ?? ''), oneLine(after ?? '')]
  return fits(`${old}${now}`, columns)
    ? `${old} → ${now}`
    : elideToDifference(old, now, Math.floor(columns / 2)).join(' → ')
}
