/**
 * No trace is shown before it has been run again: step by step from an initial state, by the plain meaning of the
 * specification and without the engine. Its steps lead where it says, the property is settled at its end, and its loop
 * closes and is fair. Do it where the trace was made: sets and bags lose their marks on the way to another thread.
 */

import type { CheckResult, PropertyResult } from '../../checker/contract/result.ts'
import { describeArguments, describeFunction, type FunctionName } from '../../checker/model/function-names.ts'
import { Sentinel } from '../../checker/model/sentinel.ts'
import { declarationSite, impure, specError } from '../../checker/model/spec-errors.ts'
import { userFrame } from '../../spec/language/call-site.ts'
import {
  type PropertyDefinition,
  type SpecDefinition,
  SpecError,
  type State,
  sameValue,
  type Trace,
} from '../../spec/language/index.ts'
import { enabledInLoop, fairnessOf } from '../../spec/semantics/fairness.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { type PlainPath, pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import type { Call } from '../../spec/semantics/world.ts'

/**
 * Throws a `SpecError` of the code `impure` where a trace of the result cannot be run again to the same end. Cost: the
 * initial states once, one run for each step, and all successors of the states of a loop.
 */
export function revalidate(definition: SpecDefinition, result: Pick<CheckResult, 'properties'>): void {
  const told = result.properties.flatMap((property) =>
    property.trace === null ? [] : [{ property, trace: property.trace }],
  )
  if (told.length > 0) new Revalidation(definition).run(told)
}

/** Runs a trace that settles nothing again. Throws a `SpecError` where it does not lead where it says. */
export function revalidatePath(definition: SpecDefinition, trace: Trace): void {
  new Revalidation(definition).runPath(trace)
}

interface Told {
  readonly property: PropertyResult
  readonly trace: Trace
}

const initialStates: FunctionName = { kind: 'initial', name: '', detail: '' }

class Revalidation {
  readonly #definition: SpecDefinition
  readonly #world: PlainWorld
  readonly #sentinel: Sentinel
  /** What of the platform that changes was asked for by the function that runs. */
  #used: string | null = null

  constructor(definition: SpecDefinition) {
    this.#definition = definition
    this.#world = new PlainWorld(definition)
    this.#sentinel = new Sentinel((name) => {
      this.#used = name
      throw new Error(`${name} was used`)
    })
  }

  run(told: readonly Told[]): void {
    this.#fenced(() => {
      const paths = told.map(({ trace }) => pathOf(this.#world, trace))
      this.#requireInitial(paths)
      told.forEach((each, at) => {
        this.#requireSteps(paths[at] as PlainPath)
        this.#requireSettled(each, paths[at] as PlainPath)
      })
    })
  }

  runPath(trace: Trace): void {
    this.#fenced(() => {
      const path = pathOf(this.#world, trace)
      this.#requireInitial([path])
      this.#requireSteps(path)
    })
  }

  #fenced(action: () => void): void {
    this.#sentinel.install()
    try {
      action()
    } finally {
      this.#sentinel.remove()
    }
  }

  #requireInitial(paths: readonly PlainPath[]): void {
    const firsts = paths.map(({ states }) => states[0] as PlainPath['states'][number])
    const areInitial = this.#asking(initialStates, () => this.#world.areInitial(firsts))
    if (!areInitial.includes(false)) return
    const problem = 'the initial state of a story is not one of them when they are computed again'
    throw impure(this.#definition, initialStates, problem)
  }

  #requireSteps({ states, calls, loop, back }: PlainPath): void {
    const walk = new Walk(this.#world, states[0] ?? {})
    calls.forEach((call, at) => {
      this.#requireStep(walk, call, states[at + 1])
    })
    if (back !== null) this.#requireStep(walk, back, states[loop ?? -1])
  }

  #requireStep(walk: Walk<State>, call: Call, wanted: State = {}): void {
    const name: FunctionName = { kind: 'action', name: call.action, detail: describeArguments(call.args) }
    const isTaken = this.#asking(name, () => walk.take(call))
    if (isTaken && this.#world.isSame(walk.state, wanted)) return
    throw impure(this.#definition, name, 'run again on the same state it did something else')
  }

  #requireSettled({ property: { name, part }, trace }: Told, path: PlainPath): void {
    const property = this.#definition.properties.find((each) => each.name === name)
    if (property === undefined) throw new Error(`unreachable: a story of "${name}", which is no property`)
    const asked: FunctionName = { kind: 'property', name, detail: '' }
    const isAsTold = this.#asking(
      asked,
      () => isSettled(this.#world, property, part, path) !== false && this.#isMappedAsTold(property, trace, path),
    )
    if (!isAsTold) throw impure(this.#definition, asked, 'evaluated again on the same state it gave another answer')
    if (path.loop !== null) this.#requireFair(path)
  }

  #isMappedAsTold(property: PropertyDefinition, { steps }: Trace, { states }: PlainPath): boolean {
    if (property.kind !== 'refines') return true
    const refinement = new Refinement(this.#definition.name, property)
    return states.every((state, at) =>
      sameValue(refinement.mapped(this.#world.view(state)), steps[at]?.abstract ?? null),
    )
  }

  #requireFair(path: PlainPath): void {
    const actions: FunctionName = { kind: 'action', name: path.back?.action ?? '', detail: 'and others, in a loop' }
    const accounts = this.#asking(actions, () => fairnessOf(this.#world, path, enabledInLoop(this.#world, path)))
    const unfair = accounts.find(({ isFair }) => !isFair)
    if (unfair === undefined) return
    throw new Error(`unreachable: the loop of a lasso is not fair to ${unfair.assumption.actions.join(', ')}`)
  }

  /** Runs functions of the user's, with the platform's nondeterminism fenced off; `name` is told where they fail. */
  #asking<T>(name: FunctionName, action: () => T): T {
    this.#sentinel.isWatching = true
    let failure: { readonly error: unknown } | null = null
    let answer: T | undefined
    try {
      answer = action()
    } catch (error) {
      failure = { error }
    }
    this.#sentinel.isWatching = false
    if (this.#used !== null) throw impure(this.#definition, name, `${this.#used} was used`)
    if (failure !== null) throw this.#toSpecError(name, failure.error)
    return answer as T
  }

  #toSpecError(name: FunctionName, error: unknown): unknown {
    if (error instanceof SpecError) return error
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const location = error instanceof Error ? userFrame(error.stack ?? '') : null
    return specError(this.#definition, 'user-exception', describeFunction(name), `it threw ${message}`, null, {
      location: location ?? declarationSite(this.#definition, name),
      cause: error,
    })
  }
}
