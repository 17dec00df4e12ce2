/** What may be declared interchangeable. */
import type { Problem } from './errors.ts'
import { shownKey } from './keys.ts'

/**
 * What is wrong with ids that are declared interchangeable, as the end of a sentence; null for nothing. `taken` are ids of
 * other lists. Takes anything that JavaScript may pass.
 */
export function problemWithIds(ids: unknown, taken: readonly string[]): Problem | null {
  if (!Array.isArray(ids)) {
    return {
      problem: `is given ${shownKey(ids)} for its ids`,
      hint: "Give an array of ids: symmetric(['a', 'b', 'c']).",
    }
  }
  if (ids.length === 0) return { problem: 'is given no ids', hint: "Give all of them: symmetric(['a', 'b', 'c'])." }
  for (const [at, id] of (ids as readonly unknown[]).entries()) {
    if (typeof id === 'number') {
      return {
        problem: `is given the number ${id}`,
        hint: 'A number in a state may be a count as well: name what is interchangeable with text, such as "node1".',
      }
    }
    if (typeof id !== 'string') {
      return {
        problem: `is given the id ${shownKey(id)}`,
        hint: 'An id is text that stands in the state for one thing.',
      }
    }
    if (id === '') {
      return { problem: 'is given an empty text', hint: 'An id is text that stands in the state for one thing.' }
    }
    if (ids.indexOf(id) < at) return { problem: `is given the id ${shownKey(id)} twice`, hint: 'Give every id once.' }
    if (taken.includes(id)) {
      return { problem: `is given ${shownKey(id)}, which is in another list`, hint: 'An id stands in one list.' }
    }
  }
  return null
}
