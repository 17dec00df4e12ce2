/**
 * Reads `key = value` files as RocketMQ does, with the rules of `java.util.Properties#load`, and keeps line numbers.
 */

export interface PropertyEntry {
  readonly key: string
  /** With the blanks at its end, which Java keeps. */
  readonly value: string
  /** Line on which the entry begins, from 1. */
  readonly line: number
  /** Lines that a `\` at the end of the line before made a part of this value, as they stand in the file. */
  readonly continuedBy: readonly { readonly line: number; readonly text: string }[]
}

export type ParsedProperties =
  | { readonly kind: 'entries'; readonly entries: readonly PropertyEntry[] }
  | { readonly kind: 'malformed'; readonly line: number; readonly problem: string }

/** What Java makes of the bytes: each is one character (ISO-8859-1), even where they were written in another encoding. */
export function javaText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/**
 * Comments are whole lines that begin with `#` or `!`; the key ends at the first `=`, `:` or blank that is not escaped;
 * an odd number of backslashes at the end continues the line; `\t`, `\n`, `\r`, `\f` and `\uXXXX` are escapes and any
 * other backslash is dropped. Every entry is kept, those of a repeated key too.
 */
export function parseProperties(text: string): ParsedProperties {
  const entries: PropertyEntry[] = []
  const lines = text.split(/\r\n|\r|\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1
    let logical = withoutIndent(lines[index])
    if (logical === '' || /^[#!]/.test(logical)) continue
    const continuedBy: { line: number; text: string }[] = []
    while (endsInContinuation(logical)) {
      index++
      const next = withoutIndent(lines[index])
      if (index < lines.length) continuedBy.push({ line: index + 1, text: next })
      logical = logical.slice(0, -1) + next
    }
    if (logical === '') continue
    const malformed = /(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.exec(logical)
    if (malformed !== null)
      return { kind: 'malformed', line, problem: 'a "\\u" that is not followed by four hexadecimal digits' }
    entries.push({ ...splitEntry(logical), line, continuedBy })
  }
  return { kind: 'entries', entries }
}

function withoutIndent(line: string | undefined): string {
  return (line ?? '').replace(/^[ \t\f]+/, '')
}

function endsInContinuation(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1
}

function splitEntry(line: string): { readonly key: string; readonly value: string } {
  const key = /^(?:\\.|[^\\=: \t\f])*/.exec(line)?.[0] ?? ''
  const value = line.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
  return { key: unescaped(key), value: unescaped(value) }
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.?))/g, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (escapes[letter ?? ''] ?? letter ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
