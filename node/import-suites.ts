/** Imports a bundled module of the user's in this thread, and says in one line why that cannot be done. */

import { messageOf } from '../runs/port/failure.ts'
import { userFrame } from '../spec/language/call-site.ts'
import * as language from '../spec/language/index.ts'
import { type AnySuite, isSuite, SpecError } from '../spec/language/index.ts'
import { suggest } from '../spec/language/suggest.ts'
import { suitesIn, uncheckedIn } from './suites-in.ts'
import type { LoadProblem } from './thread-protocol.ts'

/** A module that was imported, and exports no suite, or two of one name. */
class UnfitExports extends Error {}

export interface ImportedSuites {
  readonly suites: readonly AnySuite[]
  /** Names of exported specifications that are in none of them. */
  readonly unchecked: readonly string[]
}

/** The suites in a bundled module; see `suitesIn`. */
export async function importSuites(url: string, stem: string): Promise<ImportedSuites> {
  const exports = (await import(url)) as Readonly<Record<string, unknown>>
  const suites = suitesIn(exports, stem)
  if (suites.length === 0) throw new UnfitExports(nothingFound(exports))
  const names = suites.map((suite) => suite.name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new UnfitExports(`it exports two suites named "${repeated}"; every name counts once`)
  }
  const isOfSpecs = !Object.values(exports).flat().some(isSuite)
  return { suites, unchecked: isOfSpecs ? [] : uncheckedIn(exports, suites) }
}

/** What was thrown while a module was imported, or by a promise or a timer that it left behind. */
export function loadProblemOf(thrown: unknown): LoadProblem {
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null
  if (thrown instanceof UnfitExports) return { problem: thrown.message, location: null, stack }
  if (thrown instanceof SpecError) return { problem: thrown.message, location: thrown.details.location ?? null, stack }
  const location = stack === null ? null : userFrame(stack)
  const name = thrown instanceof Error ? `${thrown.name}: ` : 'it threw '
  const message = inNamesOfPackage(messageOf(thrown))
  const text = `${name}${message}${hintFor(message)}`
  return { problem: location === null ? text : `${location}: ${text}`, location, stack }
}

const entries = ['ackproof', 'ackproof/parts', 'ackproof/check', 'ackproof/rocketmq', 'ackproof/engine']

function inNamesOfPackage(message: string): string {
  return entries.reduce((text, entry) => text.replaceAll(import.meta.resolve(entry), entry), message)
}

/** What was meant, probably, where the platform's own words do not tell. */
function hintFor(message: string): string {
  const [, misspelt] = /^The requested module 'ackproof' does not .* export named '(.+)'$/.exec(message) ?? []
  const meant = misspelt === undefined ? '' : suggest(misspelt, Object.keys(language))
  if (meant.includes('did you mean')) return meant
  const [, constant] = /\b(holds|unreachable)\)? is not a function$/.exec(message) ?? []
  return constant === undefined ? '' : `; write ${constant} alone, without ()`
}

function nothingFound(exports: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exports)
  const promised = names.find((name) => exports[name] instanceof Promise)
  if (promised !== undefined) {
    return `expected an exported suite or specification, and "${promised}" is a promise of something; await it in the file`
  }
  const found = names.length === 0 ? 'it exports nothing' : `none of its exports (${names.join(', ')}) is one`
  return `expected an exported suite or specification, and ${found}; write export const x = suite(…) or export default specify(…)`
}
