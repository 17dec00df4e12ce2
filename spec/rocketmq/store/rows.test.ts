import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { Scenario, SpecDefinition, State } from '../../language/index.ts'
import { append, emptyLog, type LogFile, readable } from '../../parts/disk.ts'
import type { StoreConfiguration } from './configuration.ts'
import { storeSuite } from './rows.ts'

describe('the story of a skipped message', () => {
  it('reads like the report of rmq#8239', () => {
    expect(storyOf('B06 SYNC_FLUSH before 5.3.0, 1 power cut', 'no message is skipped')).toMatchInlineSnapshot(`
      [
        "producer: m1 is appended at queue offset 0 (in the page cache) and waits for the flush",
        "broker: m1 becomes visible at queue offset 0",
        "consumer: the consumer reads m1 at queue offset 0",
        "disk: power cut at the broker: record 1 (m1) of the commit log is gone (never fsynced)",
        "broker: the broker restarts with an empty commit log, group offset 0",
        "consumer: the consumer commits offset 1",
        "producer: m2 is appended at queue offset 0 (in the page cache) and waits for the flush",
      ]
    `)
  })
})

describe('the story of the transient pool', () => {
  it('puts a message into direct memory before a restart, and into the page cache after it', () => {
    expect(
      storyOf('B03 ASYNC_FLUSH with the transient pool, 1 process crash', 'an append goes past the transient pool'),
    ).toMatchInlineSnapshot(`
      [
        "producer: m1 is appended at queue offset 0 (in the broker's direct memory) and is answered SEND_OK",
        "broker: the broker process crashes: record 1 (m1) of the commit log is gone (only in direct memory); offsets in memory are gone",
        "broker: the broker restarts with an empty commit log, group offset 0",
        "producer: m2 is appended at queue offset 0 (in the page cache) and is answered SEND_OK",
      ]
    `)
  })
})

