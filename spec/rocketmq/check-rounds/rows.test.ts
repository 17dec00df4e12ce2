import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { SpecDefinition } from '../../language/index.ts'
import { stockRounds } from './configuration.ts'
import { checkRounds } from './promises.ts'
import { checkRoundsSuite } from './rows.ts'

const { scenarios } = checkRoundsSuite

/** One property alone: the others take longer than what is asked here. */
function checked(definition: SpecDefinition, property: string) {
  const properties = definition.properties.filter(({ name }) => name === property)
  const [found] = check({ ...definition, properties }).properties
  if (found === undefined) throw new Error(`no property "${property}"`)
  return found
}

/** The sentences of the story of a property, without the initial state. */
function storyOf(id: string, property: string): readonly string[] {
  const scenario = scenarios.find((each) => each.id === id)
  if (scenario === undefined) throw new Error(`no row ${id}`)
  const { name, kind, part, trace } = checked(scenario.definition, property)
  if (trace === null) throw new Error(`no story of "${property}" in ${id}`)
  const story = tell(scenario.definition, { property: name, kind, part, trace })
  return story.steps.slice(1).map(({ sentence }) => sentence ?? '')
}

describe('the shortest stories', () => {
  it('T09: a user pays after the last check', () => {
    expect(storyOf('T09', 'a paid order gets its final message').slice(-3)).toMatchInlineSnapshot(`
      [
        "the half of t1 is discarded after 3 checks, to TRANS_CHECK_MAX_TIME_TOPIC",
        "the round ends at the end of the half queue",
        "a user pays t1 (age 3 of 4)",
      ]
    `)
  })

  it('T12: the mark of the half lies below the half offset', () => {
    expect(storyOf('T12', 'one final message per half')).toMatchInlineSnapshot(`
      [
        "the half of t1 is stored, the next check round is due in 1 tick; the order is created; executeLocalTransaction waits for the payment",
        "time passes: a check round is due",
        "a check round begins at the half of t1",
        "the half of t1 is immune: it is put back with TRANSACTION_CHECK_TIMES 1, nobody is asked",
        "the round ends at the copy of t1 with TRANSACTION_CHECK_TIMES 1",
        "t1 is paid, and executeLocalTransaction returns COMMIT: the broker accepts it",
        "time passes: a check round is due",
        "a check round begins at the copy of t1 with TRANSACTION_CHECK_TIMES 1",
        "the copy of t1 with TRANSACTION_CHECK_TIMES 1 is put back (check 2 of 3), the listener is asked; it finds t1 paid (age 2 of 4), and answers COMMIT",
      ]
    `)
  })

  it('T22: each round begins at the first half again', () => {
    expect(storyOf('T22', 'every half is eventually checked').slice(-4)).toMatchInlineSnapshot(`
      [
        "the half of t1 is put back (check 1 of 2), the listener is asked; it finds t1 not paid yet (its payment window over), closes it, and answers ROLLBACK",
        "reading the half of t2 fails: an exception ends the round, its offset is not saved",
        "time passes: a check round is due",
        "a check round begins at the half of t1",
      ]
    `)
  })
})

describe('the scale', () => {
  const isKept = (interval: number, checks: number, window: number): boolean => {
    const config = {
      ...stockRounds,
      transactionCheckInterval: interval,
      transactionCheckMax: checks,
      paymentWindow: window,
    }
    return checked(checkRounds(config).definition, 'each order is finally paid or closed').verdict === 'holds'
  }

  it('decides nothing: the last question must come when the payment window is over', () => {
    const found = [1, 2].flatMap((interval) =>
      [1, 3].flatMap((checks) =>
        [2, 3, 4, 5].map((window) => ({ interval, checks, window, isKept: isKept(interval, checks, window) })),
      ),
    )
    // The last question of a half that has waited least comes at this age.
    const expected = found.map(({ interval, checks, window }) => ({
      interval,
      checks,
      window,
      isKept: 1 + (checks - 1) * interval >= window,
    }))
    expect(found).toEqual(expected)
  })
})
