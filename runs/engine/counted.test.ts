import { expect, it } from 'vitest'
import { halvesOf } from '../../spec/language/implication.ts'
import { implies, specify } from '../../spec/language/index.ts'
import { counted } from './counted.ts'

it('counts each run of a guard, an effect, a domain, a derived value and a condition, and changes nothing else', () => {
  let runs = 0
  const { definition } = specify('counter', { n: 0 })
    .derive('twice', (s) => 2 * s.n)
    .action('add')
    .over('by', (s) => [s.n, 1])
    .when((s) => s.n < 2)
    .changes((s, { by }) => ({ n: s.n + by }))
    .always(
      'small',
      implies(
        (s) => s.n > 0,
        (s) => s.n < 9,
      ),
    )
  const same = counted(definition, () => runs++)
  const state = { n: 1, twice: 2 }
  const [add] = same.actions
  const [small] = same.properties
  const domain = add?.parameters[0]?.domain
  expect([
    typeof domain === 'function' && domain(state, {}),
    add?.guard?.(state, {}),
    add?.effect(state, { by: 1 }),
  ]).toEqual([[1, 1], true, { n: 2 }])
  expect(same.derived[0]?.compute(state)).toBe(2)
  const condition = small?.kind === 'always' ? small.parts[0]?.holds : undefined
  expect(condition?.(state)).toBe(true)
  expect(halvesOf(condition)).not.toBeNull()
  expect(runs).toBe(5)
  expect(same.actions[0]?.declaredAt).toBe(definition.actions[0]?.declaredAt)
})
