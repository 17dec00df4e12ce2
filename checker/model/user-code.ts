/**
 * Runs the user's functions: with a log of what they read, with the platform's nondeterminism fenced off, and with
 * every mistake turned into an error that says where it was made.
 */

import { userFrame } from '../../spec/language/call-site.ts'
import { SpecError, type SpecErrorCode } from '../../spec/language/index.ts'
import { NotPlainData } from '../values/not-plain-data.ts'
import { isWriteToFrozen, watched } from './find-mutation.ts'
import { describeFunction, describeValue, type FunctionName } from './function-names.ts'
import type { FunctionReads } from './function-reads.ts'
import type { Model } from './model.ts'
import type { Pool } from './pool.ts'
import { Sentinel } from './sentinel.ts'
import { declarationSite, notPlainData, specError } from './spec-errors.ts'
import { UserRun, type UserRunHost } from './user-run.ts'

/** Code of a mistake that is noticed in what a function returned. */
export class BadResult extends Error {
  readonly code: SpecErrorCode
  readonly problem: string
  readonly hint: string

  constructor(code: SpecErrorCode, problem: string, hint: string) {
    super(problem)
    this.code = code
    this.problem = problem
    this.hint = hint
  }
}

/** A user's function with everything it needs but the state. */
export interface UserFunction {
  /** Number of what it belongs to, for `activity`. */
  readonly group: number
  name(): FunctionName
  /** What its runs have read; kept only where it is asked for. */
  readonly reads?: FunctionReads
  /** Runs it on the views of `run` and gives the result as the caller wants it, all of it read. */
  compute(run: UserRun): number
}

/** Activity numbers of what belongs to no group. */
export const Activity = { None: 0, Condition: -1, InitialStates: -2 } as const

function activityOf({ group, name }: Pick<UserFunction, 'group' | 'name'>): number {
  if (group >= 0) return group + 1
  return name().kind === 'initial' ? Activity.InitialStates : Activity.Condition
}

/** Values told of a failed run at most, and characters of each. */
const MOST_VALUES = 6
const MOST_CHARACTERS = 59

export class UserCode implements UserRunHost {
  readonly model: Model
  readonly sentinel: Sentinel
  /** Runs of user functions so far. */
  runs = 0
  noteWholeRead: ((pool: Pool) => void) | null = null
  /** By slot, stored or derived, 1 = some function has read it. */
  readonly isRead: Uint8Array
  readonly #activity: Int32Array | null
  readonly #computeDerived: (slot: number, environment: Int32Array) => number
  /** Functions that are running, the innermost last. */
  readonly #stack: { readonly name: () => FunctionName; readonly group: number }[] = []
  /** First violation of the rules: kept here so that a `catch` of the user's cannot hide it. */
  #violation: SpecError | null = null

  constructor(
    model: Model,
    activity: Int32Array | null,
    computeDerived: (slot: number, environment: Int32Array) => number,
  ) {
    this.model = model
    this.isRead = new Uint8Array(model.slots)
    this.#activity = activity
    this.#computeDerived = computeDerived
    this.sentinel = new Sentinel((name) => this.#reportImpure(name))
  }

  /** Runs `fn` under a fresh log. */
  track(fn: UserFunction, environment: Int32Array): { readonly run: UserRun; readonly result: number } {
    const run = new UserRun(this, environment)
    const result = this.#guarded(fn, run, () => fn.compute(run))
    this.#noteReads(run, fn.reads)
    return { run, result }
  }

  /** The group of the function that is running, the innermost; -1 where none is. */
  get runningGroup(): number {
    return this.#stack.at(-1)?.group ?? -1
  }

  /** Runs something of the user's on plain values, without a log. */
  plain<T>(name: FunctionName, group: number, action: () => T): T {
    return this.#guarded({ group, name: () => name }, null, action)
  }

  computeDerived(slot: number, environment: Int32Array): number {
    return this.#computeDerived(slot, environment)
  }

  report(code: SpecErrorCode, problem: string, hint: string): never {
    return this.#violate(code, problem, hint)
  }

  #noteReads(run: UserRun, own: FunctionReads | undefined): void {
    const { reads, readCount, readForChanges, emptyFamilies, partGivenBack, placesGivenBack } = run
    const { slots } = this.model
    if (partGivenBack !== null) this.isRead[partGivenBack.slot] = 1
    // As of a single value that is given back: it is used for something.
    for (const { first, size } of placesGivenBack ?? []) this.isRead.fill(1, first, first + size)
    if (emptyFamilies !== null) for (const family of emptyFamilies) own?.emptyFamilies.add(family)
    for (let at = 0; at < readCount; at++) {
      const read = reads[at] as number
      if (readForChanges?.has(read)) continue
      // Those of the state after a step come behind those of the state before it.
      const slot = read < slots ? read : read - slots
      const of = this.model.listAt(slot)?.slot ?? slot
      this.isRead[of] = 1
      own?.add(of)
    }
  }

