/**
 * A counterexample that was found with few faults, run again in the same specification with more of them allowed. It is
 * run the plain way, by the semantics that the engine is tested against, so that what it shows depends on no memo.
 */
import type { Step } from '../../spec/language/definition.ts'
import type { PropertyDefinition, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import { canonicalText } from '../reference/canonical.ts'
import { Semantics, type Transition } from '../reference/successors.ts'

/** What was done, without the states: plain data that says the same in every thread. */
export type Script = readonly ScriptStep[]

export interface ScriptStep {
  readonly action: string
  /** The arguments as canonical text, in which a set, a bag and an array differ. */
  readonly args: string
}

/** Whether the same steps, to the same end, break the promise or meet the goal again. */
export type ReplayOutcome = { readonly isSame: true } | { readonly isSame: false; readonly reason: string }

/** Call it where the trace was made: arguments lose the marks of sets and bags on the way to another thread. */
export function scriptOf(trace: Trace): Script {
  return trace.steps.flatMap(({ action, params }) => (action === null ? [] : [{ action, args: canonicalText(params) }]))
}

/**
 * Takes the steps from each initial state in turn, until some way ends with the promise broken or the goal met. As in
 * an exploration, there is no way on from a state outside a constraint. An error of the specification's counts as
 * another outcome: whoever explores it will meet the error. Cost: the successors of the states on the way.
 */
export function replay(definition: SpecDefinition, propertyName: string, script: Script): ReplayOutcome {
  const property = definition.properties.find(({ name }) => name === propertyName)
  if (property === undefined) return { isSame: false, reason: 'there is no such property' }
  try {
    const outcomes = new Player(definition, property).play(script)
    const furthest = outcomes.reduce<Attempt>((best, each) => (each.steps > best.steps ? each : best), nowhere)
    return furthest.reason === null ? { isSame: true } : { isSame: false, reason: furthest.reason }
  } catch (error) {
    return { isSame: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** How far one initial state led; `reason` is null where it led to the same end. */
interface Attempt {
  readonly steps: number
  readonly reason: string | null
}

const nowhere: Attempt = { steps: -1, reason: 'there is no initial state' }

interface Taken extends Transition {
  readonly before: State
}

class Player {
  readonly #definition: SpecDefinition
  readonly #property: PropertyDefinition
  readonly #semantics: Semantics

  constructor(definition: SpecDefinition, property: PropertyDefinition) {
    this.#definition = definition
    this.#property = property
    this.#semantics = new Semantics(definition)
  }

  play(script: Script): readonly Attempt[] {
    const attempts: Attempt[] = []
    for (const state of this.#semantics.initialStates()) {
      attempts.push(this.#playFrom(state, script))
      if (attempts.at(-1)?.reason === null) break
    }
    return attempts
  }

  #playFrom(initial: State, script: Script): Attempt {
    let state = initial
    let last: Taken | null = null
    for (const [index, step] of script.entries()) {
      const outside = this.#constraintAround(state)
      if (outside !== null)
        return { steps: index, reason: `${placeOf(script, index)} is outside constraint "${outside}"` }
      last = this.#take(state, step)
      if (last === null) return { steps: index, reason: `step ${index + 1}, "${step.action}", is not possible there` }
      state = last.after
    }
    const isSame = this.#isSettledAt(state, last)
    return { steps: script.length + (isSame ? 1 : 0), reason: isSame ? null : endText(this.#property) }
  }

  /** Name of the first constraint that the state is outside of, or null. */
  #constraintAround(state: State): string | null {
    const view = this.#semantics.view(state)
    const around = this.#definition.constraints.find(({ name, holds }) => !this.#semantics.truth(holds(view), name))
    return around?.name ?? null
  }

  #take(before: State, { action, args }: ScriptStep): Taken | null {
    for (const transition of this.#semantics.successors(before)) {
      if (transition.action === action && canonicalText(transition.args) === args) return { ...transition, before }
    }
    return null
  }

  /** Whether the last state, or the last step, breaks the promise or meets the goal. */
  #isSettledAt(state: State, last: Taken | null): boolean {
    const property = this.#property
    const truth = (answer: boolean): boolean => this.#semantics.truth(answer, property.name)
    const view = this.#semantics.view(state)
    const holdsOfLast = (of: {
      readonly holds: (before: State, step: Step, after: State) => boolean
    }): boolean | null =>
      last === null
        ? null
        : truth(of.holds(this.#semantics.view(last.before), { action: last.action, args: last.args }, view))
    switch (property.kind) {
      case 'always':
        return property.parts.some((part) => !truth(part.holds(view)))
      case 'reachable':
        return truth(property.holds(view))
      case 'deadlock-free':
        if (this.#constraintAround(state) !== null || !this.#isStuck(state)) return false
        return property.isFinal === null || !truth(property.isFinal(view))
      case 'always-step':
        return holdsOfLast(property) === false
      case 'reachable-step':
        return holdsOfLast(property) === true
      case 'no-way-back': {
        if (last === null) return false
        const before = this.#semantics.view(last.before)
        return property.parts.some((part) => truth(part.holds(before)) && !truth(part.holds(view)))
      }
      default:
        return false
    }
  }

  #isStuck(state: State): boolean {
    for (const _ of this.#semantics.successors(state)) return false
    return true
  }
}

function placeOf(script: Script, index: number): string {
  return index === 0 ? 'the initial state' : `the state after step ${index}, "${script[index - 1]?.action}",`
}

function endText({ kind }: PropertyDefinition): string {
  if (kind === 'deadlock-free') return 'something can still happen at its end'
  return isGoal(kind) ? 'the goal is not met at its end' : 'the promise is kept at its end'
}
