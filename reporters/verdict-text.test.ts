import { expect, it } from 'vitest'
import type { CheckResult } from '../checker/contract/result.ts'
import { noLimits, property, resultWith } from '../runs/testing/results.ts'
import type { FindingKind } from '../spec/language/index.ts'
import { verdictText } from './verdict-text.ts'

function text(verdict: 'holds' | 'undecided' | 'unreachable', parts: Partial<CheckResult>, limits = noLimits): string {
  return verdictText(property(verdict), resultWith(parts), ['short logs'], limits)
}

it('never says that something just holds', () => {
  expect(text('holds', {})).toBe('holds on the full graph')
  expect(text('unreachable', {})).toBe('unreachable on the full graph')
  const bounds = { depth: 5, states: null, constraintCut: 0 }
  expect(text('holds', { completeness: 'depth', bounds })).toBe('holds to depth 5')
  const cut = { depth: null, states: null, constraintCut: 1400 }
  expect(text('holds', { completeness: 'constraint', bounds: cut })).toBe(
    'holds inside constraint "short logs" (1,400 transitions cut)',
  )
  expect(text('holds', { completeness: 'depth', bounds: { ...cut, depth: 5 } })).toBe(
    'holds to depth 5 and inside constraint "short logs" (1,400 transitions cut)',
  )
})

it('names the limit that ended the run, and how far it got', () => {
  const limits = { ...noLimits, timeLimitSeconds: 5, memoryLimitBytes: 100 * 2 ** 20 }
  expect(text('undecided', { completeness: 'time' }, limits)).toBe(
    'undecided (time limit of 5 s reached at 16 states, depth 8)',
  )
  expect(text('undecided', { completeness: 'memory' }, limits)).toBe(
    'undecided (memory limit of 100 MB reached at 16 states, depth 8)',
  )
  expect(text('undecided', { completeness: 'states', bounds: { depth: null, states: 10, constraintCut: 0 } })).toBe(
    'undecided (limit of 10 states reached at 16 states, depth 8)',
  )
  expect(text('undecided', { completeness: 'stopped' })).toBe('undecided (stopped at 16 states, depth 8)')
  expect(text('undecided', { completeness: 'stopped' }, { ...noLimits, stopFirst: true })).toBe(
    'undecided (stopped at the first violation at 16 states, depth 8)',
  )
  expect(text('undecided', { completeness: 'stopped', states: { distinct: 0, generated: 0, depth: 0 } })).toBe(
    'undecided (ended before any state was counted)',
  )
})

it('gives the length of a story', () => {
  expect(verdictText(property('violated', 7), resultWith({}), [], noLimits)).toBe('violated (7 states)')
  expect(verdictText(property('reachable', 1), resultWith({}), [], noLimits)).toBe('reachable (1 state)')
})

it('says where a promise holds for want of anything that could break it', () => {
  const vacuous = (kind: FindingKind, parts: readonly string[] | null = null, subject = 'promise') => ({
    findings: [{ kind, subject, parts, text: '' }],
    suspicions: [],
  })
  expect(text('holds', vacuous('antecedent-never-true'))).toBe(
    'holds on the full graph (vacuously: its antecedent was never true)',
  )
  expect(text('holds', vacuous('unaffected', ['a', 'b']))).toBe(
    'holds on the full graph (vacuously for a, b: nothing that it reads ever changed)',
  )
  expect(text('holds', vacuous('start-excluded', null, 'narrow'))).toBe(
    'holds on the full graph (only initial states were looked at, all outside the constraint)',
  )
  expect(text('holds', vacuous('antecedent-never-true', null, 'another promise'))).toBe('holds on the full graph')
  expect(text('holds', vacuous('never-fires'))).toBe('holds on the full graph')
})
