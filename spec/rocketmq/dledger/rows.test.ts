import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import { textbookRaft } from './configuration.ts'
import { dledgerSuite } from './rows.ts'

const leadsATermOnce = { powerCut: 1, currtermFile: 'fsynced', candidateTerm: 'always a new one' } as const

describe('the story of a power cut', () => {
  it('is told in the words of the log of DLedger', () => {
    expect(storyOf(leadsATermOnce, 'no acknowledged message is lost')).toMatchInlineSnapshot(`
      [
        "producer: m1 is appended by n1 at index 0, in term 1, and waits for a quorum",
        "n1: COMPARE: n0 has nothing, n1 has m1 (t1): a TRUNCATE to index 0 will follow",
        "n1: TRUNCATE: n0 loses nothing and gets m1 (t1)",
        "n1: n1 commits m1 (t1) and answers SEND_OK to m1",
        "n1: power cut at n1 (leader): it loses m1 (t1) (never fsynced)",
        "n1: n1 starts with nothing, in term 1",
        "n2: n2 asks for votes in term 2: ACCEPT from itself, REJECT_EXPIRED_LEDGER_TERM from n0, ACCEPT from n1; it leads term 2",
      ]
    `)
  })
})

describe('the story of a committed message that had no quorum in time', () => {
  it('says what the producer was told, and that the entry stays', () => {
    const story = storyOf({ slowFollowers: 1 }, 'an error means that the message is not stored')
    expect(story).toMatchInlineSnapshot(`
      [
        "producer: m1 is appended by n1 at index 0, in term 1, and waits for a quorum",
        "n1: n1 has no quorum for m1 after 2.5 s and answers IN_SYNC_REPLICAS_NOT_ENOUGH, an error; the entry stays",
        "n1: COMPARE: n2 has nothing, n1 has m1 (t1): a TRUNCATE to index 0 will follow",
        "n1: TRUNCATE: n2 loses nothing and gets m1 (t1)",
        "n1: n1 commits m1 (t1)",
      ]
    `)
  })
})

describe('Raft as in the paper', () => {
  it.each<[string, Partial<DLedgerConfiguration>]>([
    ['no fault', {}],
    ['1 power cut', { powerCut: 1 }],
    ['1 connection change', { connectionChange: 1 }],
  ])('keeps every promise: %s', (_name, faults) => {
    expect(violatedIn({ ...textbookRaft, ...faults })).toEqual([])
  })

  it('loses acknowledged messages where entries count from the page cache, and 1 power cut', () => {
    const lost = 'no acknowledged message is lost'
    expect(violatedIn({ ...textbookRaft, powerCut: 1, countedEntries: 'in the page cache' })).toContain(lost)
  })
})

function violatedIn(config: Partial<DLedgerConfiguration>): readonly string[] {
  const { properties } = check(dledgerSuite.build(config))
  return properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name)
}

function storyOf(config: Partial<DLedgerConfiguration>, property: string): readonly string[] {
  const definition = dledgerSuite.build(config)
  const found = check(definition).properties.find(({ name }) => name === property)
  if (!found?.trace) throw new Error('no story')
  const { steps } = tell(definition, { ...found, property, trace: found.trace })
  return steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}
