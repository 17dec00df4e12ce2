import { expect, it } from 'vitest'
import { SpecError, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { check } from '../check.ts'

it('a condition that nothing may go back on is compared with plain runs', () => {
  let calls = 0
  const fickle = specify('counting', { n: 0 })
    .action('inc')
    .when((s) => s.n < 3)
    .changes((s) => ({ n: s.n + 1 }))
    .noWayBack('r', (s) => s.n >= 0 && calls++ % 3 === 0)
  expect(() => check(definitionOf(fickle))).toThrow(SpecError)
  expect(() => check(definitionOf(fickle))).toThrow('property "r"')
})

it('a condition that nothing may go back on is not asked where no step leads on', () => {
  const asked: number[] = []
  const still = specify('still', { n: 0 })
    .action('never')
    .when((s) => s.n > 0)
    .changes((s) => ({ n: s.n + 1 }))
    .noWayBack('r', (s) => {
      asked.push(s.n)
      return s.n === 0
    })
  expect(check(definitionOf(still)).properties).toMatchObject([{ verdict: 'holds' }])
  expect(asked).toEqual([])
})
