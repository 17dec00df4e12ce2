/** The tables of docs/rocketmq.md and the suites say the same. */
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../spec/language/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { rowsIn, rowsOfThePage } from './page-rows.ts'

/** What the properties of the page are called in each suite. */
const promisesOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'rocketmq/transaction': {
    P6: 'a committed local transaction gets its final message',
    'P6 (safety)': 'a committed local transaction gets its final message',
    P6a: 'one final message per half',
    'P6a one final': 'one final message per half',
    'P6b no commit after rollback': 'no final message after rollback',
    'op durable ⇒ final durable': 'op mark durable implies final durable',
    'tx progress': 'a final message is stored',
  },
  'rocketmq/check-rounds': {
    '"each order is finally paid or closed"': 'each order is finally paid or closed',
    same: 'each order is finally paid or closed',
    'same, idempotent': 'each order is finally paid or closed',
    P6a: 'one final message per half',
    '"never discarded without being asked"': 'a half is never discarded without being asked',
    'decision accepted': 'a decision of the local transaction is accepted',
    'every half is eventually checked (liveness)': 'every half is eventually checked',
  },
  'rocketmq/check-listener': {
    'order eventually created': 'an accepted order is created',
    'one DB row per order': 'one row per order',
  },
  'rocketmq/transaction-broker': {
    P6: 'a committed local transaction gets its final message',
    P6a: 'one final message per half',
  },
  'rocketmq/reused-offsets': {
    '"no final for a rolled-back transaction"': 'no final message for a transaction that is not committed',
  },
  'rocketmq/store': {
    P1: 'no acknowledged message is lost',
    P2: 'every acknowledged message is consumed',
    P3: 'no phantom read',
    P8: 'the group offset stays within the log',
    'offset table survives': 'no message is skipped',
  },
  'rocketmq/recovery': {
    'log after recovery ⊆ valid history': 'recovery keeps a prefix of the log',
    'recovered record = written record': 'a recovered record is as it was written',
  },
  'rocketmq/controller': {
    P1: 'no acknowledged message is lost',
    P2: 'every acknowledged message can be read',
    P3: 'no phantom read',
    P4: 'no message is read twice',
    'P3 (confirmOffset)': 'no phantom read',
    'unique queue offsets': 'queue offsets are unique',
  },
  'rocketmq/replication': {
    P1: 'no acknowledged message is lost',
    'P1 for old messages': 'an old message outlives the master once a slave is in sync',
    'ack ⇒ 3 replicas': 'SEND_OK comes with as many copies as were asked for',
  },
  'rocketmq/dledger': {
    P1: 'no acknowledged message is lost',
    P3: 'no phantom read',
    'new leader eventually master (liveness)': 'a new leader becomes master',
    'P10: leader becomes master': 'a new leader becomes master',
    'follower rejoins': 'every node follows a leader again',
    '"error ⇒ not stored"': 'an error means that the message is not stored',
    'consumer sees only committed': 'the ConsumeQueue has committed messages only',
  },
}

/** Rows without a scenario. A row that gets one leaves the list; none may be added. */
const notModelledYet = `
  B08 B10 B12
  C01 C02 C03 C04 C05 C06 C07 C08 C09 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25
  N01 N02 N03 N04 N05 N06
  O01 O02 O03 O04 O06 O07 O08
  D01 D02 D03
  G01 G02 G03 G04 G06 G07 G08
  K01 K02 K03 K04 K05 K06 K07
`
  .trim()
  .split(/\s+/)

const rows = rowsOfThePage()
const scenarios: readonly Scenario[] = rocketmqSuites.flatMap((suite) => suite.scenarios)
const realised = scenarios.flatMap((scenario) => (scenario.id === null ? [] : [{ id: scenario.id, scenario }]))

describe('the rows of the page', () => {
  it('have ids of their own', () => {
    const ids = rows.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('are realised by a scenario each, or known not to be modelled yet', () => {
    const modelled = realised.map(({ id }) => id)
    expect(rows.map(({ id }) => id).filter((id) => !modelled.includes(id))).toEqual(notModelledYet)
    expect(new Set(modelled).size).toBe(modelled.length)
  })

  it.each(realised)('and the suites say the same: $id', ({ id, scenario }) => {
    const names = promisesOf[scenario.suite] ?? {}
    const row = rows.find((each) => each.id === id)
    const promised = (row?.promises ?? []).map(({ property, verdict }) => [names[property] ?? property, verdict])
    expect(promised).toEqual(promised.map(([name = '']) => [name, verdictIn(scenario, name)]))
    expect(promised.map(([name]) => name)).toContain(scenario.headline)
  })
})

describe('a table of rows', () => {
  const table = (property: string, verdict: string) =>
    rowsIn(`| Id |\n|---|\n| X01 | a | b | ${property} | ${verdict} |`)

  it('pairs properties and verdicts in order', () => {
    expect(table('P3 / P8', '**violated** / holds')).toEqual([
      {
        id: 'X01',
        promises: [
          { property: 'P3', verdict: 'violated' },
          { property: 'P8', verdict: 'holds' },
        ],
      },
    ])
    expect(table('sent / stored', 'holds')[0]?.promises).toEqual([{ property: 'sent / stored', verdict: 'holds' }])
  })

  it('is refused where they do not pair up, and where a verdict is none', () => {
    expect(() => table('P3', 'holds / holds')).toThrow('X01: "P3" and "holds / holds" do not pair up')
    expect(() => table('P3', 'holds mostly')).toThrow('X01: "holds mostly" is no verdict')
  })
})

/** A goal that is out of reach is one that the row calls violated. */
function verdictIn({ expect: expected }: Scenario, property: string): string | undefined {
  const verdict = expected[property]?.verdict
  if (verdict === 'reachable') return 'holds'
  return verdict === 'unreachable' ? 'violated' : verdict
}
