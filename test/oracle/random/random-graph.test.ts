import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  Assumption,
  FairnessDefinition,
  PropertyDefinition,
  SpecDefinition,
} from '../../../spec/language/index.ts'
import { isOfProgress, type RefinementProperty } from '../../../spec/language/property-kinds.ts'
import { exploreReference, type ReferenceResult } from '../explore.ts'
import { graphBlueprint, graphSpecificationOf } from './random-graph.ts'

const kinds = [
  'eventually',
  'leads-to',
  'leads-to-always',
  'infinitely-often',
  'infinitely-often-step',
  'eventually-always',
  'can-always-reach',
  'no-way-back',
  'unless',
  'refines',
]

interface Sample {
  readonly definition: SpecDefinition
  readonly options: { readonly maxDepth?: number }
  readonly result: ReferenceResult
}

const samples = fc.sample(graphBlueprint, { seed: 5, numRuns: 300 }).map((plan): Sample => {
  const definition = graphSpecificationOf(plan)
  const options = plan.maxDepth === null ? {} : { maxDepth: plan.maxDepth }
  return { definition, options, result: exploreReference(definition, options) }
})

/** How many properties come out otherwise, by verdict or by stem, where fairness is changed. */
function differing(change: (fairness: FairnessDefinition) => FairnessDefinition | null): number {
  return differingIn((definition) => ({
    ...definition,
    fairness: definition.fairness.map(change).filter((each) => each !== null),
  }))
}

function withFairness(
  definition: SpecDefinition,
  change: (fairness: FairnessDefinition) => Partial<FairnessDefinition> | null,
): SpecDefinition {
  const fairness = definition.fairness.flatMap((each) => {
    const changes = change(each)
    return changes === null ? [] : [{ ...each, ...changes }]
  })
  return { ...definition, fairness }
}

/** The same where anything is. */
function differingIn(change: (definition: SpecDefinition) => SpecDefinition): number {
  let count = 0
  for (const { definition, options, result } of samples) {
    const other = exploreReference(change(definition), options)
    result.properties.forEach(({ verdict, stem }, at) => {
      if (other.properties[at]?.verdict !== verdict || other.properties[at]?.stem !== stem) count++
    })
  }
  return count
}

describe('random graphs', () => {
  it.each(kinds)('break %s about as often as not', (kind) => {
    const verdicts = samples.flatMap(({ result }) =>
      result.properties.filter((property) => property.kind === kind).map(({ verdict }) => verdict),
    )
    const share = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length / verdicts.length
    expect(verdicts.length).toBeGreaterThan(100)
    expect(share('violated')).toBeGreaterThan(0.1)
    expect(share('violated')).toBeLessThan(0.75)
    expect(share('holds')).toBeGreaterThan(0.15)
  })

  it('are explored whole, up to a depth and inside a constraint', () => {
    const share = (wanted: string): number =>
      samples.filter(({ result }) => result.completeness === wanted).length / samples.length
    expect(share('full')).toBeGreaterThan(0.5)
    expect(share('depth')).toBeGreaterThan(0.08)
    expect(share('constraint')).toBeGreaterThan(0.1)
  })

  it('have promises that depend on what they assume, of states and of steps', () => {
    const without = (of: Assumption['of']) => (definition: SpecDefinition) => ({
      ...definition,
      properties: definition.properties.map((property) =>
        isOfProgress(property)
          ? ({
              ...property,
              parts: property.parts.map((part) => ({
                ...part,
                assuming: (part.assuming ?? []).filter((each) => each.of !== of),
              })),
            } as PropertyDefinition)
          : property,
      ),
    })
    const liveness = samples.flatMap(({ result }) => result.properties).length
    expect(differingIn(without('states')) / liveness).toBeGreaterThan(0.02)
    expect(differingIn(without('steps')) / liveness).toBeGreaterThan(0.02)
  })

  it('have promises that depend on fairness, on its strength, on the parameters that it names and on its condition', () => {
    const liveness = samples.flatMap(({ result }) => result.properties).length
    expect(differing(() => null) / liveness).toBeGreaterThan(0.1)
    expect(differing((fairness) => ({ ...fairness, strength: 'weak' })) / liveness).toBeGreaterThan(0.02)
    expect(differing((fairness) => ({ ...fairness, strength: 'strong' })) / liveness).toBeGreaterThan(0.008)
    expect(differing((fairness) => ({ ...fairness, parameters: [] })) / liveness).toBeGreaterThan(0.008)
    expect(differing((fairness) => ({ ...fairness, condition: null })) / liveness).toBeGreaterThan(0.005)
    const apart = differing((fairness) => ({ ...fairness, actions: fairness.actions.slice(0, 1) }))
    expect(apart / liveness).toBeGreaterThan(0.02)
  })

  it('have refinements that depend on what is assumed there, its strength, its actions and the values that it names', () => {
    const refining = samples.flatMap(({ definition, options, result }) => {
      const at = definition.properties.findIndex(({ kind }) => kind === 'refines')
      return at < 0 ? [] : [{ definition, options, at, result: result.properties[at] }]
    })
    const changed = (change: (fairness: FairnessDefinition) => Partial<FairnessDefinition> | null): number => {
      const different = refining.filter(({ definition, options, at, result }) => {
        const property = definition.properties[at] as RefinementProperty
        const other = { ...property, abstract: withFairness(property.abstract, change) }
        const [found] = exploreReference({ ...definition, properties: [other] }, options).properties
        return found?.verdict !== result?.verdict || found?.stem !== result?.stem
      })
      return different.length / refining.length
    }
    expect(changed(() => null)).toBeGreaterThan(0.2)
    expect(changed(() => ({ strength: 'weak' }))).toBeGreaterThan(0.01)
    expect(changed(({ parameters }) => ({ parameters: parameters.length === 0 ? ['to'] : [] }))).toBeGreaterThan(0.01)
    expect(changed(() => ({ condition: null }))).toBeGreaterThan(0.01)
    expect(changed(() => ({ actions: ['move'] }))).toBeGreaterThan(0.01)
  })
})