  #reportImpure(name: string): never {
    return this.#violate(
      'impure',
      `${name} was used`,
      'A specification gives the same answer every time: make a choice with a parameter, .over(name, values), and count time in the state.',
    )
  }

  #violate(code: SpecErrorCode, problem: string, hint: string): never {
    // Reading the stack and describing the function are the tool's own doing.
    const watching = this.sentinel.isWatching
    this.sentinel.isWatching = false
    const location = userFrame(new Error().stack ?? '')
    const innermost = this.#stack[this.#stack.length - 1]
    const where = innermost === undefined ? null : describeFunction(innermost.name())
    this.#violation ??= specError(this.model.definition, code, where, problem, hint, { location })
    this.sentinel.isWatching = watching
    throw this.#violation
  }

  #guarded<T>(
    fn: Pick<UserFunction, 'group' | 'name'> & Partial<UserFunction>,
    run: UserRun | null,
    action: () => T,
  ): T {
    this.runs++
    this.#stack.push(fn)
    const wasWatching = this.sentinel.isWatching
    this.sentinel.isWatching = true
    if (this.#activity !== null) {
      this.#activity[0] = activityOf(fn)
      this.#activity[1] = this.runs
    }
    try {
      return action()
    } catch (error) {
      this.sentinel.isWatching = false
      this.#violation ??= this.#toSpecError(error, fn, run)
      throw this.#violation
    } finally {
      run?.end()
      this.sentinel.isWatching = wasWatching
      this.#stack.pop()
      if (this.#activity !== null) {
        const around = this.#stack[this.#stack.length - 1]
        this.#activity[0] = around === undefined ? 0 : activityOf(around)
      }
      if (this.#violation !== null) {
        const violation = this.#violation
        if (this.#stack.length === 0) this.#violation = null
        // biome-ignore lint/correctness/noUnsafeFinally: a violation stands even where the user's code caught it
        throw violation
      }
    }
  }

  #toSpecError(error: unknown, fn: Pick<UserFunction, 'name'> & Partial<UserFunction>, run: UserRun | null): SpecError {
    if (error instanceof SpecError) return error
    const where = describeFunction(fn.name())
    const { definition } = this.model
    const declared = declarationSite(definition, fn.name())
    if (error instanceof NotPlainData) return notPlainData(definition, where, error, declared)
    if (error instanceof BadResult) {
      return specError(definition, error.code, where, error.problem, error.hint, { location: declared })
    }
    const location = (error instanceof Error ? userFrame(error.stack ?? '') : null) ?? declared
    const path = isWriteToFrozen(error) && run !== null ? this.#findMutation(fn, run) : null
    if (isWriteToFrozen(error)) {
      return specError(
        definition,
        'mutation',
        where,
        `${path ?? 'a value of the state'} was changed in place (${(error as Error).message})`,
        'Values of the state are read-only: return a changed copy.',
        { location, cause: error },
      )
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const hint = run === null ? null : this.#whatItRead(run)
    return specError(definition, 'user-exception', where, `it threw ${message}`, hint, { location, cause: error })
  }

  /** The values that a failed run had seen: `It had read offset = 3, broker = "up".` */
  #whatItRead({ reads, readCount, environment }: UserRun): string | null {
    const { slots, firstComputed } = this.model
    const values = [...reads.subarray(0, readCount)]
      .filter((slot) => slot % slots < firstComputed || this.model.partAt(slot % slots) !== undefined)
      .map((slot) => {
        const value = this.model.value(slot % slots, environment.subarray(slot - (slot % slots)))
        const after = slot < slots ? '' : ' after the step'
        return `${this.model.path(slot % slots)} = ${describeValue(value, MOST_CHARACTERS)}${after}`
      })
    if (values.length === 0) return null
    const rest = values.length - MOST_VALUES
    return `It had read ${values.slice(0, MOST_VALUES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
  }

  /** Runs the function once more on copies that say where they are written to. */
  #findMutation(fn: Partial<UserFunction>, failed: UserRun): string | null {
    let found: string | null = null
    const note = (path: string): void => {
      found ??= path
    }
    const run = new UserRun(this, failed.environment)
    run.wrap = (value, path) => watched(value, path, note)
    try {
      fn.compute?.(run)
    } catch {
      // It fails again, of course; `found` says where.
    }
    return found
  }
}
