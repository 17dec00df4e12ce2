import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { ControllerConfiguration } from './configuration.ts'
import { controllerSuite } from './rows.ts'

const kept = 'no acknowledged message is lost'

type Settings = Partial<ControllerConfiguration>

describe('the stories', () => {
  it('of R23: a member that the master does not know', () => {
    expect(storyOf('R23', kept)).toMatchInlineSnapshot(`
      [
        "B: slave B connects to master A and reports 0",
        "producer: m1 is appended at offset 0 of master A and waits",
        "broker: master A answers SEND_OK for m1",
        "controller: the controller makes the SyncStateSet {A, B}, and master A gets the answer",
        "A: the process of master A crashes",
        "controller: the controller elects B master of epoch 2",
        "B: B becomes master of epoch 2, with an empty commit log",
      ]
    `)
  })

  it('of R25: a member that has forgotten', () => {
    expect(storyOf('R25', kept)).toMatchInlineSnapshot(`
      [
        "B: slave B connects to master A and reports 0",
        "producer: m1 is appended at offset 0 of master A and waits",
        "B: slave B gets m1 from master A, at offset 0, into its page cache",
        "B: slave B reports 1 to master A",
        "broker: master A answers SEND_OK for m1",
        "controller: the controller makes the SyncStateSet {A, B}, and master A gets the answer",
        "A: the process of master A crashes",
        "disk: power cut at slave B: m1 of its commit log is gone (never fsynced)",
        "operator: B restarts with an empty commit log",
        "controller: the controller elects B master of epoch 2",
        "B: B becomes master of epoch 2, with an empty commit log",
      ]
    `)
  })

  it('of R27: a member that is passed over', () => {
    expect(storyOf('R27', 'no phantom read')).toMatchInlineSnapshot(`
      [
        "B: slave B connects to master A and reports 0",
        "controller: the controller makes the SyncStateSet {A, B}, and master A gets the answer",
        "C: slave C connects to master A and reports 0",
        "controller: the controller makes the SyncStateSet {A, B, C}, and master A gets the answer",
        "network: the network parts: {A, C} without the controller",
        "controller: the controller elects B master of epoch 2",
        "B: B becomes master of epoch 2, with an empty commit log",
        "producer: m1 is appended at offset 0 of master A and waits",
        "C: slave C gets m1 from master A, at offset 0, into its page cache",
        "A: master A closes the HA connection of B",
        "C: slave C reports 1 to master A",
        "consumer: a consumer reads m1 at master A",
      ]
    `)
  })

  it('of R29: two messages at one queue offset', () => {
    expect(storyOf('R29', 'queue offsets are unique')).toMatchInlineSnapshot(`
      [
        "B: slave B connects to master A and reports 0",
        "controller: the controller makes the SyncStateSet {A, B}, and master A gets the answer",
        "producer: m1 is appended at offset 0 of master A and waits",
        "A: the process of master A crashes",
        "controller: the leader of the controllers crashes",
        "operator: A restarts with m1 in its commit log",
        "controller: a controller takes over",
        "A: A becomes master of epoch 1, with m1 in its commit log",
        "producer: m2 is appended at offset 1 of master A and waits",
      ]
    `)
  })
})

/** Section c.4, cell by cell. Where the model says otherwise the comment says why. */
describe('the verdicts of c.4 on controller mode', () => {
  const stock: Settings = {}
  const allAck: Settings = { allAckInSyncStateSet: true, minInSyncReplicas: 2 }
  const allAckSync: Settings = { ...allAck, flushDiskType: 'SYNC_FLUSH' }
  const unclean: Settings = { ...allAck, enableElectUncleanMaster: true }

  it.each<[string, Settings, Settings, string]>([
    ['defaults', stock, { processCrash: 1 }, 'violated'],
    ['defaults', stock, { masterPowerCut: 1 }, 'violated'],
    ['defaults', stock, { diskLoss: 1 }, 'violated'],
    ['defaults', stock, { partition: 1 }, 'violated'],
    ['all-ack, minISR 2', allAck, { processCrash: 1 }, 'holds'],
    // "Holds with 1 fault": not under ASYNC_FLUSH while the master asks for its first member, which inSyncReplicasNums counts at once.
    ['all-ack, minISR 2', allAck, { masterPowerCut: 1 }, 'violated'],
    ['all-ack, minISR 2, SYNC_FLUSH', allAckSync, { masterPowerCut: 1 }, 'holds'],
    ['all-ack, minISR 2', { ...allAck, inSyncReplicasNums: 'the smaller set' }, { masterPowerCut: 1 }, 'holds'],
    ['all-ack, minISR 2', allAck, { slavePowerCut: 1 }, 'holds'],
    // "Violated with 2 in the window".
    ['all-ack, minISR 2', allAck, { slavePowerCut: 1, processCrash: 1 }, 'violated'],
    ['all-ack, minISR 2', allAck, { diskLoss: 1 }, 'holds'],
    ['all-ack, minISR 2', allAck, { partition: 1 }, 'holds'],
    ['all-ack, minISR 2, unclean', unclean, { processCrash: 1 }, 'holds'],
    ['all-ack, minISR 2, unclean', unclean, { processCrash: 2 }, 'violated'],
    ['all-ack, minISR 2, unclean', unclean, { diskLoss: 1 }, 'holds'],
  ])('%s: %j with %j: %s', (_name, settings, budget, verdict) => {
    expect(verdictOn(kept, { ...settings, ...budget, messages: 1 })).toBe(verdict)
  })
})

describe('a combination that no row names', () => {
  it.each<[string, string, Settings, string]>([
    ['inSyncReplicas 2 without all-ack counts any slave', kept, { inSyncReplicas: 2, processCrash: 1 }, 'holds'],
    [
      'an all-ack master that is cut off loses nothing before rmq#5663 either',
      kept,
      { allAckInSyncStateSet: true, minInSyncReplicas: 2, ackWhileSynchronizing: 'local set', partition: 1 },
      'holds',
    ],
    [
      'an unclean election after a partition',
      kept,
      { allAckInSyncStateSet: true, enableElectUncleanMaster: true, partition: 1 },
      'violated',
    ],
    [
      'a slow slave alone breaks nothing',
      kept,
      { allAckInSyncStateSet: true, minInSyncReplicas: 2, slowSlave: 1 },
      'holds',
    ],
    [
      'offsets by the commit log stay unique when the controller is gone',
      'queue offsets are unique',
      { processCrash: 1, controllerCrash: 1 },
      'holds',
    ],
  ])('%s', (_name, property, settings, verdict) => {
    expect(verdictOn(property, { messages: 1, ...settings })).toBe(verdict)
  })
})

function verdictOn(property: string, settings: Settings): string | undefined {
  const { properties } = check(controllerSuite.build(settings), { exhaust: true })
  return properties.find(({ name }) => name === property)?.verdict
}

function storyOf(id: string, property: string): readonly string[] {
  const scenario = controllerSuite.scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`no row is called ${id}`)
  const found = check(scenario.definition).properties.find(({ name }) => name === property)
  if (!found?.trace) throw new Error('no story')
  const { steps } = tell(scenario.definition, { ...found, property, trace: found.trace })
  return steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}
