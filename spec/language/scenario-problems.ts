/** What may be wrong with the options of a scenario, which may be anything that JavaScript passes. */
import type { SpecDefinition } from './definition.ts'
import type { Problem } from './errors.ts'
import { problemWithExpectation } from './expectation.ts'
import { suggest } from './suggest.ts'

/** Every option that there is. */
const options = [
  'id',
  'title',
  'about',
  'config',
  'expect',
  'others',
  'counts',
  'maxDepth',
  'neighbour',
  'headline',
  'faults',
  'frontier',
] as const

/** What the name of a scenario is made of. */
export function problemWithName(given: unknown): Problem | null {
  const howTo = "Write .scenario({ title: '…', expect: { … } })."
  if (typeof given !== 'object' || given === null) return { problem: 'a scenario is given no options', hint: howTo }
  const { title, id } = given as { readonly title?: unknown; readonly id?: unknown }
  if (!isText(title))
    return {
      problem: `a scenario has ${title === undefined ? 'no title' : wrongText('the title', title)}`,
      hint: howTo,
    }
  if (id !== undefined && !isText(id)) {
    return { problem: `scenario "${title}" has ${wrongText('the id', id)}`, hint: "Write id: 'T01', or leave it out." }
  }
  return null
}

/** Everything that needs no specification to be looked at. */
export function problemWithOptions(given: Readonly<Record<string, unknown>>, name: string): Problem | null {
  const unknown = Object.keys(given).find((key) => !(options as readonly string[]).includes(key))
  if (unknown !== undefined) {
    return { problem: `it has the option "${unknown}", which there is not${suggest(unknown, options)}`, hint: null }
  }
  const { about, expect, others, counts, maxDepth, neighbour } = given
  if (about !== undefined && typeof about !== 'string') {
    return { problem: `it has ${wrongText('the about', about)}`, hint: 'Say in quotes what it is about.' }
  }
  if (typeof expect !== 'object' || expect === null || Array.isArray(expect)) {
    return { problem: 'it expects nothing', hint: 'Write expect: { … } with the verdict of every property.' }
  }
  if (others !== undefined && others !== 'ignored') {
    const hint = "Write others: 'ignored' where some properties are not judged, or leave it out."
    return { problem: `its others are ${shown(others)}`, hint }
  }
  if (maxDepth !== undefined && !isWhole(maxDepth, 1)) {
    return {
      problem: `its maxDepth is ${shown(maxDepth)}`,
      hint: 'Give a whole number of states, the initial one included: 1 or more.',
    }
  }
  if (neighbour !== undefined && (!isText(neighbour) || neighbour === name)) {
    return neighbour === name
      ? { problem: 'it is its own neighbour', hint: 'Name the scenario that differs by one switch.' }
      : { problem: `it has ${wrongText('the neighbour', neighbour)}`, hint: 'Give the name of another scenario.' }
  }
  return counts === undefined ? null : problemWithCounts(counts)
}

const countNames = ['distinct', 'generated', 'depth'] as const

function problemWithCounts(counts: unknown): Problem | null {
  const hint = 'Write counts: { distinct: 4, generated: 4, depth: 4 }, or some of these.'
  if (typeof counts !== 'object' || counts === null || Array.isArray(counts)) {
    return { problem: `its counts are ${shown(counts)}`, hint }
  }
  const entries = Object.entries(counts)
  if (entries.length === 0) return { problem: 'its counts pin nothing', hint }
  for (const [name, value] of entries) {
    if (!(countNames as readonly string[]).includes(name)) {
      return { problem: `its counts have the key "${name}"${suggest(name, countNames)}`, hint: null }
    }
    if (!isWhole(value, 0)) {
      return { problem: `its counts have ${name} = ${shown(value)}`, hint: 'A count is a whole number, 0 or more.' }
    }
  }
  return null
}

/** What is expected of the properties of the specification. */
export function problemWithExpectations(
  { properties }: SpecDefinition,
  {
    expect,
    others,
    counts,
    headline,
  }: { readonly expect: object; readonly others?: unknown; readonly counts?: unknown; readonly headline?: unknown },
): Problem | null {
  const names = properties.map((property) => property.name)
  const unknown = Object.keys(expect).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const known = names.length === 0 ? '; the specification has none' : suggest(unknown, names)
    return { problem: `it expects something of "${unknown}", which is no property${known}`, hint: null }
  }
  if (names.length === 0 && counts === undefined) {
    return {
      problem: 'its specification promises nothing, so that there is nothing to check',
      hint: 'Add a property, such as .always(name, state => …), or pin the counts of the graph.',
    }
  }
  for (const { name, kind } of properties) {
    const given = Object.hasOwn(expect, name) ? (expect as Readonly<Record<string, unknown>>)[name] : undefined
    if (given === undefined) {
      if (others === 'ignored') continue
      return {
        problem: `it says nothing about property "${name}"`,
        hint: "Name the expected verdict of every property, or write others: 'ignored'.",
      }
    }
    const found = problemWithExpectation(name, kind, given)
    if (found !== null) return found
  }
  if (names.length > 0 && counts === undefined && !names.some((name) => Object.hasOwn(expect, name))) {
    return {
      problem: 'it ignores every property, so that there is nothing to check',
      hint: 'Expect something of one, or pin the counts of the graph.',
    }
  }
  if (headline !== undefined && !names.includes(headline as string)) {
    const suggestion = typeof headline === 'string' ? suggest(headline, names) : ''
    return { problem: `its headline is ${shown(headline)}, which is no property${suggestion}`, hint: null }
  }
  if (headline !== undefined && !Object.hasOwn(expect, headline as string)) {
    const hint = 'A scenario expects something of the property that it is about.'
    return { problem: `its headline is ${shown(headline)}, which it ignores`, hint }
  }
  return null
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function wrongText(what: string, value: unknown): string {
  return typeof value === 'string' ? `an empty ${what.replace(/^the /, '')}` : `${what} ${shown(value)}`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
