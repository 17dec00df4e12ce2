/** Of the reasons of a break, those that decide it, in words. */
import { oneLine } from '../print/plain-text.ts'
import type { Reason, Story } from './story.ts'

/** What breaks the promise, without what does not; all there is to say where nothing is a plain condition. */
export function decisiveReasons({ kind, why }: Story): readonly Reason[] {
  if (why.length === 1 || kind === 'leads-to' || kind === 'leads-to-always' || kind === 'can-always-reach') return why
  return why.filter((reason) => reason.holds !== true)
}

/** '' where the title of the box says it already. */
export function reasonText(reason: Reason, story: Story): string {
  if (reason.detail === '' && (reason.label === story.property || reason.label === story.part)) return ''
  return oneLine(`${signOf(reason.holds)} ${reason.label}${reason.detail === '' ? '' : `: ${reason.detail}`}`)
}

export function signOf(holds: boolean | null): string {
  return holds === null ? '?' : holds ? '✓' : '✗'
}
