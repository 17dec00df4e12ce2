import pc from 'picocolors'
import { expect, it } from 'vitest'
import { listLines } from './list.ts'
import { suiteLines } from './show.ts'
import { lights, selected } from './testing/results.ts'

it('lists suites with the first sentence about them', () => {
  expect(listLines([selected().suite, lights], 60)).toEqual([
    'tests/counter  1 scenario    Counts up.',
    'tests/lights   2 scenarios',
  ])
})

it('shows a specification in words', () => {
  expect(suiteLines(lights, pc.createColors(false)).join('\n')).toMatchInlineSnapshot(`
    "tests/lights  lights, 2 scenarios

    Variables (as the first scenario sets them)
      light for each of hall, attic = false

    Actions
      toggle (room in ["hall","attic"])
          Someone presses a switch.
      power cut  [fault]

    Promises
      promise  (true in every reachable state)

    Scenarios
      L01 two rooms
          with rooms = ["hall","attic"]
          expects "promise": holds
          one switch away, with the opposite outcome: L02 one room
      L02 one room
          with rooms = ["hall"]
          expects "promise": holds"
  `)
})
