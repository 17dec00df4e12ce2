import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import type { CheckResult, PropertyResult } from '../../checker/contract/result.ts'
import { bag, insert, type SpecDefinition, SpecError, specify, type Trace } from '../../spec/language/index.ts'
import { graphBlueprint, graphSpecificationOf } from '../../test/oracle/random/random-graph.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { checkDefinition } from './check-definition.ts'
import { revalidate } from './revalidate.ts'

const even = specify('even', { half: 0 })
  .action('on')
  .when((s) => s.half < 1)
  .changes((s) => ({ half: s.half + 1 }))

const queue = specify('queue', { waiting: bag<string>(), n: 0 })
  .startingFrom([{ n: 0 }, { n: 1 }])
  .action('put')
  .over('message', ['a', 'b'])
  .when((s) => s.n < 3)
  .changes((s, { message }) => ({ waiting: insert(s.waiting, message), n: s.n + 1 }))
  .action('drop')
  .when((s) => s.waiting.length > 0 && s.n === 3)
  .changes(() => ({ waiting: bag<string>(), n: 1 }))
  .always('short', { a: (s) => s.waiting.length < 3, b: (s) => s.waiting.length < 2 })
  .alwaysStep('no drop', (_before, step) => step.action !== 'drop')
  .refines('even', even, (s) => ({ half: s.n < 2 ? 0 : 2 }))
  .infinitelyOften('n is 0', (s) => s.n === 0)
  .fair('weak', 'put')
  .fair('weak', 'drop').definition

const resultOf = (definition: SpecDefinition): CheckResult => check(definition, { exhaust: true })

/** The result with the story of one property changed. */
function changed(name: string, change: (property: PropertyResult, trace: Trace) => Partial<PropertyResult>) {
  const { properties } = resultOf(queue)
  const found = properties.find((each) => each.name === name)
  if (found === undefined || found.trace === null) throw new Error(`no story of "${name}"`)
  return { properties: [{ ...found, ...change(found, found.trace) }] }
}

const withStep = (trace: Trace, at: number, step: Partial<Trace['steps'][number]>): { readonly trace: Trace } => ({
  trace: { ...trace, steps: trace.steps.map((each, index) => (index === at ? { ...each, ...step } : each)) },
})

