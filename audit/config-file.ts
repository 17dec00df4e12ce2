/** A file of settings as bytes, and the texts with settings in it: one, or as many as a ConfigMap holds. */
import { type AuditError, auditError } from './audit-error.ts'
import { configMapTexts, isYaml } from './config-maps.ts'
import { javaText, type PropertyEntry, parseProperties } from './java-properties.ts'

export interface ConfigFile {
  /** As the user wrote it; it stands in every message. */
  readonly path: string
  readonly bytes: Uint8Array
  /** Whether it was found in a folder. Then a file that is no configuration of RocketMQ is left out, not refused. */
  readonly isFound?: boolean
}

/** A text with settings. */
export interface ConfigText {
  /** The file that it stands in. */
  readonly path: string
  /** Its name inside that file, where the file is a ConfigMap; else null. */
  readonly part: string | null
  /** As Java reads it. */
  readonly text: string
  /** Line of the file on which line 1 of the text stands, and whether the lines that follow stand on the next ones. */
  readonly firstLine: number
  readonly isByLine: boolean
}

/** A line whose key stands on a later line again. */
export interface Repetition {
  readonly earlier: PropertyEntry
  readonly last: PropertyEntry
}

/** A text that is read. */
export interface ConfigEntries {
  /** Each key once: its last line, which is the one that counts. */
  readonly entries: readonly PropertyEntry[]
  readonly repeated: readonly Repetition[]
  /** Lines that RocketMQ reads otherwise than their author meant, probably; a sentence each. */
  readonly warnings: readonly string[]
}

export const expectedFile = 'expected a RocketMQ configuration file such as broker.conf or broker-a.properties'

export function textsOf(file: ConfigFile): readonly ConfigText[] | AuditError {
  const { path, bytes } = file
  if (bytes.length === 0) return auditError(`${path}: the file is empty; ${expectedFile}`)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return auditError(`${path}: this is UTF-16, of which RocketMQ reads not one key; ${expectedFile}`)
  }
  if (bytes.includes(0)) return auditError(`${path}: this is a binary file; ${expectedFile}`)
  const text = javaText(bytes)
  return isYaml(path, text) ? configMapTexts(path, bytes) : [{ path, part: null, text, firstLine: 1, isByLine: true }]
}

/** `broker.conf:3`; the line of the file, wherever the text stands in it. */
export function placeOf({ path, firstLine, isByLine }: ConfigText, line: number): string {
  return `${path}:${isByLine ? firstLine + line - 1 : firstLine}`
}

/** The entries of a text, in order; lines are those of the file. */
export function entriesOf(config: ConfigText): ConfigEntries | AuditError {
  const parsed = parseProperties(config.text)
  if (parsed.kind === 'malformed') {
    return auditError(
      `${placeOf(config, parsed.line)}: ${parsed.problem}, at which RocketMQ does not start; expected a line "key = value"`,
    )
  }
  const lineOf = (line: number): number => (config.isByLine ? config.firstLine + line - 1 : config.firstLine)
  const inFile = parsed.entries.map((entry) => ({
    ...entry,
    line: lineOf(entry.line),
    continuedBy: entry.continuedBy.map((each) => ({ ...each, line: lineOf(each.line) })),
  }))
  const { entries, warnings } = withoutByteOrderMark(withoutXmlComments(inFile))
  if (entries.length === 0) {
    return auditError(`${config.path}: there is no setting in it; ${expectedFile} with lines "key = value"`)
  }
  const repeated = repetitions(entries)
  return {
    entries: entries.filter((entry) => !repeated.some(({ earlier }) => earlier === entry)),
    repeated,
    warnings: [...warnings, ...swallowed(entries)],
  }
}

/** `<!-- … -->` is no comment in a properties file: its lines are keys that RocketMQ does not know. */
function withoutXmlComments(entries: readonly PropertyEntry[]): readonly PropertyEntry[] {
  let isInside = false
  return entries.filter(({ key, value }) => {
    const wasInside = isInside || key.startsWith('<!--')
    isInside = wasInside && !`${key} ${value}`.includes('-->')
    return !wasInside
  })
}

/** The three bytes that some editors put before UTF-8, as Java reads them. */
const byteOrderMark = '\u00ef\u00bb\u00bf'

/** Java takes the mark for a part of the first key. Before a comment that does no harm, before a setting it does. */
function withoutByteOrderMark(entries: readonly PropertyEntry[]): {
  readonly entries: readonly PropertyEntry[]
  readonly warnings: readonly string[]
} {
  const [first, ...rest] = entries
  if (first === undefined || !first.key.startsWith(byteOrderMark)) return { entries, warnings: [] }
  const key = first.key.slice(byteOrderMark.length)
  if (key === '' || /^[#!]/.test(key)) return { entries: rest, warnings: [] }
  const warning = `line ${first.line}: the file begins with a byte order mark, which RocketMQ takes for a part of the first key: it ignores ${key}`
  return { entries: [{ ...first, key: `(byte order mark)${key}` }, ...rest], warnings: [warning] }
}

function swallowed(entries: readonly PropertyEntry[]): readonly string[] {
  return entries.flatMap(({ key, line, continuedBy }) =>
    continuedBy
      .filter(({ text }) => /^[A-Za-z]\w*[ \t]*[=:]/.test(text))
      .map(
        (next) =>
          `line ${next.line}: "${next.text.trim()}" is no setting, but a part of ${key} (line ${line}): the line before ends in "\\"`,
      ),
  )
}

/** RocketMQ obeys the last line of a key. */
function repetitions(entries: readonly PropertyEntry[]): readonly Repetition[] {
  const lastOf = new Map(entries.map((entry) => [entry.key, entry]))
  return entries.flatMap((earlier) => {
    const last = lastOf.get(earlier.key)
    return last === undefined || last === earlier ? [] : [{ earlier, last }]
  })
}
