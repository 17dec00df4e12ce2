import { describe, expect, it } from 'vitest'
import { specify } from '../../spec/language/index.ts'
import { expectAgreement, expectRandomAgreement } from './agreement.ts'

describe('the engine and the reference explorer', () => {
  it('agree on random specifications, whatever the tuning', async () => {
    await expectRandomAgreement({ seed: 1, models: 100 })
  })

  const unbounded = specify('unbounded', { n: 0, side: 0 })
    .action('add')
    .changes((s) => ({ n: s.n + 1 }))
    .action('flip')
    .changes((s) => ({ side: 1 - s.side }))

  it('agree on states outside a constraint, which are checked where they are generated', () => {
    const spec = unbounded
      .constraint('below three', (s) => s.n < 3)
      .constraint('not two and flipped', (s) => s.n !== 2 || s.side === 0)
      .always('below three', (s) => s.n < 3)
      .always('not two and flipped', (s) => s.n !== 2 || s.side === 0)
      .alwaysStep('steps stay below three', (_before, _step, after) => after.n < 3)
      .reachable('three', (s) => s.n === 3)
      .reachable('three and flipped', (s) => s.n === 3 && s.side === 1)
      .reachable('four', (s) => s.n === 4)
      .deadlockFree()
    const result = expectAgreement(spec.definition)
    expect(result).toMatchObject({ completeness: 'constraint', states: { distinct: 5, generated: 11, depth: 3 } })
    const lengths = result.properties.map(({ verdict, trace }) => [verdict, trace?.length ?? null])
    expect(lengths).toEqual([
      ['violated', 4],
      ['violated', 4],
      ['violated', 4],
      ['reachable', 4],
      ['unreachable', null],
      ['unreachable', null],
      ['holds', null],
    ])
  })

  it('agree on initial states that are many, equal, or outside a constraint', () => {
    const spec = unbounded
      .startingFrom([{ n: 5 }, { n: 1 }, {}, { n: 1, side: 0 }, { n: 5, side: 1 }])
      .constraint('low', (s) => s.n < 3)
      .always('never five', (s) => s.n !== 5)
      .always('never three', (s) => s.n !== 3)
      .reachable('two, flipped', (s) => s.n === 2 && s.side === 1)
    expectAgreement(spec.definition)
    expectAgreement(spec.definition, { maxDepth: 1 })
    expectAgreement(spec.definition, { maxDepth: 2 })
  })

  it('agree that a successor outside a constraint is no deadlock, and a self-loop is none either', () => {
    const cut = specify('cut', { n: 0 })
      .action('add')
      .when((s) => s.n < 4)
      .changes((s) => ({ n: s.n + 1 }))
      .constraint('low', (s) => s.n < 3)
      .deadlockFree()
    expect(expectAgreement(cut.definition).properties[0]?.verdict).toBe('holds')
    const looping = specify('looping', { n: 0 })
      .action('stay')
      .changes(() => ({}))
      .alwaysStep('moves', (before, _step, after) => before.n !== after.n)
      .deadlockFree()
    const verdicts = expectAgreement(looping.definition).properties.map(({ verdict, trace }) => [
      verdict,
      trace?.length,
    ])
    expect(verdicts).toEqual([
      ['violated', 2],
      ['holds', undefined],
    ])
  })

  it('agree on derived values before and after a step', () => {
    const spec = specify('derived steps', { a: 0, b: 0 })
      .derive('sum', (s) => s.a + s.b)
      .derive('pair', (s) => ({ low: s.sum % 2, all: [s.a, s.b] }))
      .action('a')
      .changes((s) => ({ a: (s.a + 1) % 5 }))
      .action('b')
      .when((s) => s.sum < 6)
      .changes((s) => ({ b: (s.b + 2) % 5 }))
      .alwaysStep('parity', (before, { action }, after) => action === 'b' || before.pair.low !== after.pair.low)
      .alwaysStep('sums', (before, _step, after) => after.sum <= before.sum + 2)
      .reachableStep('back', (before, _step, after) => before.sum === 7 && after.sum < 4)
      .always('pairs', (s) => {
        const { pair } = s
        return pair === s.pair && pair.all[0] === s.a
      })
    expectAgreement(spec.definition)
  })
})
