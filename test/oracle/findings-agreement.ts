/** Compares the findings of the engine with those of plain runs, on random specifications that have weaknesses. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { TuningOptions } from '../../checker/contract/tuning.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { corners, runEngine } from './agreement.ts'
import { forRandomModels, type RandomModels } from './random/for-random-models.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'
import { weakened, weaknesses } from './random/weakened-spec.ts'
import { type ExpectedFinding, referenceFindings } from './reference-findings.ts'

/** Checks that both find the same with every tuning. Returns what they find. */
export function expectSameFindings(
  definition: SpecDefinition,
  options: { readonly maxDepth?: number } = {},
  tunings: readonly TuningOptions[] = [{}],
): readonly ExpectedFinding[] {
  // Which of several interchangeable ids is not read depends on the states that stand for their orbits.
  const isCompared = ({ kind, parts }: ExpectedFinding): boolean =>
    definition.symmetric === undefined || kind !== 'never-read' || parts === null
  const expected = sorted(referenceFindings(definition, options)).filter(isCompared)
  for (const tuning of tunings) {
    expect(sorted(runEngine(definition, options, tuning).findings).filter(isCompared)).toEqual(expected)
  }
  return expected
}

/** How many of the models had a finding of each kind; those about some parts only are counted apart. */
export async function compareRandomModels(
  size: RandomModels,
): Promise<{ readonly models: number; readonly modelsWith: ReadonlyMap<string, number> }> {
  const modelsWith = new Map<string, number>()
  const bound = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 })
  const models = await forRandomModels(size, [blueprint, weaknesses, bound], (plan, weak, maxDepth) => {
    const definition = weakened(specificationOf(plan), weak)
    const bounds = maxDepth === null ? {} : { maxDepth }
    const found = expectSameFindings(definition, bounds, [{}, ...Object.values(corners)])
    const kinds = new Set(found.map(({ kind, parts }) => (parts === null ? kind : `${kind} in part`)))
    for (const kind of kinds) modelsWith.set(kind, (modelsWith.get(kind) ?? 0) + 1)
  })
  return { models, modelsWith }
}

function sorted(findings: readonly ExpectedFinding[]): ExpectedFinding[] {
  return findings
    .map(({ kind, subject, parts }) => ({ kind, subject, parts }))
    .sort((left, right) => (canonicalText({ ...left }) < canonicalText({ ...right }) ? -1 : 1))
}
