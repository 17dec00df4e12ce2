import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import { stockBroker, type TransactionBrokerConfiguration } from './configuration.ts'
import { transactionBroker } from './promises.ts'
import { transactionBrokerSuite } from './rows.ts'

const getsFinal = 'a committed local transaction gets its final message'
const oneFinal = 'one final message per half'
const oneCopy = 'each check makes one copy'

describe('the shortest stories', () => {
  it('T18: a copy that was put back in vain commits', () => {
    expect(storyOf('T18', oneCopy)).toMatchInlineSnapshot(`
      [
        "producer: the half h0 is stored: SEND_OK",
        "producer: the local transaction commits",
        "producer: the end request COMMIT h0 goes out, oneway",
        "network: the broker is cut off from its followers",
        "broker: the broker receives COMMIT h0: the final message of h0 is stored, the put ends with an error, no op mark",
        "broker: check-back: h0 is put back as h1, without quorum: an error, and nobody is asked",
        "broker: check-back: h0 is put back as h2, without quorum: an error, and nobody is asked",
        "network: the broker reaches its followers again, and what waited commits",
      ]
    `)
  })

  it('T26: each decision comes before its half can be read', () => {
    expect(storyOf('T26', getsFinal)).toMatchInlineSnapshot(`
      [
        "producer: the half h0 is stored: SEND_OK",
        "producer: the local transaction commits",
        "producer: the end request COMMIT h0 goes out, oneway",
        "broker: the broker receives COMMIT h0: it cannot read the half, and drops the request",
        "broker: what is in the transient pool is written to the file",
        "broker: check-back: h0 is put back as h1 (check 1 of 2), and the producer is asked",
        "producer: the listener answers COMMIT h1",
        "broker: the broker receives COMMIT h1: it cannot read the half, and drops the request",
        "broker: what is in the transient pool is written to the file",
        "broker: check-back: h1 is put back as h2 (check 2 of 2), and the producer is asked",
        "producer: the listener answers COMMIT h2",
        "broker: the broker receives COMMIT h2: it cannot read the half, and drops the request",
        "broker: what is in the transient pool is written to the file",
        "broker: check round: h2 is discarded, and nobody is told",
      ]
    `)
  })

  it('T27: the mark is too young', () => {
    expect(storyOf('T27', oneFinal)).toMatchInlineSnapshot(`
      [
        "producer: the half h0 is stored: SEND_OK",
        "producer: the local transaction commits",
        "producer: the end request COMMIT h0 goes out, oneway",
        "broker: the broker receives COMMIT h0: the final message of h0 is stored, op mark buffered",
        "operator: the broker is stopped and started: its op marks are too young, and are gone",
        "broker: check-back: h0 is put back as h1 (check 1 of 2), and the producer is asked",
        "producer: the listener answers COMMIT h1",
        "broker: the broker receives COMMIT h1: the final message of h1 is stored, op mark buffered",
      ]
    `)
  })
})

describe('one more', () => {
  const verdictOf = (promise: string, config: Partial<TransactionBrokerConfiguration>) =>
    check(transactionBroker({ ...stockBroker, ...config }).definition).properties.find(({ name }) => name === promise)
      ?.verdict

  it('check changes no verdict', () => {
    const more = { transactionCheckMax: 3 }
    expect(verdictOf(getsFinal, { ...more, transientStorePoolEnable: true })).toBe('violated')
    expect(verdictOf(getsFinal, { ...more, failover: 1 })).toBe('holds')
    expect(verdictOf(oneFinal, { ...more, cleanRestart: 1, close: 'writes every mark' })).toBe('holds')
    expect(verdictOf(oneFinal, { ...more, partition: 1 })).toBe('holds')
  })

  it('fault changes no verdict', () => {
    expect(verdictOf(oneFinal, { oneWayLoss: 1, partition: 1 })).toBe('holds')
    expect(verdictOf(oneFinal, { oneWayLoss: 1, cleanRestart: 1, close: 'writes every mark' })).toBe('holds')
  })
})

describe('a partition and a failover', () => {
  it('lose a final message that the slave did not get in time, where the half offset is ahead of its log', () => {
    const verdict = (slaveOffsets: TransactionBrokerConfiguration['slaveOffsets']) =>
      check(transactionBroker({ ...stockBroker, partition: 1, failover: 1, slaveOffsets }).definition).properties.find(
        ({ name }) => name === getsFinal,
      )?.verdict
    expect(verdict('ahead of the log')).toBe('violated')
    expect(verdict('behind the log')).toBe('holds')
  })
})

function storyOf(id: string, property: string): readonly string[] {
  const scenario = transactionBrokerSuite.scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`no row ${id}`)
  const found = check(scenario.definition).properties.find(({ name }) => name === property)
  if (found === undefined || found.trace === null) throw new Error(`no story of "${property}" in ${id}`)
  const { name, kind, part, trace } = found
  const story = tell(scenario.definition, { property: name, kind, part, trace })
  return story.steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}
