import { oneLine } from '../print/plain-text.ts'
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
  for (const change of changes) groups.set(change.path, [...(groups.get(change.path) ?? []), change])
  return [...groups].map(([path, members]) => ({
    path: oneLine(path),
    isRead: members.some((change) => change.isRead),
    changes: members.toSorted((left, right) => order[left.kind] - order[right.kind]),
  }))
}

/** `old → new`, `+ element` or `− element`. */
export function changeText(change: Change): string {
  if (change.kind === 'added') return `+ ${change.after}`
  if (change.kind === 'removed') return `− ${change.before}`
  return `${change.before} → ${change.after}`
}
