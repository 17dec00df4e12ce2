import { describe, expect, it } from 'vitest'
import { corners, expectAgreement } from './agreement.ts'
import { forRandomModels } from './random/for-random-models.ts'
import { graphBlueprint, graphSpecificationOf } from './random/random-graph.ts'

const corner = { corner: corners['lists at once, and memo given up late'] ?? {} }

describe('the engine and the reference explorer', () => {
  it('agree on liveness, recoverability and refinement of random graphs, whatever the tuning', async () => {
    let lassos = 0
    let loops = 0
    let longLoops = 0
    await forRandomModels({ seed: 1, models: 200 }, [graphBlueprint], (plan) => {
      const { maxDepth } = plan
      const { properties } = expectAgreement(graphSpecificationOf(plan), maxDepth === null ? {} : { maxDepth }, corner)
      for (const { trace } of properties) {
        if (trace === null || trace.loop === null) continue
        lassos++
        if (trace.back !== null) loops++
        if (trace.length - trace.loop > 3) longLoops++
      }
    })
    // Many behaviours break a promise by going round rather than by stopping.
    expect(loops / lassos).toBeGreaterThan(0.4)
    expect(longLoops / lassos).toBeGreaterThan(0.05)
  })
})
