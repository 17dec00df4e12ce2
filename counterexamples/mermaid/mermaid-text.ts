/** Text of an author's inside a Mermaid diagram: it cannot end a line, a statement or the diagram, and is no mark-up. */
import { fold, oneLine } from '../print/plain-text.ts'

/**
 * What Mermaid, or HTML beneath it, could take for more than a letter. The colon too: Mermaid repairs lines that look
 * like styles (`style …: …;`) and damages characters that are written as numbers. `¶` and `ﬂ` are its own marks.
 */
const special = /[#;:<>&`\\$%@¶ﬂ]|-(?=[-x)>])|\bend\b/gi

/** The text on one line, each special character by its number, as in `#59;`. */
export function escaped(text: string): string {
  return oneLine(text).replace(special, (found) =>
    found.length === 1 ? numbered(found) : `${numbered(found.charAt(0))}${found.slice(1)}`,
  )
}

/** Lines of at most so many columns in one box. */
export function boxed(lines: readonly string[], columns: number): string {
  return lines
    .flatMap((line) => fold(oneLine(line), columns))
    .map(escaped)
    .join('<br/>')
}

function numbered(character: string): string {
  return `#${character.codePointAt(0)};`
}
