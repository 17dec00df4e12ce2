import { describe, expect, it } from 'vitest'
import { type Spec, type SpecDefinition, specify } from '../../spec/language/index.ts'
import { createExplorer } from '../check.ts'
import type { TuningOptions } from '../contract/tuning.ts'

/** The numbers on the way to an error, from the initial state on; null where no way is told. */
function wayTo({ definition }: { readonly definition: SpecDefinition }, tuning: TuningOptions = {}) {
  const explorer = createExplorer(definition, { exhaust: true }, {}, tuning)
  expect(() => {
    while (!explorer.step(1000));
  }).toThrow()
  return explorer.errorTrace()?.steps.map(({ action, state }) => [action, (state as { readonly n: number }).n]) ?? null
}

/** Counts to six by ones, twos and threes, so that there is a shortest way to each number. */
const counting = () =>
  specify('counting', { n: 0 })
    .action('add')
    .over('by', [1, 2, 3])
    .when((s, { by }) => s.n + by <= 6)
    .changes((s, { by }) => ({ n: s.n + by }))

/** Throws at six, which is two steps away. */
const atSix = (n: number): boolean => {
  if (n === 6) throw new Error('six')
  return true
}

const start = [null, 0]
const toSix = [start, ['add', 3], ['add', 6]]

const mistakes: Readonly<Record<string, Spec>> = {
  'a guard': counting()
    .action('act')
    .when((s) => !atSix(s.n))
    .changes(() => ({})),
  'an effect': counting()
    .action('act')
    .changes((s) => (atSix(s.n) ? {} : {})),
  'a domain': counting()
    .action('act')
    .over('x', (s) => (atSix(s.n) ? [1] : [2]))
    .changes((_s, { x }) => ({ n: x })),
  'a derived value': counting()
    .derive('d', (s) => atSix(s.n))
    .action('act')
    .when((s) => !s.d)
    .changes(() => ({})),
  'a promise': counting().always('p', (s) => atSix(s.n)),
  'a goal': counting().reachable('g', (s) => !atSix(s.n)),
  'a promise of steps': counting().alwaysStep('p', (_before, _step, after) => atSix(after.n)),
  'a promise without a way back': counting().noWayBack('p', (s) => atSix(s.n)),
  'a promise of progress': counting().infinitelyOften('p', (s) => atSix(s.n)),
  'a constraint': counting().constraint('c', (s) => atSix(s.n)),
  'final states': counting().deadlockFree((s) => atSix(s.n)),
  'a value that is no plain data': counting()
    .action('act')
    .changes((s) => ({ n: s.n === 6 ? Number.NaN : s.n })),
}

describe('the way to an error', () => {
  it.each(Object.entries(mistakes))('is told where it is in %s', (_, spec) => {
    expect(wayTo(spec)).toEqual(toSix)
    expect(wayTo(spec, { batch: 1 })).toEqual(toSix)
    expect(wayTo(spec, { verifiedStates: 0, trialRuns: 2, calmStates: 0 })).toEqual(toSix)
  })

  it('ends with the step that was looked at, whatever is expanded meanwhile', () => {
    const spec = counting()
      .always('small', (s) => s.n < 9)
      .alwaysStep('p', (before, { action }, after) => {
        if (action === 'add' && before.n === 5 && after.n === 6) throw new Error('five to six')
        return true
      })
    expect(wayTo(spec)).toEqual([start, ['add', 2], ['add', 5], ['add', 6]])
    expect(wayTo(spec, { batch: 1 })).toEqual(wayTo(spec))
  })

  it('may be an initial state, inside a constraint or outside', () => {
    const begin = counting().startingFrom([{ n: 6 }, { n: 1 }])
    expect(wayTo(begin.always('p', (s) => atSix(s.n)))).toEqual([[null, 6]])
    expect(wayTo(begin.constraint('c', (s) => s.n < 3).always('p', (s) => atSix(s.n)))).toEqual([[null, 6]])
    expect(wayTo(begin.constraint('c', (s) => atSix(s.n)))).toEqual([[null, 6]])
  })

  it('leads to a state outside a constraint, too', () => {
    const spec = counting()
      .constraint('c', (s) => s.n < 6)
      .always('p', (s) => atSix(s.n))
    expect(wayTo(spec)).toEqual(toSix)
  })

  it('is not told where no state is looked at, or no story is wanted', () => {
    const none = specify('none', { n: 0 }).startingFrom(() => {
      throw new Error('no states')
    })
    expect(wayTo(none)).toBeNull()
    const explorer = createExplorer((mistakes['a guard'] as Spec).definition, { withoutStories: true })
    expect(() => explorer.step(1000)).toThrow('six')
    expect(explorer.errorTrace()).toBeNull()
  })
})
