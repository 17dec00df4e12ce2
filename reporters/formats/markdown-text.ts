/** Any text as part of a Markdown document, where it means nothing. */
import { oneLine, shorten } from '../../counterexamples/print/plain-text.ts'

/** Text of one line that means nothing to Markdown, nor to HTML within it. */
export function inline(text: string, longest: number): string {
  return shorten(oneLine(text), longest)
    .replace(/[\\`*_{}[\]#|~$:@!]|^[-+=]|(?<=^\d+)[.)]|(?<=www)\./gi, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** A piece of code of one line. */
export function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  return `${ticks} ${oneLine(text)} ${ticks}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
}

export function fenceFor(text: string): string {
  return '`'.repeat(Math.max(3, longestRun(text) + 1))
}
