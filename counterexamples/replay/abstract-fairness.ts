import type { RefinementProperty } from '../../spec/language/property-kinds.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { type FairnessAccount, loopFairness } from './fairness.ts'
import { storyBudget } from './story-budget.ts'

export interface AbstractFairness {
  readonly abstract: PlainWorld
  /** What the lasso is mapped to. */
  readonly mapped: PlainPath
  /** How the loop, seen through the mapping, meets each assumption of the abstract specification. */
  readonly accounts: readonly FairnessAccount[]
}

/** Of a lasso. May throw what either specification or the mapping throws. */
export function abstractFairness(spec: PlainWorld, property: RefinementProperty, path: PlainPath): AbstractFairness {
  const refinement = new Refinement(spec.definition.name, property, storyBudget)
  const abstract = refinement.world
  const mapped = refinement.mappedPath({ ...path, states: path.states.map((state) => spec.view(state)) })
  return { abstract, mapped, accounts: loopFairness(abstract, mapped).accounts }
}
