import { at, type Counts, each, every, holds, reachable, specify, suite } from '../language/index.ts'

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const

function specification({ size }: { readonly size: number }) {
  const switches = places.slice(0, size)
  return specify(`${size} toggles`, { isOn: each(switches, false) })
    .about(`
      Independent switches: the graph is the hypercube, so its size is known in advance. Every state has one successor
      for each switch, and the farthest is the one with all of them on.
      Closed form: 2^n states, 1 + n·2^n generated, n + 1 deep.
    `)
    .action('toggle')
    .over('place', switches)
    .changes((s, { place }) => ({ isOn: at(place, !s.isOn[place]) }))
    .alwaysStep('toggling changes the switch', (before, { args: { place } }, after) => {
      return before.isOn[place] !== after.isOn[place]
    })
    .reachable('all are on', (s) => every(s.isOn, true))
    .deadlockFree()
}

const closedForm = (n: number): Counts => ({ distinct: 2 ** n, generated: 1 + n * 2 ** n, depth: n + 1 })

const expectation = (n: number) => ({
  'toggling changes the switch': holds,
  'all are on': reachable(n + 1),
  'no deadlock': holds,
})

export const toggles = suite('classic/toggles', specification, { size: 3 })
  .scenario({ title: '3 toggles', expect: expectation(3), counts: closedForm(3) })
  .scenario({ title: '10 toggles', config: { size: 10 }, expect: expectation(10), counts: closedForm(10) })
  .scenario({ title: '16 toggles', config: { size: 16 }, expect: expectation(16), counts: closedForm(16) })
