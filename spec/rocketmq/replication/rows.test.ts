import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { ReplicationConfiguration } from './configuration.ts'
import { replicationSuite } from './rows.ts'

const kept = 'no acknowledged message is lost'
const atTheMaster = 'the master has every acknowledged message'
const copies = 'SEND_OK comes with as many copies as were asked for'

type Settings = Partial<ReplicationConfiguration>

describe('the stories', () => {
  it('of R03: the master believes a slave that has more than it has itself', () => {
    expect(storyOf('R03', kept)).toMatchInlineSnapshot(`
      [
        "producer: m1 is appended at offset 0 of master A and is answered SLAVE_NOT_AVAILABLE",
        "B: slave B connects and reports 0",
        "B: slave B gets m1 from master A, at offset 0, into its page cache",
        "disk: power cut at master A: record 1 (m1) of its commit log is gone (never fsynced)",
        "operator: master A restarts, with an empty commit log",
        "B: slave B connects and reports 1, more than the 0 that master A has",
        "producer: m2 is appended at offset 0 of master A and waits",
        "master: master A answers SEND_OK for m2",
        "disk: master A: the disk of its commit log is lost, with 1 record",
      ]
    `)
  })

  it('of R05: one slave is two replicas', () => {
    expect(storyOf('R05', copies)).toMatchInlineSnapshot(`
      [
        "C: slave C connects and reports 0",
        "producer: m1 is appended at offset 0 of master A and waits",
        "C: slave C gets m1 from master A, at offset 0, into its page cache",
        "C: slave C reports 1",
        "network: the HA connection of slave C breaks; the master does not notice",
        "C: slave C connects and reports 1",
        "master: master A answers SEND_OK for m1",
      ]
    `)
  })

  it('of R06: a slave in sync that lacks the first file', () => {
    expect(storyOf('R06', 'an old message outlives the master once a slave is in sync')).toMatchInlineSnapshot(`
      [
        "B: slave B connects and reports 0; it will start at the last file, offset 2",
        "producer: m3 is appended at offset 2 of master A and waits",
        "B: slave B gets m3 from master A, at offset 2, into its page cache",
        "B: slave B reports 3",
        "operator: haStatus shows the operator that slave B is in sync",
        "disk: master A: the disk of its commit log is lost, with 3 records",
      ]
    `)
  })
})

/** Section c.4, cell by cell; the cells of DLedger and of the controller belong to other specifications. */
describe('the verdicts of c.4 on classic replication', () => {
  const crash = { processCrash: 1 }
  const powerCut = { masterPowerCut: 1 }
  const diskLoss = { masterDiskLoss: 1 }
  const async: Settings = { brokerRole: 'ASYNC_MASTER' }
  const alone: Settings = { flushDiskType: 'SYNC_FLUSH', slaves: 0 }
  const sync4x: Settings = { replicationWait: 'any one slave' }
  const sync5x: Settings = {}
  const quorum: Settings = { inSyncReplicas: 2, flushDiskType: 'SYNC_FLUSH' }

  it.each<[string, Settings, Settings, string, string]>([
    ['ASYNC_MASTER + ASYNC_FLUSH', async, crash, 'holds', 'holds'],
    ['ASYNC_MASTER + ASYNC_FLUSH', async, powerCut, 'violated', 'violated'],
    ['ASYNC_MASTER + ASYNC_FLUSH', async, diskLoss, 'violated', 'violated'],
    ['SYNC_FLUSH, no slave', alone, crash, 'holds', 'holds'],
    ['SYNC_FLUSH, no slave', alone, powerCut, 'holds', 'holds'],
    ['SYNC_FLUSH, no slave', alone, diskLoss, 'violated', 'violated'],
    ['4.x SYNC_MASTER + ASYNC_FLUSH', sync4x, crash, 'holds', 'holds'],
    // "Violated when the master restarts short and its slave is not promoted": the slave has the message.
    ['4.x SYNC_MASTER + ASYNC_FLUSH', sync4x, powerCut, 'holds', 'violated'],
    ['4.x SYNC_MASTER + ASYNC_FLUSH', sync4x, diskLoss, 'holds', 'holds'],
    ['5.x SYNC_MASTER, defaults', sync5x, crash, 'holds', 'holds'],
    ['5.x SYNC_MASTER, defaults', sync5x, powerCut, 'violated', 'violated'],
    ['5.x SYNC_MASTER, defaults', sync5x, diskLoss, 'violated', 'violated'],
    ['5.x SYNC_MASTER inSyncReplicas=2 + SYNC_FLUSH', quorum, crash, 'holds', 'holds'],
    ['5.x SYNC_MASTER inSyncReplicas=2 + SYNC_FLUSH', quorum, powerCut, 'holds', 'holds'],
    ['5.x SYNC_MASTER inSyncReplicas=2 + SYNC_FLUSH', quorum, diskLoss, 'holds', 'holds'],
    // "Unless slave osCrash before".
    [
      '5.x SYNC_MASTER inSyncReplicas=2 + SYNC_FLUSH',
      quorum,
      { slavePowerCut: 1, ...diskLoss },
      'violated',
      'violated',
    ],
  ])('%s: %j with %j', (_name, settings, budget, anywhere, there) => {
    const definition = replicationSuite.build({ ...settings, ...budget, messages: 1 })
    const verdicts = check(definition, { exhaust: true }).properties
    expect(verdicts.find(({ name }) => name === kept)?.verdict).toBe(anywhere)
    expect(verdicts.find(({ name }) => name === atTheMaster)?.verdict).toBe(there)
  })
})

describe('a combination that no row names', () => {
  const everything: Settings = { masterPowerCut: 1, masterDiskLoss: 1 }

  it.each<[string, Settings, readonly string[]]>([
    [
      'SYNC_FLUSH does not help against a slave that is ahead',
      { inSyncReplicas: 2, flushDiskType: 'SYNC_FLUSH' },
      [kept, copies],
    ],
    ['nor does it in 4.x', { replicationWait: 'any one slave', flushDiskType: 'SYNC_FLUSH' }, [kept, copies]],
    [
      'the guard of 4.9.8 would not help 5.x',
      { inSyncReplicas: 2, largeReport: 'is checked after the first' },
      [kept, copies],
    ],
  ])('%s', (_name, settings, broken) => {
    const { properties } = check(replicationSuite.build({ ...settings, ...everything }), { exhaust: true })
    const violated = properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name)
    for (const promise of broken) expect(violated).toContain(promise)
  })

  it('two slaves: any one of them keeps what is acknowledged, and the operator promotes the longer log', () => {
    const definition = replicationSuite.build({ slaves: 2, inSyncReplicas: 2, messages: 1, masterDiskLoss: 1 })
    const { properties } = check(definition, { exhaust: true })
    expect(properties.find(({ name }) => name === kept)?.verdict).toBe('holds')
    expect(properties.find(({ name }) => name === atTheMaster)?.verdict).toBe('holds')
  })
})

function storyOf(id: string, property: string): readonly string[] {
  const scenario = replicationSuite.scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`no row is called ${id}`)
  const found = check(scenario.definition).properties.find(({ name }) => name === property)
  if (!found?.trace) throw new Error('no story')
  const { steps } = tell(scenario.definition, { ...found, property, trace: found.trace })
  return steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}
