import { expect, it } from 'vitest'
import { type Compared, comparedInAll } from './compared.ts'

const run = (moments: number, shares: Readonly<Record<string, number>>): Compared => ({
  share: 0,
  variables: Object.entries(shares).map(([name, share]) => ({ name, share })),
  moments,
})

it('adds runs up by their steps, so that a long one counts for more', () => {
  expect(comparedInAll([run(3, { log: 1, offset: 0 }), run(1, { log: 0, offset: 0.5 })])).toEqual({
    share: 0.4375,
    variables: [
      { name: 'log', share: 0.75 },
      { name: 'offset', share: 0.125 },
    ],
    moments: 4,
  })
})

it('takes a variable that a run does not have for one that was not compared in it', () => {
  expect(comparedInAll([run(1, { log: 1 }), run(1, { log: 1, pool: 1 })]).variables).toEqual([
    { name: 'log', share: 1 },
    { name: 'pool', share: 0.5 },
  ])
})

it('is nothing where nothing was run', () => {
  expect(comparedInAll([])).toEqual({ share: 0, variables: [], moments: 0 })
  expect(comparedInAll([run(0, { log: 0 })])).toEqual({ share: 0, variables: [{ name: 'log', share: 0 }], moments: 0 })
})
