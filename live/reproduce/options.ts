/** What stands behind a command. */
import { parseArgs } from 'node:util'
import { UsageError } from '../../node/usage-error.ts'
import { type Version, versionNamed } from '../classpath/versions.ts'

export interface Options<Name extends string> {
  readonly values: { readonly [N in Name]?: string }
  readonly positionals: readonly string[]
}

/** All options take a value. Throws UsageError, with the usage. */
export function optionsIn<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
  usage: string,
): Options<Name> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }] as const))
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { values: values as Options<Name>['values'], positionals }
  } catch (error) {
    const [message] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/)
    throw new UsageError(`${message}; usage: npm run live -- ${usage}`)
  }
}

/** Throws UsageError. */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value
  throw new UsageError(`${option} is "${text}"; expected a whole number from ${least} on`)
}

/** Null where none is named. Throws UsageError. */
export function versionIn(text: string | undefined): Version | null {
  return text === undefined ? null : versionNamed(text)
}
