/** Compares random specifications explored up to symmetry with the reference explorer, and with all of their states. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { CheckResult } from '../../checker/contract/result.ts'
import { corners, expectAgreement, runEngine } from './agreement.ts'
import { forRandomModels, type RandomModels } from './random/for-random-models.ts'
import { buildSymmetric, symmetricBlueprint } from './random/random-symmetric.ts'

/** The share of the specifications that were compared; larger ones than `mostStates` are left out. */
export async function compareSymmetric(size: RandomModels, mostStates: number): Promise<number> {
  let compared = 0
  const anyCorner = fc.constantFrom(...Object.keys(corners))
  const models = await forRandomModels(size, [symmetricBlueprint, anyCorner], (blueprint, corner) => {
    const definition = buildSymmetric(blueprint)
    const whole = runEngine(definition, { withoutSymmetry: true, maxStates: mostStates })
    if (whole.completeness === 'states') return
    compared++
    const reduced = expectAgreement(definition, {}, { [corner]: corners[corner] ?? {} })
    expect(reduced.states.distinct).toBeLessThanOrEqual(whole.states.distinct)
    expect(reduced.states.depth).toBe(whole.states.depth)
    expect(outcome(reduced)).toEqual(outcome(whole))
    expect(findings(reduced)).toEqual(findings(whole))
  })
  return compared / models
}

function outcome({ completeness, properties }: CheckResult): unknown {
  return {
    completeness,
    properties: properties.map(({ name, verdict, trace }) => ({ name, verdict, length: trace?.length })),
  }
}

/** Without their texts, which count states. */
function findings(result: CheckResult): unknown {
  return result.findings.map(({ kind, subject, parts }) => ({ kind, subject, parts }))
}
