/** Suspicions where ids are interchangeable: what was seen of one of them was seen of each. */
import type { Suspicion } from '../contract/result.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'

/** The same suspicions; those about parts that differ by renaming are refuted together. */
export function upToSymmetry(symmetry: Symmetry | null, suspicions: readonly Suspicion[]): Suspicion[] {
  if (symmetry === null) return [...suspicions]
  const classOf = ({ kind, subject, part }: Suspicion): string =>
    JSON.stringify([kind, subject, part === null ? null : withoutIds(symmetry, part)])
  const refuted = new Set(suspicions.filter(({ isRefuted }) => isRefuted).map(classOf))
  return suspicions.map((each) => (refuted.has(classOf(each)) ? { ...each, isRefuted: true } : each))
}

/** The name of a part, `rm1` or `(rm1, rm2)`, the same for all that differ by renaming. */
function withoutIds({ ids }: Symmetry, part: string): string {
  const numbers = new Map<string, number>()
  const shown = (text: string): string => {
    const id = ids.numberOf(text)
    if (id === undefined) return text
    if (!numbers.has(text)) numbers.set(text, numbers.size)
    return `#${ids.listOf[id]}.${numbers.get(text)}`
  }
  return ids.numberOf(part) === undefined
    ? part
        .split(/([\s,()"]+)/)
        .map(shown)
        .join('')
    : shown(part)
}
