import { expect, it } from 'vitest'
import { specify } from '../../spec/language/index.ts'
import { check } from '../check.ts'

it('tells apart more sets of fairness conditions than have numbers of 16 bits', () => {
  const states = 2 ** 16 + 10
  const spec = specify('many conditions', { n: 0 })
    .startingFrom(() => Array.from({ length: states }, (_, n) => ({ n: n + 1 })))
    .action('finish')
    .over('of', (s) => (s.n === 0 ? [] : [s.n]))
    .changes(() => ({ n: 0 }))
    .eventually('finished', (s) => s.n === 0)
    .fair('weak', 'finish', 'of')
  const result = check(spec.definition, {}, { verifiedStates: 0 })
  expect(result).toMatchObject({ completeness: 'full', states: { distinct: states + 1, depth: 2 } })
  expect(result.properties).toMatchObject([{ verdict: 'holds' }])
})
