import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import { careful } from './configuration.ts'
import { checkListener } from './promises.ts'
import { checkListenerSuite } from './rows.ts'

/** The sentences of the story of a property, without the initial state. */
function storyOf(id: string, property: string): readonly string[] {
  const scenario = checkListenerSuite.scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`no row ${id}`)
  const found = check(scenario.definition).properties.find(({ name }) => name === property)
  if (found?.trace === undefined || found.trace === null) throw new Error(`no story of "${property}" in ${id}`)
  const { name, kind, part, trace } = found
  const story = tell(scenario.definition, { property: name, kind, part, trace })
  return story.steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}

describe('the shortest stories', () => {
  it('T20: every check reaches the instance that knows nothing', () => {
    expect(storyOf('T20', 'an accepted order is created')).toMatchInlineSnapshot(`
      [
        "producer A: the half of the order is stored, executeLocalTransaction runs",
        "producer A: the database is down: the order cannot be inserted",
        "broker: check 1 of 3: producer B is asked",
        "producer B: producer B crashes and restarts: what it was asked gone",
        "database: the database comes back",
        "producer A: the order is accepted all the same (it is kept in A's memory), and UNKNOW is returned",
        "broker: check 2 of 3: producer B is asked",
        "producer B: it finds no row and knows nothing of the order: it answers UNKNOWN",
        "broker: check 3 of 3: producer B is asked",
        "producer B: it finds no row and knows nothing of the order: it answers UNKNOWN",
      ]
    `)
  })

  it('T21: both instances look before either inserts', () => {
    expect(storyOf('T21', 'one row per order')).toMatchInlineSnapshot(`
      [
        "producer A: the half of the order is stored, executeLocalTransaction runs",
        "producer A: the database is down: the order cannot be inserted",
        "broker: check 1 of 2: producer A is asked",
        "database: the database comes back",
        "producer A: the order is accepted all the same (it is kept in a shared store), and UNKNOW is returned",
        "producer A: it finds no row, and is going to insert the order",
        "broker: check 2 of 2: producer B is asked",
        "producer B: it finds no row, and is going to insert the order",
        "producer A: the order is inserted; it answers COMMIT",
        "producer B: the order is inserted a second time; it answers COMMIT",
      ]
    `)
  })
})

describe('how many checks are enough', () => {
  const isCreated = (producerCrash: number, transactionCheckMax: number): string | undefined => {
    const config = { ...careful, orderCache: 'shared store', producerCrash, transactionCheckMax } as const
    const { properties } = check(checkListener(config).definition)
    return properties.find(({ name }) => name === 'an accepted order is created')?.verdict
  }

  it('one after the outage, and one for each crash: more change nothing', () => {
    const found = [0, 1, 2].flatMap((crashes) => [1, 2, 4].map((more) => isCreated(crashes, crashes + more)))
    expect(found).toEqual(Array.from({ length: 9 }, () => 'holds'))
  })
})
