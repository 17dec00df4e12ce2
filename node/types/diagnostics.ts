/** What a compiler prints, as data. */
import { resolve } from 'node:path'

export interface Diagnostic {
  readonly code: number
  /** `TS2322: Type …`, and the lines that go on with it. */
  readonly message: string
  /** Whole path, or null where it is about no file. */
  readonly file: string | null
  readonly line: number
  readonly column: number
}

const first = /^(?:(.+?)\((\d+),(\d+)\): )?error TS(\d+): (.*)$/

/** In the order in which they were printed, each once. `folder` is the one that the compiler ran in. */
export function diagnosticsIn(printed: string, folder: string): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const text of printed.split(/\r?\n/)) {
    const match = first.exec(text)
    const last = found.at(-1)
    if (match !== null) {
      const [, file, line, column, code, message] = match
      found.push({
        code: Number(code),
        message: `TS${code}: ${message}`,
        file: file === undefined ? null : resolve(folder, file),
        line: Number(line ?? 0),
        column: Number(column ?? 0),
      })
    } else if (last !== undefined && text.startsWith(' ')) {
      found[found.length - 1] = { ...last, message: `${last.message}\n${text}` }
    }
  }
  const keys = found.map((each) => JSON.stringify(each))
  return found.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}

/** Mistakes of grammar. While there are any, nothing else is looked at. */
export function isSyntax({ code }: Diagnostic): boolean {
  return code >= 1000 && code < 2000
}

/** A setting that this version does not know. It goes on without. */
export function isUnknownSetting({ code }: Diagnostic): boolean {
  return code >= 5023 && code <= 5025
}

/** About settings and the list of files, not about a line of code. */
export function isAboutSettings({ file, code }: Diagnostic): boolean {
  return file === null || (file.endsWith('.json') && ((code >= 5000 && code < 7000) || (code >= 18000 && code < 18100)))
}
