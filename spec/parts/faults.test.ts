import { describe, expect, it } from 'vitest'
import { disabled, type Each, type StateOf, specify } from '../language/index.ts'
import { budget, budgetPhrase, mayHappen, spend, spendsOnly } from './faults.ts'

const left = (powerCut: number, failedFsync: number) =>
  ({ powerCut, failedFsync }) as unknown as Each<'powerCut' | 'failedFsync', number>

describe('a fault budget', () => {
  it('declares one counter a kind', () => {
    const spec = specify('cut', { faults: budget({ powerCut: 1, failedFsync: 0 }) })
    expect(spec.definition.variables).toEqual([
      {
        name: 'faults',
        shape: { kind: 'family', keys: ['powerCut', 'failedFsync'], members: [null, null] },
        initial: { powerCut: 1, failedFsync: 0 },
      },
    ])
  })

  it('types the guard and the change of a fault action', () => {
    const spec = specify('cut', { faults: budget({ powerCut: 1 }) })
      .action('cut')
      .fault()
      .when((s) => mayHappen(s.faults, 'powerCut'))
      .changes((s) => ({ faults: spend(s.faults, 'powerCut') }))
      .action('never')
      // @ts-expect-error no such kind of fault
      .changes((s) => (mayHappen(s.faults, 'flood') ? {} : disabled))
    const state = { faults: { powerCut: 1 } } as unknown as StateOf<typeof spec>
    expect(spec.definition.actions[0]?.effect(state, {})).toEqual({ faults: { powerCut: 0 } })
  })

  it('allows a fault while some of its kind is left', () => {
    expect(mayHappen(left(1, 0), 'powerCut')).toBe(true)
    expect(mayHappen(left(1, 0), 'failedFsync')).toBe(false)
  })

  it('spends one fault and no other', () => {
    expect(spend(left(2, 1), 'powerCut')).toEqual({ powerCut: 1 })
  })

  it('tells a step that spends its fault from one that does not, or spends another', () => {
    expect(spendsOnly(left(1, 1), 'powerCut', left(0, 1))).toBe(true)
    expect(spendsOnly(left(1, 1), null, left(1, 1))).toBe(true)
    expect(spendsOnly(left(1, 1), 'powerCut', left(1, 1))).toBe(false)
    expect(spendsOnly(left(1, 1), 'powerCut', left(1, 0))).toBe(false)
    expect(spendsOnly(left(1, 1), 'powerCut', left(0, 0))).toBe(false)
    expect(spendsOnly(left(1, 1), null, left(0, 1))).toBe(false)
    expect(spendsOnly(left(0, 1), 'powerCut', left(-1, 1))).toBe(false)
  })

  it('reads as a phrase', () => {
    expect(budgetPhrase({ powerCut: 1, failedFsync: 2, processCrash: 0 })).toBe('1 power cut, 2 failed fsyncs')
    expect(budgetPhrase({ processCrash: 2 })).toBe('2 process crashes')
    expect(budgetPhrase({ powerCut: 0 })).toBe('no fault')
  })
})
