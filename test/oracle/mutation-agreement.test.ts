/** Mutants of random specifications: the engine and the reference explorer must see the same in them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { mutated } from '../../checker/mutation/mutate.ts'
import { canDiffer, mutationsOf } from '../../checker/mutation/mutations-of.ts'
import { observing } from '../../checker/mutation/observe.ts'
import { type SpecDefinition, SpecError, type State, sameValue } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { exploreReference } from './explore.ts'
import { forRandomModels } from './random/for-random-models.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'

const maxDepth = 3
/** Specifications with more states take too long here. */
const maxStates = 300

/** Every transition that changes the state, from states within the depth. */
function changingSteps(definition: SpecDefinition): ReadonlySet<string> {
  const semantics = new PlainWorld(definition)
  const steps = new Set<string>()
  const known = new Set<string>()
  let level: readonly State[] = [...semantics.initialStates()]
  for (let depth = 1; depth < maxDepth; depth++) {
    const next: State[] = []
    for (const before of level) {
      const text = semantics.textOf(before)
      const isOutside = definition.constraints.some(({ holds }) => !holds(semantics.view(before)))
      if (known.has(text) || isOutside) continue
      known.add(text)
      for (const { action, args, after } of semantics.successors(before)) {
        if (!sameValue(before, after)) steps.add(canonicalText([before, action, args, after]))
        next.push(after)
      }
    }
    level = next
  }
  return steps
}

/** What a run ends with, or the code of the error that it ends with. */
function orError<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (error instanceof SpecError) return error.details.code
    throw error
  }
}

describe('random specifications', () => {
  it('are observed alike by both explorers, and their mutants differ exactly when they say so', async () => {
    const fates = { same: 0, different: 0, idle: 0 }
    await forRandomModels({ seed: 7, models: 20 }, [blueprint], (plan) => {
      const definition = specificationOf(plan)
      const baseline = check(definition, { maxDepth, maxStates, exhaust: true })
      fc.pre(baseline.completeness !== 'states')

      const engine = observing(definition)
      const reference = observing(definition)
      // As mutants are run: what stories look at beyond the bound is no part of the exploration.
      const { states } = check(engine.definition, { maxDepth, exhaust: true, withoutStories: true })
      expect(states).toEqual(baseline.states)
      exploreReference(reference.definition, { maxDepth })
      const observation = engine.observation()
      expect(observation).toEqual(reference.observation())

      const expected = changingSteps(definition)
      for (const mutation of mutationsOf([observation])) {
        let differs = false
        const mutant = mutated(definition, mutation, () => {
          differs = true
        })
        const found = orError(() => check(mutant, { maxDepth, exhaust: true, withoutStories: true }).states)
        expect([mutation.id, found]).toEqual([
          mutation.id,
          orError(() => exploreReference(mutated(definition, mutation), { maxDepth }).states),
        ])
        if (typeof found === 'string') continue
        const steps = changingSteps(mutated(definition, mutation))
        const isSame = steps.size === expected.size && [...steps].every((step) => expected.has(step))
        expect([mutation.id, differs]).toEqual([mutation.id, !isSame])
        if (!canDiffer(mutation, observation)) expect([mutation.id, differs]).toEqual([mutation.id, false])
        fates[differs ? 'different' : canDiffer(mutation, observation) ? 'same' : 'idle']++
      }
    })
    // The test is about something.
    expect(Math.min(...Object.values(fates))).toBeGreaterThan(2)
  })
})
