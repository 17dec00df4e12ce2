/**
 * A counterexample that was found with few faults, run again in the same specification with more of them allowed. It is
 * run the plain way, by the semantics that the engine is tested against, so that what it shows depends on no memo.
 */
import type { PropertyDefinition, SpecDefinition, State } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type Script, scriptedCall } from '../../spec/semantics/script.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { constraintAround } from '../../spec/semantics/world.ts'

/** Whether the same steps, to the same end, break the promise or meet the goal again. */
export type ReplayResult = { readonly isSame: true } | { readonly isSame: false; readonly reason: string }

/**
 * Takes the steps from each initial state in turn, until some way ends with the promise broken or the goal met. As in
 * an exploration, there is no way on from a state outside a constraint. An error of the specification's counts as
 * another end: an exploration meets the error. Cost: the successors of the states on the way.
 */
export function replay(definition: SpecDefinition, propertyName: string, script: Script): ReplayResult {
  const property = definition.properties.find(({ name }) => name === propertyName)
  if (property === undefined) return { isSame: false, reason: 'there is no such property' }
  try {
    const attempts = new Player(definition, property).play(script)
    const furthest = attempts.reduce<Attempt>((best, each) => (each.steps > best.steps ? each : best), nowhere)
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

class Player {
  readonly #property: PropertyDefinition
  readonly #world: PlainWorld

  constructor(definition: SpecDefinition, property: PropertyDefinition) {
    this.#property = property
    this.#world = new PlainWorld(definition)
  }

  play(script: Script): readonly Attempt[] {
    const attempts: Attempt[] = []
    for (const state of this.#world.initialStates()) {
      attempts.push(this.#playFrom(state, script))
      if (attempts.at(-1)?.reason === null) break
    }
    return attempts
  }

  #playFrom(initial: State, script: Script): Attempt {
    const walk = new Walk(this.#world, initial)
    for (const [index, step] of script.entries()) {
      const outside = constraintAround(this.#world, walk.state)
      if (outside !== null)
        return { steps: index, reason: `${placeOf(script, index)} is outside constraint "${outside}"` }
      const call = scriptedCall(this.#world, walk.state, step)
      if (call === null || !walk.take(call))
        return { steps: index, reason: `step ${index + 1}, "${step.action}", is not possible there` }
    }
    const isSame = isSettled(this.#world, this.#property, null, walk.path) === true
    return { steps: script.length + (isSame ? 1 : 0), reason: isSame ? null : endText(this.#property) }
  }
}

function placeOf(script: Script, index: number): string {
  return index === 0 ? 'the initial state' : `the state after step ${index}, "${script[index - 1]?.action}",`
}

function endText({ kind }: PropertyDefinition): string {
  if (kind === 'deadlock-free') return 'something can still happen at its end'
  return isGoal(kind) ? 'the goal is not met at its end' : 'the promise is kept at its end'
}
