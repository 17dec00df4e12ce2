import { UsageError } from '../usage-error.ts'

/** Settings of a broker by their names in `broker.conf`. */
export type BrokerSettings = Readonly<Record<string, string | number | boolean>>

/** The settings as the text of a file that Java reads as just these. Throws `UsageError` for what cannot stand there. */
export function propertiesText(settings: BrokerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${checkedName(name)}=${escaped(checkedValue(name, value))}\n`)
    .join('')
}

function checkedName(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name
  throw new UsageError(`"${name}" cannot be the name of a setting; expected one of broker.conf, such as flushDiskType`)
}

function checkedValue(name: string, value: unknown): string {
  if (['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return String(value)
  throw new UsageError(`setting "${name}" is ${String(value)}; expected text, a number, true or false`)
}

/** As `java.util.Properties` wants it: a leading blank, a backslash, ends of lines, and what is no Latin-1. */
function escaped(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/^ /, '\\ ')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/\f/g, '\\f')
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
