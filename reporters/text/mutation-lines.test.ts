import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { type MutationKind, mutation } from '../../checker/mutation/mutation.ts'
import type { Baseline, Fate, Mutant, SuiteMutants } from '../../runs/mutate/mutant.ts'
import { differenceLines, suiteLines, totalsText } from './mutation-lines.ts'

const colors = pc.createColors(false)

function mutant(kind: MutationKind, fate: Fate, ...path: string[]): Mutant {
  const where =
    fate === 'undecided' ? { scenario: 'no fault', property: null, problem: 'its graph outgrew the limit' } : null
  return { mutation: mutation(kind, 'flush', path), fate, where }
}

const mixed: SuiteMutants = {
  suite: 'tests/store',
  argument: 'tests/store',
  baselines: [{} as Baseline, {} as Baseline],
  leftOut: [{ scenario: 'three messages', reason: '46,385 states', isForTime: false }],
  mutants: [
    mutant('guard-disabled', 'survived'),
    mutant('never-fires', 'killed'),
    mutant('write-dropped', 'survived', 'log', 'durable'),
    mutant('addition-dropped', 'survived', 'inFlight'),
    mutant('removal-dropped', 'undecided', 'inFlight'),
    mutant('addition-doubled', 'killed by an error', 'inFlight'),
    mutant('guard-disabled', 'changes nothing'),
    mutant('never-fires', 'changes nothing'),
    mutant('write-dropped', 'changes nothing', 'log'),
    mutant('write-dropped', 'not run', 'queue'),
  ],
}

describe('what became of mutants, in words', () => {
  it('lists the survivors as mistakes that nobody would notice', () => {
    expect(suiteLines(mixed, colors)).toEqual([
      'tests/store  10 mutants, 2 of 3 scenarios',
      '  left out: three messages (46,385 states)',
      '  33 % killed: 2 of 6 that change anything, 1 of them by an error',
      '  No property would notice if',
      '    `flush` paid no attention to its guard',
      '    `flush` forgot to change log.durable',
      '    `flush` forgot to add to inFlight',
      '  Undecided (its graph outgrew the limit), and no property noticed that',
      '    `flush` forgot to remove from inFlight',
      '  Nothing changes, in these scenarios',
      '    the guard of `flush` excludes nothing that would change anything',
      '    `flush` never changes anything',
      '    it is all the same if `flush` forgot to change log',
      '  1 mutant not run: the run ended before',
    ])
  })

  it('says why a suite was not mutated', () => {
    const empty = { ...mixed, mutants: [], baselines: [] }
    expect(suiteLines(empty, colors)).toEqual([
      'tests/store  not mutated: each of its 1 scenario is left out; --max-states takes larger ones in',
      '  left out: three messages (46,385 states)',
    ])
    const late = { ...empty, leftOut: [{ scenario: 's', reason: 'no time left', isForTime: true }] }
    expect(suiteLines(late, colors)).toEqual([
      'tests/store  not mutated: the run ended while its scenarios were looked at as they are',
    ])
  })

  it('adds up', () => {
    expect(totalsText([mixed, mixed], [], 1)).toBe(
      '2 suites, 20 mutants: 4 killed, 6 survived, 2 undecided, 6 without any effect, 2 not run; in 1.00 s',
    )
    expect(totalsText([], ['tests/late'], 1)).toMatch(/; 1 suite not run: tests\/late$/)
  })

  it('says how the survivors differ from those that are known', () => {
    const unknown = [{ suite: 'tests/store', id: 'flush: never fires' }]
    expect(differenceLines({ unknown, gone: unknown, unexplained: unknown }, 'known.json')).toEqual([
      '  Not killed, and not in known.json: add a property that notices, or say there why not',
      '    tests/store  flush: never fires',
      '  In known.json, and not among the survivors any more',
      '    tests/store  flush: never fires',
      '  In known.json without a reason: say there why it may survive',
      '    tests/store  flush: never fires',
      '  --update brings known.json up to date',
    ])
    expect(differenceLines({ unknown: [], gone: [], unexplained: [] }, 'known.json')).toEqual([])
  })
})