describe('a switch that is turned on a set-up which keeps every promise', () => {
  const consumed = ['every acknowledged message is consumed', 'it is a queue']
  const consumerPromises = [
    'no phantom read',
    'the group offset stays within the log',
    'no message is skipped',
    ...consumed,
  ]
  const syncPowerCut = { flushDiskType: 'SYNC_FLUSH', powerCut: 1 } as const
  const failedFsyncIsNoticed = { ...syncPowerCut, failedFsync: 1, enableRunningFlagsInFlush: true } as const
  const durableFiles = { ...syncPowerCut, jsonFiles: 'fsynced', consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET' } as const
  const durableTopic = { ...syncPowerCut, jsonFiles: 'fsynced', topic: 'new' } as const

  it.each<[string, Partial<StoreConfiguration>, Partial<StoreConfiguration>, readonly string[]]>([
    [
      'flushDiskType',
      syncPowerCut,
      { flushDiskType: 'ASYNC_FLUSH' },
      ['no acknowledged message is lost', ...consumerPromises],
    ],
    [
      'transientStorePoolEnable',
      { processCrash: 1 },
      { transientStorePoolEnable: true },
      ['no acknowledged message is lost', ...consumed],
    ],
    ['visibility', syncPowerCut, { visibility: 'appended' }, consumerPromises],
    [
      'consumeFromWhere',
      syncPowerCut,
      { consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET' },
      ['no message is skipped', ...consumed],
    ],
    ['processCrash', syncPowerCut, { processCrash: 1 }, consumerPromises],
    ['failedFsync', failedFsyncIsNoticed, { failedFsync: 2 }, []],
    [
      'enableRunningFlagsInFlush',
      failedFsyncIsNoticed,
      { enableRunningFlagsInFlush: false },
      ['no acknowledged message is lost', ...consumerPromises],
    ],
    [
      'enableRunningFlagsInFlush, where the flush is tried again',
      { ...failedFsyncIsNoticed, failedFlush: 'is tried again' },
      { enableRunningFlagsInFlush: false },
      ['no acknowledged message is lost', ...consumerPromises],
    ],
    ['jsonFiles', durableFiles, { jsonFiles: 'not fsynced' }, ['no message is skipped', ...consumed]],
    ['jsonFiles, of a new topic', durableTopic, { jsonFiles: 'not fsynced' }, consumed],
    ['topic', durableTopic, { topic: 'long known' }, []],
    ['topic, by a process crash', { flushDiskType: 'SYNC_FLUSH', topic: 'new' }, { processCrash: 1 }, []],
    ['transientStorePoolEnable', syncPowerCut, { transientStorePoolEnable: true }, []],
    ['failedFsync', { flushDiskType: 'SYNC_FLUSH' }, { failedFsync: 1 }, []],
  ])('breaks exactly the promises it is known to break: %s', (_name, before, change, broken) => {
    expect(violatedIn(before)).toEqual([])
    expect(violatedIn({ ...before, ...change })).toEqual(broken)
  })
})

describe('a failed fsync that the transient pool lets the broker notice', () => {
  const lost = 'no acknowledged message is lost'
  const noticed = {
    flushDiskType: 'SYNC_FLUSH',
    failedFsync: 1,
    failedFlush: 'is tried again',
    enableRunningFlagsInFlush: true,
    jsonFiles: 'fsynced',
    powerCut: 2,
  } as const

  it('goes unnoticed after a restart, when the file has no buffer, and the next power cut takes what was acknowledged', () => {
    const pooled = { ...noticed, transientStorePoolEnable: true }
    expect(verdictOn(storeSuite.build(noticed), lost)).toBe('holds')
    expect(verdictOn(storeSuite.build({ ...pooled, powerCut: 1 }), lost)).toBe('holds')
    expect(verdictOn(storeSuite.build(pooled), lost)).toBe('violated')
  })
})

describe('a promise that no switch breaks', () => {
  const definition = storeSuite.build({ processCrash: 1 })

  it('is broken by a dispatcher that shows the records in another order', () => {
    const reversed = withEffect(definition, 'dispatch', (s) => {
      const { log, queue } = s as unknown as { log: LogFile<string>; queue: readonly string[] }
      return { queue: [...queue, readable(log).at(-1 - queue.length)] }
    })
    expect(verdictOn(reversed, 'messages become visible in log order')).toBe('violated')
  })

  it('is broken by a recovery that drops the first record', () => {
    const beheading = withEffect(definition, 'restart broker', (s) => {
      const records = readable((s as unknown as { log: LogFile<string> }).log).slice(1)
      return { broker: 'running', log: records.reduce(append, emptyLog<string>()), queue: records }
    })
    expect(verdictOn(beheading, 'recovery keeps a prefix of the log')).toBe('violated')
  })
})

function withEffect(definition: SpecDefinition, name: string, effect: (state: State) => unknown): SpecDefinition {
  const actions = definition.actions.map((action) => (action.name === name ? { ...action, effect } : action))
  return { ...definition, actions }
}

function verdictOn(definition: SpecDefinition, property: string): string | undefined {
  return check(definition).properties.find(({ name }) => name === property)?.verdict
}

function violatedIn(config: Partial<StoreConfiguration>): readonly string[] {
  const { properties } = check(storeSuite.build(config), { exhaust: true, withoutStories: true })
  return properties.filter((property) => property.verdict === 'violated').map((property) => property.name)
}

function storyOf(scenario: string, property: string): readonly string[] {
  const { definition } = scenarioNamed(scenario)
  const found = check(definition).properties.find(({ name }) => name === property)
  if (!found?.trace) throw new Error('no story')
  const { steps } = tell(definition, { ...found, property, trace: found.trace })
  return steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}

function scenarioNamed(name: string): Scenario {
  const found = storeSuite.scenarios.find((scenario) => scenario.name === name)
  if (found === undefined) throw new Error(`no scenario is named "${name}"`)
  return found
}
