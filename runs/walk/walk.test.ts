import { describe, expect, it } from 'vitest'
import { each, every, specify, suite } from '../../spec/language/index.ts'
import { Random } from './random.ts'
import { type WalkOptions, walk, walks } from './walk.ts'

const people = ['ann', 'bob', 'cid'] as const

const phases = specify('phases', { phase: each(people, 0), flips: 0 })
  .action('go')
  .over('who', people)
  .when((s, { who }) => s.phase[who] < 2)
  .changes((s, { who }) => ({ phase: { [who]: s.phase[who] + 1 } }))
  .action('flip')
  .over('to', [0, 1])
  .when((s) => !every(s.phase, 2))
  .changes((_s, { to }) => ({ flips: to }))
  .always('few flips', (s) => s.flips < 2)

const actionsOf = ({ trace }: { trace: { steps: readonly { action: string | null; params: object }[] } }) =>
  trace.steps.slice(1).map(({ action, params }) => `${action} ${JSON.stringify(params)}`)

describe('walk', () => {
  it('is the same for the same seed and number, whatever was walked before', () => {
    const options = { seed: 'monday', steps: 8 }
    const all = [...walks(phases, 20, options)]
    all.forEach((each, number) => {
      expect(walk(phases, { ...options, number })).toEqual(each)
    })
    expect([...walks(phases, 3, { ...options, number: 7 })]).toEqual(all.slice(7, 10))
    expect(new Set(all.map((each) => actionsOf(each).join())).size).toBeGreaterThan(15)
    expect(walk(phases, { seed: 'tuesday', steps: 8 })).not.toEqual(all[0])
    expect(walk(phases, { seed: 7 })).toEqual(walk(phases, { seed: '7' }))
  })

  it('is pinned, so that a seed that was written down stays good', () => {
    expect(actionsOf(walk(phases, { seed: 'monday', steps: 3 }))).toMatchInlineSnapshot(`
      [
        "flip {"to":0}",
        "go {"who":"cid"}",
        "go {"who":"cid"}",
      ]
    `)
  })

  it('takes each step that can be taken with the same chance', () => {
    const counts = new Map<string, number>()
    for (const each of walks(phases, 5_000, { seed: 1, steps: 1 })) {
      const [first = ''] = actionsOf(each)
      counts.set(first, (counts.get(first) ?? 0) + 1)
    }
    expect(counts.size).toBe(5)
    // 5 standard deviations around 1000.
    for (const [step, count] of counts) expect(Math.abs(count - 1_000), step).toBeLessThan(142)
  })

  it('begins in each initial state with the same chance', () => {
    const spec = specify('starts', { at: 0 }).startingFrom([1, 2, 3, 4].map((at) => ({ at })))
    const counts = [0, 0, 0, 0, 0]
    for (const { trace } of walks(spec, 4_000, { seed: 1, steps: 0 })) {
      const at = trace.steps[0]?.state.at as number
      counts[at] = (counts[at] as number) + 1
    }
    expect(counts[0]).toBe(0)
    for (const count of counts.slice(1)) expect(Math.abs(count - 1_000)).toBeLessThan(137)
  })

  it('says why it ended', () => {
    expect(walk(phases, { seed: 1, steps: 2 })).toMatchObject({ end: 'steps', trace: { length: 3 } })
    const stuck = walk(phases, { seed: 1, steps: 1_000 })
    expect(stuck.end).toBe('no step')
    expect(stuck.trace.steps.at(-1)?.state.phase).toEqual({ ann: 2, bob: 2, cid: 2 })
    const counter = specify('counter', { n: 0 })
      .action('up')
      .changes((s) => ({ n: s.n + 1 }))
      .constraint('small', (s) => s.n < 5)
    expect(walk(counter, { seed: 1 })).toMatchObject({ end: 'constraint', trace: { length: 5 } })
    const first = { begin: () => (steps: readonly unknown[]) => (steps.length === 4 ? null : 0) }
    const led = walk(phases, { seed: 1, scheduler: first })
    expect(led.end).toBe('scheduler')
    expect(actionsOf(led)).toEqual(['go {"who":"ann"}', 'go {"who":"ann"}'])
  })

  it.each<[string, unknown, string]>([
    ['no options', undefined, 'walk: the options: undefined was given; expected an object with seed, number'],
    ['no seed', {}, 'walk: the seed is undefined; expected text or a whole number'],
    ['a misspelt option', { seed: 1, step: 3 }, 'walk: the options: there is no "step"; did you mean "steps"?'],
    ['half a step', { seed: 1, steps: 0.5 }, 'walk: the number of steps is 0.5; expected a whole number, at least 0'],
    ['a negative number', { seed: 1, number: -1 }, 'walk: the number is -1; expected a whole number, at least 0'],
    [
      'a scheduler that chooses what there is not',
      { seed: 1, scheduler: { begin: () => () => 9 } },
      'walk: the scheduler chose step 9 of 5, counted from 0',
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => walk(phases, options as WalkOptions)).toThrow(message)
  })

  it('refuses what is no one specification, or begins nowhere', () => {
    expect(() => walk({} as never, { seed: 1 })).toThrow('a specification was expected, made by specify(…)')
    const many = suite('many', phases)
    expect(() => walk(many as never, { seed: 1 })).toThrow('suite "many" is a specification for each configuration')
    expect(walk(many.build(), { seed: 1 })).toEqual(walk(phases, { seed: 1 }))
    const nowhere = specify('nowhere', { n: 0 }).constraint('never', (s) => s.n > 0)
    expect(() => walk(nowhere, { seed: 1 })).toThrow('no initial state of "nowhere" is inside its constraints')
  })
})

describe('random numbers', () => {
  it('are spread evenly, and differ by seed', () => {
    const random = new Random('a')
    const counts = Array.from({ length: 7 }, () => 0)
    for (let at = 0; at < 70_000; at++) {
      const number = random.below(7)
      counts[number] = (counts[number] as number) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    const firsts = new Set(Array.from({ length: 2_000 }, (_, at) => new Random(`a#${at}`).below(2 ** 32)))
    expect(firsts.size).toBe(2_000)
  })
})
