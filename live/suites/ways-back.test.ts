/** What was observed goes back into a state, so that a promise can be asked of it. */
import { expect, it } from 'vitest'
import { isBrokenAsObserved } from '../../runs/conform/promise-seen.ts'
import { walk } from '../../runs/walk/walk.ts'
import type { State } from '../../spec/language/index.ts'
import { liveSuites } from '../live-suites.ts'
import { type LiveRow, neighboursOf, rowsNamed } from '../reproduce/row.ts'

const [t01] = rowsNamed(liveSuites, 'T01 a check overtakes the decision')
const [b07] = rowsNamed(liveSuites, 'B07')
const promise = 'one final message per half'

/** What the adapter of a row would see of a state, and how it goes back. */
function adapterOf({ live, scenario }: LiveRow, trace = walk(scenario.definition, { seed: 1 }).trace) {
  const configuration = scenario.configuration as never
  const { projection = {} } = live.open({ configuration, version: '5.3.3', trace, folder: '' })
  return { projection, waysBack: live.waysBack }
}

it('a neighbour of T01 with two final messages in its log shows the break', () => {
  const neighbour = neighboursOf(t01 as LiveRow, promise).find(({ scenario }) =>
    scenario.name.includes('come after op marks'),
  )
  if (neighbour === undefined) throw new Error('there is such a neighbour')
  const { definition } = neighbour.scenario
  const { trace } = walk(definition, { seed: 1, steps: 3 })
  const final = { type: 'final', half: 0 }
  const isBroken = (...finals: readonly object[]) => {
    const observed = {
      commitLog: { written: 3 },
      'records of the log': [{ type: 'half', half: 0, checks: 0 }, ...finals],
    }
    const sight = { trace, at: trace.length - 1, attempt: null, observed }
    return isBrokenAsObserved({ definition, promise, part: null }, sight, adapterOf(neighbour))
  }
  expect([isBroken(final, final), isBroken(final), isBroken()]).toEqual([true, false, false])
})

it('an offset file that is not as expected is a value of its variable', () => {
  const { definition } = (b07 as LiveRow).scenario
  const { trace } = walk(definition, { seed: 1, steps: 0 })
  const isWithin = (offsetFile: number, groupOffset: number) => {
    const sight = { trace, at: 0, attempt: null, observed: { offsetFile, groupOffset } }
    const asked = { definition, promise: 'the group offset stays within the log', part: null }
    return isBrokenAsObserved(asked, sight, adapterOf(b07 as LiveRow))
  }
  expect([isWithin(0, 0), isWithin(7, 0), isWithin(0, 7)]).toEqual([false, false, true])
})

it.each(liveSuites.map((live) => [live.suite.name, live] as const))(
  'what is as expected leaves %s as it is',
  (_, live) => {
    let seen = 0
    for (const scenario of live.suite.scenarios) {
      const { trace } = walk(scenario.definition, { seed: 'ways back', steps: 25 })
      const { projection, waysBack } = adapterOf({ live, scenario }, trace)
      for (const { state, action, params } of trace.steps) {
        const step = action === null ? null : { action, args: params }
        for (const [name, back] of Object.entries(waysBack)) {
          const told = projection[name]?.(state, step)
          expect({ ...state, ...back(told, state) } satisfies State, `${scenario.name}: ${name}`).toEqual(state)
          seen++
        }
      }
    }
    expect(seen).toBeGreaterThan(100)
  },
)
