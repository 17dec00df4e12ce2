import { escapeInvisible } from '../counterexamples/print/plain-text.ts'

/** The text as one word of a POSIX shell; with controls in it, as bash, zsh and ksh write them, so that it can be seen. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  if (escapeInvisible(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .replace(/[\u0000-\u001f\u007f]/g, (control) => `\\${control.charCodeAt(0).toString(8).padStart(3, '0')}`)
  return `$'${escapeInvisible(escaped)}'`
}
