import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import { tell } from '../../counterexamples/index.ts'
import { exploreReference } from '../../test/oracle/explore.ts'
import type { Scenario, SpecDefinition, State } from '../language/index.ts'
import { append, emptyLog, type LogFile, readable } from '../parts/disk.ts'
import type { StoreConfiguration } from './store/configuration.ts'
import { stockStore, storeSuite } from './store.ts'

const scenarios = storeSuite.scenarios

describe('every scenario of the store', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'turns out as expected: %s',
    (_name, scenario) => {
      const result = check(scenario.definition, { exhaust: true })
      expect(result.states).toEqual(scenario.counts)
      const outcome = Object.fromEntries(
        result.properties.map(({ name, verdict, trace }) => {
          const pinsLength = 'length' in (scenario.expect[name] ?? {})
          return [name, pinsLength ? { verdict, length: trace?.length } : { verdict }]
        }),
      )
      expect(outcome).toEqual(scenario.expect)
    },
  )
})

describe('the story of a skipped message', () => {
  it('reads like the report of rmq#8239', () => {
    const { definition } = scenarioNamed('B06 SYNC_FLUSH before 5.3.0, 1 power cut')
    const skipped = check(definition).properties.find(({ name }) => name === 'no message is skipped')
    if (!skipped?.trace) throw new Error('no story')
    const story = tell(definition, { ...skipped, property: skipped.name, trace: skipped.trace })
    expect(story.steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)).toMatchInlineSnapshot(`
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

describe('every broken promise of the store', () => {
  const withNeighbour = scenarios.filter((scenario) => scenario.neighbour !== null)

  it('has a neighbour that keeps it', () => {
    const broken = scenarios.filter((scenario) => brokenPromises(scenario).length > 0)
    expect(broken.filter((scenario) => scenario.neighbour === null)).toEqual([])
  })

  it.each(withNeighbour.map((scenario) => [scenario.name, scenario] as const))(
    'turns on one switch, and only towards one side: %s',
    (_name, scenario) => {
      const neighbour = neighbourOf(scenario)
      const switches = Object.keys(stockStore).filter(
        (key) => scenario.configuration[key] !== neighbour.configuration[key],
      )
      expect(switches).toHaveLength(1)
      const [here, there] = [brokenPromises(scenario), brokenPromises(neighbour)]
      expect(Math.min(here.length, there.length)).toBe(0)
      expect(here.length + there.length).toBeGreaterThan(0)
    },
  )
})

describe('a switch that is turned on a set-up which keeps every promise', () => {
  const consumed = 'every acknowledged message is consumed'
  const consumerPromises = [
    'no phantom read',
    'the group offset stays within the log',
    'no message is skipped',
    consumed,
  ]
  const syncPowerCut = { flush: 'sync', powerCut: 1 } as const

  it.each<[keyof StoreConfiguration, Partial<StoreConfiguration>, Partial<StoreConfiguration>, readonly string[]]>([
    ['flush', syncPowerCut, { flush: 'async' }, ['no acknowledged message is lost', ...consumerPromises]],
    ['transientPool', { processCrash: 1 }, { transientPool: true }, ['no acknowledged message is lost', consumed]],
    ['visibility', syncPowerCut, { visibility: 'appended' }, consumerPromises],
    ['consumeFrom', syncPowerCut, { consumeFrom: 'last' }, ['no message is skipped', consumed]],
    ['processCrash', syncPowerCut, { processCrash: 1 }, consumerPromises],
    ['failedFsync', { ...syncPowerCut, failedFsync: 1, fsyncFailureIsSwallowed: false }, { failedFsync: 2 }, []],
    [
      'fsyncFailureIsSwallowed',
      { ...syncPowerCut, failedFsync: 1, fsyncFailureIsSwallowed: false },
      { fsyncFailureIsSwallowed: true },
      ['no acknowledged message is lost', ...consumerPromises],
    ],
    ['transientPool', syncPowerCut, { transientPool: true }, []],
    ['failedFsync', { flush: 'sync' }, { failedFsync: 1 }, []],
  ])('breaks exactly the promises it is known to break: %s', (_name, before, change, broken) => {
    expect(violatedIn(before)).toEqual([])
    expect(violatedIn({ ...before, ...change })).toEqual(broken)
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
  const { properties } = exploreReference(storeSuite.build(config))
  return properties.filter((property) => property.verdict === 'violated').map((property) => property.name)
}

function brokenPromises(scenario: Scenario): readonly string[] {
  return Object.keys(scenario.expect).filter((name) => scenario.expect[name]?.verdict === 'violated')
}

function neighbourOf(scenario: Scenario): Scenario {
  return scenarioNamed(scenario.neighbour ?? '')
}

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found === undefined) throw new Error(`no scenario is named "${name}"`)
  return found
}
