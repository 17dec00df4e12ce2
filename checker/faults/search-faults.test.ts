import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { forRandomModels } from '../../test/oracle/random/for-random-models.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { check } from '../check.ts'
import type { Budget } from './budgets.ts'
import { frontierOf } from './frontier.ts'
import { searchFaults } from './search-faults.ts'

/** The specification with every second and third action made a fault, of two kinds, each against a budget of its own. */
function rationed(definition: SpecDefinition, budget: Budget): SpecDefinition {
  return {
    ...definition,
    variables: [
      ...definition.variables,
      ...budget.map((times, kind) => ({ name: `left${kind}`, shape: null, initial: times })),
    ],
    actions: definition.actions.map((action, index) => {
      const kind = (index % 3) - 1
      if (kind < 0) return action
      const left = `left${kind}`
      return {
        ...action,
        guard: (state, args) => (state[left] as number) > 0 && (action.guard?.(state, args) ?? true),
        effect: (state, args) => {
          const changes = action.effect(state, args)
          return typeof changes === 'object' ? { ...changes, [left]: (state[left] as number) - 1 } : changes
        },
      }
    }),
  }
}

describe('the search', () => {
  it('finds what exploring every budget of a random specification finds', async () => {
    const most = [2, 1]
    const options = { maxDepth: 4 }
    const breaks = (definition: SpecDefinition, property: string): boolean =>
      check(definition, options).properties.some(({ name, trace }) => name === property && trace !== null)
    const [kept, saved] = [{ replays: 0, budgets: 0 }, { replays: 0 }]
    await forRandomModels({ seed: 7, models: 25 }, [blueprint], (plan) => {
      const whole = specificationOf(plan)
      // Only what breaks at all, so that there are budgets which need no exploring.
      const properties = whole.properties.filter(({ name }) => breaks(rationed(whole, most), name)).slice(0, 2)
      const definition = { ...whole, properties }
      const { search, results } = searchFaults(most, (budget) => rationed(definition, budget), options, check)
      for (const budget of search.budgets.filter((each) => !results.has(each))) {
        for (const { name, verdict } of check(rationed(definition, budget), options).properties) {
          expect({ name, budget, verdict: search.entry(name, budget).verdict }).toEqual({ name, budget, verdict })
          kept.budgets++
        }
      }
      for (const { result } of search.replays) (result.isSame ? kept : saved).replays++
    })
    expect(kept.replays).toBeGreaterThan(30)
    expect(kept.budgets).toBeGreaterThan(20)
    expect(saved.replays).toBeGreaterThan(0)
  })

  /** Two crashes in a row reset what one leaves behind. */
  const fuse = ([crashes = 0]: Budget): SpecDefinition =>
    specify('fuse', { left: crashes, isBlown: false })
      .action('crash')
      .fault()
      .when((s) => s.left > 0)
      .changes((s) => ({ left: s.left - 1, isBlown: !s.isBlown }))
      .always('not blown for good', (s) => !(s.isBlown && s.left === 0))
      .reachable('all crashes are over', (s) => s.left === 0).definition

  it('says where more faults mend what fewer break, and explores there', () => {
    const { search, results } = searchFaults([3], fuse, {}, check)
    expect([...results.keys()]).toEqual([[0], [1], [2], [3]])
    expect(frontierOf(search, 'not blown for good')).toMatchObject({ fewest: [[1]], safe: [[0]], exceptions: [[2]] })
    expect(frontierOf(search, 'all crashes are over')).toMatchObject({ fewest: [[0]], exceptions: [] })
    // The goal is reached anyway, but one promise is open with one crash: nothing needs to be inferred there.
    expect(search.replays.filter(({ budget: [crashes] }) => crashes === 1)).toEqual([])
    expect(search.replays[0]).toEqual({
      property: 'not blown for good',
      from: [1],
      budget: [2],
      result: { isSame: false, reason: 'the promise is kept at its end' },
    })
  })

  it('passes nothing off as kept that a limit left open', () => {
    const many = ([crashes = 0]: Budget): SpecDefinition =>
      specify('many', { n: 0, left: crashes })
        .action('add')
        .when((s) => s.n < 2000)
        .changes((s) => ({ n: s.n + 1 }))
        .always('small', (s) => s.n < 3000).definition
    expect(frontierOf(searchFaults([1], many, {}, check).search, 'small').safe).toEqual([[1]])
    const { search } = searchFaults([1], many, { maxStates: 100 }, check)
    expect(frontierOf(search, 'small')).toMatchObject({ safe: [], undecided: [[0]], isSettled: false })
  })

  it('lets an error in the specification through', () => {
    const throwing = ([crashes = 0]: Budget): SpecDefinition =>
      specify('throws', { left: crashes })
        .action('crash')
        .when((s) => s.left > 0)
        .changes(() => {
          throw new Error('no such luck')
        })
        .always('fine', () => true).definition
    expect(() => searchFaults([1], throwing, {}, check)).toThrow('no such luck')
  })
})