describe('a story that is run again', () => {
  it('comes to the same end, whatever the property', () => {
    const result = resultOf(queue)
    expect(result.properties.filter(({ trace }) => trace !== null)).toHaveLength(4)
    expect(() => revalidate(queue, result)).not.toThrow()
  })

  const another = 'evaluated again on the same state it gave another answer'
  const elsewhere = 'run again on the same state it did something else'
  it.each<[string, ReturnType<typeof changed>, string]>([
    [
      'begins in no initial state',
      changed('short', (_, trace) => withStep(trace, 0, { state: { waiting: bag<string>(), n: 2 } })),
      'the initial states: the initial state of a story is not one of them',
    ],
    [
      'leads elsewhere',
      changed('short', (_, trace) => withStep(trace, 1, { state: { waiting: bag(['b']), n: 1 } })),
      `action "put" (message: "a")`,
    ],
    ['takes a step that cannot be taken', changed('short', (_, t) => withStep(t, 1, { action: 'drop' })), elsewhere],
    [
      'has an array for a bag',
      changed('short', (_, t) => withStep(t, 1, { state: { waiting: ['a'], n: 1 } })),
      elsewhere,
    ],
    [
      'ends where nothing is broken',
      changed('short', (_, { steps, ...trace }) => ({ trace: { ...trace, steps: steps.slice(0, -1) } })),
      `property "short"`,
    ],
    ['breaks another part', changed('short', () => ({ part: 'a' })), another],
    ['breaks no part that there is', changed('short', () => ({ part: 'c' })), another],
    ['is of another property', changed('short', () => ({ name: 'no drop' })), another],
    ['is mapped elsewhere', changed('even', (_, t) => withStep(t, 0, { abstract: { half: 1 } })), another],
    [
      'has a loop that does not close',
      changed('n is 0', (_, trace) => ({ trace: { ...trace, loop: (trace.loop ?? 0) + 1 } })),
      elsewhere,
    ],
  ])('is refused where it %s', (_, result, problem) => {
    const run = () => revalidate(queue, result)
    expect(run).toThrow(problem)
    expect(run).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ code: 'impure', spec: 'queue' }) }),
    )
  })

  it('is refused where its loop is not fair', () => {
    const unfair = changed('n is 0', (_, { steps }) => ({
      trace: {
        length: 1,
        loop: 0,
        back: null,
        steps: [{ ...(steps[0] as Trace['steps'][number]), state: { waiting: bag<string>(), n: 1 } }],
      },
    }))
    expect(() => revalidate(queue, unfair)).toThrow('the loop of a lasso is not fair to put')
    expect(() => revalidate({ ...queue, fairness: [] }, unfair)).not.toThrow()
  })

  it('is refused where its loop is fair in the abstract specification', () => {
    const busy = specify('busy', { n: 0, isOn: false })
      .action('add')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .action('blink')
      .changes((s) => ({ isOn: !s.isOn }))
      .refines('adds', even.fair('weak', 'on'), (s) => ({ half: Math.min(1, s.n) }))
      .fair('weak', 'blink').definition
    const result = resultOf(busy)
    const [{ trace, ...property }] = result.properties as [PropertyResult]
    expect(trace).toMatchObject({ length: 2, loop: 0 })
    expect(() => revalidate(busy, result)).not.toThrow()
    const steps = (trace as Trace).steps.map((step) => ({
      ...step,
      state: { ...step.state, n: 1 },
      abstract: { half: 1 },
    }))
    const added = { action: 'add', params: {}, changed: ['n'] }
    const first = (trace as Trace).steps[0] as Trace['steps'][number]
    const answered = [first, { ...steps[0], ...added }, steps[1]] as Trace['steps']
    const fairThere = { ...(trace as Trace), length: 3, loop: 1, steps: answered }
    expect(() => revalidate(busy, { properties: [{ ...property, trace: fairThere }] })).toThrow(another)
  })

  it('is real in random specifications, and not one step of it can be changed unnoticed', () => {
    const found = { stories: 0, lassos: 0 }
    const examine = (definition: SpecDefinition): void => {
      const result = check(definition, { maxDepth: 4 })
      expect(() => revalidate(definition, result)).not.toThrow()
      for (const property of result.properties) {
        const { trace } = property
        if (trace === null || trace.length < 2) continue
        found.stories++
        if (trace.loop !== null) found.lassos++
        const broken = withStep(trace, 1, { action: 'no such action' })
        expect(() => revalidate(definition, { properties: [{ ...property, ...broken }] })).toThrow(SpecError)
      }
    }
    fc.assert(
      fc.property(blueprint, (plan) => examine(specificationOf(plan))),
      { seed: 11, numRuns: 40 },
    )
    fc.assert(
      fc.property(graphBlueprint, (plan) => examine(graphSpecificationOf(plan))),
      { seed: 11, numRuns: 60 },
    )
    expect(found.stories).toBeGreaterThan(30)
    expect(found.lassos).toBeGreaterThan(5)
  })
})

describe('what the specification does when a story is run again', () => {
  it('asks for the initial states once, for all stories together', () => {
    let asked = 0
    const many = specify('many', { n: 0 })
      .startingFrom(() => {
        asked++
        return Array.from({ length: 100 }, (_, n) => ({ n }))
      })
      .action('stay')
      .changes(() => ({}))
      .always('below 99', (s) => s.n < 99)
      .always('below 50', (s) => s.n < 50)
      .reachable('10', (s) => s.n === 10).definition
    const result = resultOf(many)
    asked = 0
    revalidate(many, result)
    expect(asked).toBe(1)
  })

  const misbehaving = (misbehave: () => unknown) => {
    let isLate = false
    const definition = specify('late', { n: 0 })
      .action('add')
      .when((s) => s.n < 2)
      .changes((s) => {
        if (isLate) misbehave()
        return { n: s.n + 1 }
      })
      .always('below 2', (s) => s.n < 2).definition
    const result = resultOf(definition)
    isLate = true
    return () => revalidate(definition, result)
  }

  it('is told with its place where it throws, or asks the clock', () => {
    const throwing = misbehaving(() => {
      throw new RangeError('too late')
    })
    expect(throwing).toThrow('spec "late", action "add"')
    expect(throwing).toThrow('it threw RangeError: too late')
    expect(throwing).toThrow('revalidate.test.ts:')
    const asking = misbehaving(() => Date.now())
    expect(asking).toThrow('Date.now was used')
    const swallowing = misbehaving(() => {
      try {
        Math.random()
      } catch {
        // A specification may catch what it likes.
      }
    })
    expect(swallowing).toThrow('Math.random was used')
    expect(globalThis.Date.now()).toBeGreaterThan(0)
  })

  it('ends the check where an initial state is another one the second time', () => {
    let start = 0
    const spec = specify('start', { n: 0 })
      .startingFrom(() => [{ n: start++ }])
      .action('add')
      .when((s) => s.n < 9)
      .changes((s) => ({ n: s.n + 1 }))
      .always('small', (s) => s.n < 5).definition
    expect(() => checkDefinition(spec)).toThrow('the initial state of a story is not one of them')
  })
})
