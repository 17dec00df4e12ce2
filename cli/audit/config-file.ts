/** A file of settings as bytes, and what can be wrong with it before its settings are looked at. */
import { readFileSync, statSync } from 'node:fs'
import { messageOf } from '../../runs/port/failure.ts'
import { type PropertyEntry, parseProperties } from './properties.ts'

export interface ConfigFile {
  /** As the user wrote it; it stands in every message. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** A mistake in what was given: one line that says which file, line and key, and what was expected. */
export interface AuditError {
  readonly kind: 'error'
  readonly message: string
}

export function auditError(message: string): AuditError {
  return { kind: 'error', message }
}

export function isAuditError(value: object): value is AuditError {
  return 'kind' in value && value.kind === 'error'
}

const expectedFile = 'expected a RocketMQ configuration file such as broker.conf or broker-a.properties'

/** Reads the files from disk; the first that cannot be read ends it. */
export function readConfigFiles(paths: readonly string[]): readonly ConfigFile[] | AuditError {
  const files: ConfigFile[] = []
  for (const path of paths) {
    try {
      const stats = statSync(path, { throwIfNoEntry: false })
      if (stats === undefined) return auditError(`no such file: "${path}"; ${expectedFile}`)
      if (stats.isDirectory()) return auditError(`"${path}" is a directory; ${expectedFile}`)
      files.push({ path, bytes: readFileSync(path) })
    } catch (thrown) {
      return auditError(`"${path}" cannot be read (${messageOf(thrown)}); ${expectedFile}`)
    }
  }
  return files
}

/** The entries of a file, in order. An XML comment, which some files that RocketMQ ships begin with, is left out. */
export function entriesOf(file: ConfigFile): readonly PropertyEntry[] | AuditError {
  const text = textOf(file)
  if (typeof text !== 'string') return text
  const parsed = parseProperties(text)
  if (parsed.kind === 'malformed') {
    return auditError(`${file.path}:${parsed.line}: ${parsed.problem}; expected a line "key = value"`)
  }
  const entries = withoutXmlComments(parsed.entries)
  if (entries.length === 0) {
    return auditError(`${file.path}: there is no setting in it; ${expectedFile} with lines "key = value"`)
  }
  return entries
}

/** A key that is set twice is a mistake more often than not; the message says which line RocketMQ obeys. */
export function repeatedKey(path: string, entries: readonly PropertyEntry[]): AuditError | null {
  const first = new Map<string, PropertyEntry>()
  for (const entry of entries) {
    const earlier = first.get(entry.key)
    if (earlier !== undefined) {
      return auditError(
        `${path}:${entry.line}: "${entry.key}" is set again, after line ${earlier.line} ` +
          `(RocketMQ takes the last one, "${entry.value}"); expected each key once`,
      )
    }
    first.set(entry.key, entry)
  }
  return null
}

function textOf({ path, bytes }: ConfigFile): string | AuditError {
  if (bytes.length === 0) return auditError(`${path}: the file is empty; ${expectedFile}`)
  if (bytes.includes(0)) return auditError(`${path}: this is a binary file; ${expectedFile}`)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return auditError(
      `${path}:1: the file begins with a byte order mark, which RocketMQ takes for a part of the first key; ` +
        'expected UTF-8 without one',
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return auditError(`${path}: this is not UTF-8 text; ${expectedFile}`)
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
