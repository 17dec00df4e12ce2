/** What a state forgets because nobody can read it any more changes no verdict, and no length of a story. */
import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { type DLedgerConfiguration, stockDLedger } from './configuration.ts'
import { dledger } from './promises.ts'
import type { Memory } from './settled.ts'

const delayedPush = { connectionChange: 1, processCrash: 1, candidateTerm: 'always a new one' } as const

const cases: readonly [string, Partial<DLedgerConfiguration>][] = [
  ['elections in the same term', { isolation: 1, terms: 3, messages: 0 }],
  ['elections in new terms', { isolation: 1, terms: 3, messages: 0, candidateTerm: 'always a new one' }],
  ['a message, elections in the same term', { isolation: 1 }],
  ['a message, elections in new terms', { isolation: 1, candidateTerm: 'always a new one' }],
  ['a crash', { processCrash: 1 }],
  ['a power cut that spares currterm', { powerCut: 1, currtermFile: 'fsynced' }],
  ['a push that stays behind', { ...delayedPush }],
  ['an APPEND that stays behind', { ...delayedPush, pushes: 'AppendEntries' }],
]

describe('what nobody can read any more', () => {
  it.each(cases)('is forgotten without a difference: %s', (_name, config) => {
    const [folded, whole] = [found(config, 'what can be read'), found(config, 'everything')]
    expect(folded.verdicts).toEqual(whole.verdicts)
    expect(folded.states).toBeLessThan(whole.states)
  })
})

function found(config: Partial<DLedgerConfiguration>, memory: Memory) {
  const { properties, states } = check(dledger({ ...stockDLedger, ...config }, memory).definition)
  const verdicts = properties.map(({ name, verdict, trace }) => ({ name, verdict, length: trace?.length ?? null }))
  return { states: states.distinct, verdicts }
}
