/**
 * Fault budgets of a scenario: which constants of its configuration say how many faults of a kind may strike, and how
 * many of each to try. `ackproof check --faults` finds the fewest that break each promise.
 */
import type { Problem } from './errors.ts'
import { suggest } from './suggest.ts'

/** How far a fault budget is raised, and what its faults are called. */
export interface FaultRange {
  /** Most faults of this kind that are tried; 0 to this many are. */
  readonly most: number
  /** One of them: `power cut`. */
  readonly words: string
  /** Several of them: `power cuts`. */
  readonly plural: string
}

/**
 * Tries budgets of 0 to `most` faults, called `words` (one of them): `{ powerCut: upTo(2, 'power cut') }`. `plural` is
 * for words that take no `s` at their end: `upTo(2, 'loss of power', 'losses of power')`.
 */
export function upTo(most: number, words: string, plural: string = pluralOf(words)): FaultRange {
  return { most, words, plural }
}

/** One kind of fault of a search: a key of the configuration and the budgets that it is given. */
export interface FaultKind extends FaultRange {
  readonly key: string
}

/** What a scenario says about faults. */
export interface ScenarioFaults {
  /** In the order of declaration; at least one. */
  readonly kinds: readonly FaultKind[]
  /** Expected frontier by property, in the words in which it is printed; what is left out may be anything. */
  readonly frontier: Readonly<Record<string, string>>
}

/** Constants of a configuration that are numbers. */
export type NumericKey<C> = { [K in keyof C]-?: C[K] extends number ? K : never }[keyof C]

/** More combinations of budgets than anybody will wait for. */
const mostBudgets = 1000

/** The first mistake in what a scenario declares about faults, or null. Takes anything that JavaScript may pass. */
export function problemWithFaults(
  faults: unknown,
  frontier: unknown,
  configuration: Readonly<Record<string, unknown>>,
  properties: readonly string[],
): Problem | null {
  if (faults === undefined && frontier === undefined) return null
  if (faults === undefined) {
    return { problem: 'it expects a frontier and declares no faults', hint: 'Add faults: { key: upTo(…) }.' }
  }
  return problemWithRanges(faults, configuration) ?? problemWithFrontier(frontier ?? {}, properties)
}

function problemWithRanges(faults: unknown, configuration: Readonly<Record<string, unknown>>): Problem | null {
  const howTo = "Write faults: { powerCut: upTo(2, 'power cut') }, with numeric keys of the configuration."
  if (!isRecord(faults)) return { problem: 'its faults are no object of fault budgets', hint: howTo }
  const ranges = Object.entries(faults)
  if (ranges.length === 0) return { problem: 'its faults name no fault budget', hint: howTo }
  for (const [key, range] of ranges) {
    const found = problemWithRange(key, range, configuration)
    if (found !== null) return found
  }
  const kinds = kindsOf(faults as Readonly<Record<string, FaultRange>>)
  const names = kinds.flatMap(({ words, plural }) => (words === plural ? [words] : [words, plural]))
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    return { problem: `two of its fault budgets are called "${repeated}"`, hint: 'Give each words of its own.' }
  }
  const budgets = kinds.reduce((product, { most }) => product * (most + 1), 1)
  if (budgets > mostBudgets) {
    return {
      problem: `its faults make ${budgets.toLocaleString('en-US')} budgets`,
      hint: `Try at most ${mostBudgets.toLocaleString('en-US')} combinations.`,
    }
  }
  return null
}

function problemWithRange(
  key: string,
  range: unknown,
  configuration: Readonly<Record<string, unknown>>,
): Problem | null {
  if (!Object.hasOwn(configuration, key)) {
    const known = Object.keys(configuration).filter((each) => typeof configuration[each] === 'number')
    return { problem: `fault budget "${key}" is no key of the configuration${suggest(key, known)}`, hint: null }
  }
  const value = configuration[key]
  if (typeof value !== 'number' || !isBudget(value)) {
    return {
      problem: `fault budget "${key}" is ${shown(value)} in the configuration`,
      hint: 'A fault budget is a whole number, 0 or more.',
    }
  }
  if (!isRecord(range) || !('most' in range) || !('words' in range)) {
    return {
      problem: `fault budget "${key}" is given as ${shown(range)}`,
      hint: `Write ${key}: upTo(2, 'power cut'): how many at most, and what one is called.`,
    }
  }
  const { most, words, plural } = range
  if (typeof most !== 'number' || !isBudget(most) || most === 0) {
    return {
      problem: `fault budget "${key}" goes up to ${shown(most)}`,
      hint: 'Expected a whole number, 1 or more; leave the key out to keep what the configuration says.',
    }
  }
  for (const name of [words, plural]) {
    if (typeof name !== 'string' || name.trim() === '') {
      return {
        problem: `the faults of budget "${key}" are called ${shown(name)}`,
        hint: `Say what one of them is called: ${key}: upTo(${most}, 'power cut').`,
      }
    }
  }
  return null
}

function problemWithFrontier(frontier: unknown, properties: readonly string[]): Problem | null {
  if (!isRecord(frontier)) return { problem: 'its frontier is no object of sentences by property', hint: null }
  for (const [name, sentence] of Object.entries(frontier)) {
    if (!properties.includes(name)) {
      return {
        problem: `it expects a frontier of "${name}", which is no property${suggest(name, properties)}`,
        hint: null,
      }
    }
    if (typeof sentence !== 'string' || sentence.trim() === '') {
      return {
        problem: `it expects ${shown(sentence)} as the frontier of "${name}"`,
        hint: "Write the sentence as check --faults prints it: 'holds without faults; broken by 1 power cut'.",
      }
    }
  }
  return null
}

/** A declaration without mistakes as data. */
export function scenarioFaults(
  faults: Readonly<Record<string, FaultRange>>,
  frontier: Readonly<Record<string, string>> = {},
): ScenarioFaults {
  const sentences = Object.entries(frontier).map(([name, sentence]) => [name, sentence.replace(/\s+/g, ' ').trim()])
  return { kinds: kindsOf(faults), frontier: Object.fromEntries(sentences) }
}

function kindsOf(faults: Readonly<Record<string, FaultRange>>): readonly FaultKind[] {
  return Object.entries(faults).map(([key, { most, words, plural }]) => ({ key, most, words, plural }))
}

function isBudget(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** `power cut` → `power cuts`, `process crash` → `process crashes`, `retry` → `retries`. */
function pluralOf(words: unknown): string {
  if (typeof words !== 'string') return ''
  if (/(?:s|sh|ch|x|z)$/.test(words)) return `${words}es`
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`
  return words === '' ? '' : `${words}s`
}
