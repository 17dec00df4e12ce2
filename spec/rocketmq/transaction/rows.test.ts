import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import { exploreReference } from '../../../test/oracle/explore.ts'
import type { Scenario, SpecDefinition } from '../../language/index.ts'
import { transactionSuite } from './rows.ts'

const { scenarios } = transactionSuite

const onlyOneFinal = 'one final message per half'
const delivered = 'a committed local transaction gets its final message'

describe('the rows', () => {
  it('say where they were derived only', () => {
    const saysDerived = scenarios.filter((each) => each.about.includes('Derived from the code'))
    expect([...new Set(saysDerived.map((each) => each.name.split(' ')[0]))]).toEqual(['T17', 'T24'])
    expect(saysDerived.flatMap(({ id }) => (id === null ? [] : [id]))).toEqual(['T24'])
  })
})

describe('the shortest stories', () => {
  it('T01: the end request and the answer to the check both commit', () => {
    expect(storyOf('T01', onlyOneFinal)).toMatchInlineSnapshot(`
      "-: initial state
      producer A: half message h0 of transaction t1 stored at commit log offset 0; producer A gets SEND_OK
      producer A: the local transaction of t1 commits: its row becomes visible
      producer A: producer A sends the end request COMMIT h0, oneway
      broker: check-back: broker renews h0 as h1 (check 1 of 2) and asks producer A
      producer A: producer A sees the row, and answers COMMIT h1
      broker: broker receives COMMIT h0: final message of h0 appended at commit log offset 2; op mark of h0 buffered
      broker: broker receives COMMIT h1: final message of h1 appended at commit log offset 3; op mark of h1 buffered"
    `)
  })

  it('T03: a ROLLBACK too early, and the COMMIT lost', () => {
    expect(storyOf('T03', delivered)).toMatchInlineSnapshot(`
      "-: initial state
      producer A: half message h0 of transaction t1 stored at commit log offset 0; producer A gets SEND_OK
      broker: check-back: broker renews h0 as h1 (check 1 of 2) and asks producer A
      producer A: producer A sees no row, and answers ROLLBACK h1
      producer A: the local transaction of t1 commits: its row becomes visible
      producer A: producer A sends the end request COMMIT h0, oneway
      broker: broker receives ROLLBACK h1: op mark of h1 buffered
      network: the end request COMMIT h0 is lost
      broker: op batch service goes on: op record of h1 appended at commit log offset 2
      broker: check round: h1 is settled, the half offset moves past it"
    `)
  })

  it('T08: nobody is left to ask', () => {
    expect(storyOf('T08', delivered)).toMatchInlineSnapshot(`
      "-: initial state
      producer A: half message h0 of transaction t1 stored at commit log offset 0; producer A gets SEND_OK
      producer A: the local transaction of t1 commits: its row becomes visible
      producer A: producer A stops for good
      producer B: producer B stops for good
      broker: check-back: broker renews h0 as h1 (check 1 of 2) and finds nobody to ask
      broker: check-back: broker renews h1 as h2 (check 2 of 2) and finds nobody to ask
      broker: broker discards h2 after 2 checks, and tells nobody"
    `)
  })

  it('T17: the half offset outlives the renewed copy, the COMMIT is lost', () => {
    expect(storyOf('T17', delivered)).toMatchInlineSnapshot(`
      "-: initial state
      producer A: half message h0 of transaction t1 stored at commit log offset 0; producer A gets SEND_OK
      producer A: the local transaction of t1 commits: its row becomes visible
      producer A: producer A sends the end request COMMIT h0, oneway
      network: the end request COMMIT h0 is lost
      broker: check-back: broker renews h0 as h1 (check 1 of 2) and asks producer A
      broker: broker writes half offset 1 to consumerOffset.json
      broker: power cut at broker: record 1 of the commit log is gone (half h1); consumerOffset.json comes back with half offset 1; question about h1 to producer A lost with the connections"
    `)
  })
})

describe('negative controls', () => {
  it('finds the run that stops for ever when the broker forgets one of its duties', () => {
    const deadlockWithout = (id: string, action: string) => {
      const { definition } = withId(id)
      return verdictIn(
        { ...definition, actions: definition.actions.filter((each) => each.name !== action) },
        'no deadlock',
      )
    }
    expect(deadlockWithout('T01', 'write owed records')).toBe('violated')
    expect(deadlockWithout('T08', 'discard half')).toBe('violated')
    expect(deadlockWithout('T08', 'check back')).toBe('violated')
  })

  it('finds a transaction that never ends, also where a fault could still happen', () => {
    const { definition } = withId('T05')
    const forgetful = {
      ...definition,
      actions: definition.actions.filter(({ name }) => name !== 'check back'),
      fairness: definition.fairness.filter(({ actions }) => !actions.includes('check back')),
    }
    expect(verdictIn(definition, 'every transaction comes to its end')).toBe('holds')
    expect(verdictIn(forgetful, 'every transaction comes to its end')).toBe('violated')
  })
})

function withId(id: string): Scenario {
  return named(scenarios.find((each) => each.id === id)?.name ?? null)
}

function named(name: string | null): Scenario {
  const found = scenarios.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no scenario "${name}"`)
  return found
}

function verdictIn(definition: SpecDefinition, property: string) {
  return exploreReference(definition).properties.find((each) => each.name === property)?.verdict
}

function storiesOf(definition: SpecDefinition) {
  return check(definition).properties.flatMap(({ name, kind, part, trace }) =>
    trace === null ? [] : [tell(definition, { property: name, kind, part, trace })],
  )
}

function storyOf(id: string, property: string): string {
  const story = storiesOf(withId(id).definition).find((each) => each.property === property)
  return (story?.steps ?? []).map((step) => `${step.actor ?? '-'}: ${step.sentence}`).join('\n')
}
