/** What a check from a program may be told. */

import type { RunLimits } from '../../runs/port/limits.ts'
import type { StopSignal } from '../../runs/port/stop-signal.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { defaultMemoryLimitBytes } from '../memory-limit.ts'
import { UsageError } from '../usage-error.ts'

/** Limits inside which each scenario is explored. One that is reached gives "undecided", which is no pass. */
export interface LimitOptions {
  /** Distinct states at most. */
  readonly maxStates?: number
  /** States along a way at most; an initial state has depth 1. */
  readonly maxDepth?: number
  /** Seconds for each scenario. */
  readonly timeLimitSeconds?: number
  /** Bytes of memory. Three quarters of what is free, at most 16 GB, where it is left out. */
  readonly memoryLimitBytes?: number
}

export interface CheckSuiteOptions extends LimitOptions {
  /** Names or ids of the scenarios to check; all of them where it is left out. */
  readonly scenarios?: readonly string[]
  /** Names of the promises and goals to explore for and to judge; all of them where it is left out. */
  readonly properties?: readonly string[]
  /** Findings that the suite does not accept keep the report from being fine. */
  readonly strict?: boolean
  /** End at the first violation of each scenario. */
  readonly stopFirst?: boolean
  /** False explores every state, also where ids are declared interchangeable; pinned counts are not compared then. */
  readonly symmetry?: boolean
  /** Asks for the end; the report has what was found until then. */
  readonly signal?: StopSignal
  /** Called now and then while a scenario is explored. */
  readonly onProgress?: (progress: CheckProgress) => void
}

/** Where a check is. */
export interface CheckProgress {
  readonly suite: string
  readonly scenario: string
  /** Number of the scenario, from 1, of `total`. */
  readonly index: number
  readonly total: number
  readonly distinct: number
  readonly generated: number
  /** States still waiting to be explored. */
  readonly waiting: number
  readonly depth: number
  readonly memoryBytes: number
  readonly seconds: number
}

const limitNames = ['maxStates', 'maxDepth', 'timeLimitSeconds', 'memoryLimitBytes'] as const
export const checkSuiteOptionNames = [
  ...limitNames,
  'scenarios',
  'properties',
  'strict',
  'stopFirst',
  'symmetry',
  'signal',
  'onProgress',
] as const satisfies readonly (keyof CheckSuiteOptions)[]
export const testSuiteOptionNames = [...limitNames, 'scenarios', 'strict', 'pictures'] as const

/** Throws `UsageError` for options that are no object, an option that there is not, and a switch that is no boolean. */
export function requireKnownOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new UsageError(`the options are ${String(options)}; expected an object, such as { timeLimitSeconds: 10 }`)
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw new UsageError(`there is no option "${name}"${suggest(name, known)}`)
    if (['strict', 'stopFirst', 'symmetry'].includes(name) && value !== undefined && typeof value !== 'boolean') {
      throw new UsageError(`the option "${name}" is ${JSON.stringify(value)}; expected true or false`)
    }
  }
}

/** Throws `UsageError` where a limit is no positive number. */
export function limitsOf(options: LimitOptions & Pick<CheckSuiteOptions, 'stopFirst' | 'symmetry'>): RunLimits {
  const whole = (name: 'maxStates' | 'maxDepth'): number | null => limit(name, options[name], Number.isSafeInteger)
  return {
    maxStates: whole('maxStates'),
    maxDepth: whole('maxDepth'),
    timeLimitSeconds: limit('timeLimitSeconds', options.timeLimitSeconds, Number.isFinite),
    memoryLimitBytes: limit('memoryLimitBytes', options.memoryLimitBytes, Number.isFinite) ?? defaultMemoryLimitBytes(),
    stopFirst: options.stopFirst ?? false,
    ...(options.symmetry === false && { withoutSymmetry: true }),
  }
}

/** Throws `UsageError` where a part of a suite is to be judged as a whole. */
export function requireWholeSuites(options: Pick<CheckSuiteOptions, 'strict' | 'scenarios' | 'properties'>): void {
  requireLists(options)
  const part = (['scenarios', 'properties'] as const).find((name) => options[name] !== undefined)
  if (options.strict !== true || part === undefined) return
  throw new UsageError(`"strict" judges whole suites, so it does not go with "${part}"; leave out one of them`)
}

/** Throws `UsageError` where names are no list. */
function requireLists(options: Pick<CheckSuiteOptions, 'scenarios' | 'properties'>): void {
  const wrong = (['scenarios', 'properties'] as const).find(
    (name) => options[name] !== undefined && !Array.isArray(options[name]),
  )
  if (wrong === undefined) return
  throw new UsageError(`the option "${wrong}" is ${String(options[wrong])}; expected an array of names`)
}

function limit(name: string, value: unknown, isFit: (value: unknown) => boolean): number | null {
  if (value === undefined) return null
  if (typeof value === 'number' && isFit(value) && value > 0) return value
  const expected = isFit === Number.isSafeInteger ? 'a whole number of at least 1' : 'a number above 0'
  throw new UsageError(
    `the option "${name}" is ${typeof value === 'string' ? `"${value}"` : String(value)}; expected ${expected}`,
  )
}
