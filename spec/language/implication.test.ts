import { describe, expect, it } from 'vitest'
import { halvesOf, implies } from './implication.ts'
import { SpecError, specify } from './index.ts'

interface Light {
  readonly isOn: boolean
  readonly isBroken: boolean
}

const lights: readonly Light[] = [
  { isOn: false, isBroken: false },
  { isOn: false, isBroken: true },
  { isOn: true, isBroken: false },
  { isOn: true, isBroken: true },
]

describe('an implication', () => {
  it('is false only where its antecedent is true and its consequent is not', () => {
    const whole = implies(
      (light: Light) => light.isOn,
      (light) => !light.isBroken,
    )
    expect(lights.map((light) => whole(light))).toEqual([true, true, true, false])
  })

  it('evaluates its consequent only where its antecedent is true', () => {
    const whole = implies(
      (light: Light) => light.isOn,
      (light) => {
        if (!light.isOn) throw new Error('evaluated without need')
        return true
      },
    )
    expect(lights.every((light) => whole(light))).toBe(true)
  })

  it('carries its halves, and says the same with another inside it, whose antecedent joins its own', () => {
    const nested = implies(
      (light: Light) => light.isOn,
      implies(
        (light: Light) => light.isBroken,
        () => false,
      ),
    )
    expect(lights.map((light) => nested(light))).toEqual([true, true, true, false])
    const halves = halvesOf(nested)
    expect(lights.map((light) => halves?.antecedent(light))).toEqual([false, false, false, true])
    expect(lights.map((light) => halves?.consequent(light))).toEqual([false, false, false, false])
    expect(halvesOf(() => true)).toBe(null)
  })

  it('stays one for each key, in parts, and of a step', () => {
    const { properties } = specify('keyed', { n: 0 })
      .always(
        'keyed',
        [1, 2],
        implies(
          (s, key) => s.n === key,
          (s, key) => s.n > key,
        ),
      )
      .always('in parts', {
        one: implies(
          (s) => s.n === 1,
          () => false,
        ),
        other: () => true,
      })
      .alwaysStep(
        'step',
        implies(
          (before, _step, after) => before.n < after.n,
          (before) => before.n > 0,
        ),
      ).definition
    const [keyed, parts, step] = properties
    if (keyed?.kind !== 'always' || parts?.kind !== 'always' || step?.kind !== 'always-step') throw new Error('kinds')
    expect(keyed.parts.map(({ holds }) => halvesOf(holds)?.antecedent({ n: 2 }))).toEqual([false, true])
    expect(keyed.parts.map(({ holds }) => holds({ n: 2 }))).toEqual([true, false])
    expect(parts.parts.map(({ holds }) => halvesOf(holds) !== null)).toEqual([true, false])
    const add = { action: 'add', args: {} }
    expect(halvesOf(step.holds)?.antecedent({ n: 0 }, add, { n: 1 })).toBe(true)
    expect([step.holds({ n: 0 }, add, { n: 1 }), step.holds({ n: 1 }, add, { n: 2 })]).toEqual([false, true])
  })

  it('of anything but two conditions is refused where it is written', () => {
    const wrong = (): unknown => implies(((s: Light) => s.isOn) as never, undefined as never)
    expect(wrong).toThrow(SpecError)
    expect(wrong).toThrow('implies() needs two conditions. Write implies(state => …, state => …).')
  })
})
