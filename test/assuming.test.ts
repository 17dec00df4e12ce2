/** Assumptions of a promise, and steps that are taken again and again: from the declaration to the explanation. */
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { tell } from '../counterexamples/explain.ts'
import { suiteLines } from '../reporters/text/specification.ts'
import { outlineOf } from '../runs/port/outline.ts'
import { each, SpecError, specify, suite, type Trace, at as written } from '../spec/language/index.ts'

const lines = ['a', 'b'] as const

/** A message is sent along one of two lines, each of which comes and goes; it may be sent in vain. */
const lines2 = () =>
  specify('lines', { isUp: each(lines, false), isWaiting: false, tries: 0 })
    .action('ask')
    .when((s) => !s.isWaiting)
    .changes(() => ({ isWaiting: true }))
    .action('send')
    .over('line', lines)
    .when((s) => s.isWaiting)
    .changes((s, { line }) => (s.isUp[line] ? { isWaiting: false, tries: 0 } : { tries: 1 - s.tries }))
    .action('toggle')
    .over('line', lines)
    .changes((s, { line }) => ({ isUp: written(line, !s.isUp[line]) }))
    .fair('strong', 'send', 'line')
    .leadsTo(
      'answered',
      (s) => s.isWaiting,
      (s) => !s.isWaiting,
    )

const outcome = (spec: { readonly definition: Parameters<typeof check>[0] }) => {
  const { properties, findings } = check(spec.definition, { exhaust: true })
  const [{ verdict, part, reason, trace } = { verdict: null, part: null, reason: null, trace: null }] = properties
  return { verdict, part, reason, trace, findings: findings.map(({ kind, parts }) => ({ kind, parts })) }
}

describe('an assumption', () => {
  it('leaves out behaviours that do not meet it, of states and of steps', () => {
    expect(outcome(lines2()).verdict).toBe('violated')
    expect(outcome(lines2().assuming('it is not tried in vain', (s) => s.tries === 1)).verdict).toBe('violated')
    expect(outcome(lines2().assuming('an answer is there', (s) => !s.isWaiting)).verdict).toBe('holds')
    const succeeds = lines2().assumingStep(
      'some line works',
      (before, step) => step.action === 'send' && step.args.line === 'a' && before.isUp.a,
    )
    expect(outcome(succeeds).verdict).toBe('holds')
    const inVain = lines2().assumingStep('sent in vain', (before, { action }) => action === 'send' && !before.isUp.a)
    expect(outcome(inVain).verdict).toBe('violated')
  })

  it('is met together with others on one loop', () => {
    const both = lines2()
      .assuming('line a is up', (s) => s.isUp.a)
      .assuming('line b is up', (s) => s.isUp.b)
      .assumingStep('sent along a', (_before, step) => step.action === 'send' && step.args.line === 'a')
    const { verdict, trace } = outcome(both)
    expect(verdict).toBe('violated')
    const told = tell(both.definition, { property: 'answered', kind: 'leads-to', part: null, trace: trace as Trace })
    expect(told.fairness.slice(0, 3)).toEqual([
      { label: 'assumed: line a is up', holds: true, values: [], detail: expect.stringMatching(/^true after step \d/) },
      { label: 'assumed: line b is up', holds: true, values: [], detail: expect.stringMatching(/^true after step \d/) },
      { label: 'assumed: sent along a', holds: true, values: [], detail: expect.stringMatching(/^taken in step \d/) },
    ])
    // Each assumption takes steps that nothing else needs.
    expect(told.length).toBeGreaterThan(outcome(lines2()).trace?.length ?? 99)
    expect(told.steps.slice(1).every(({ matters }) => matters !== false)).toBe(true)
  })

  it('may be another for each key', () => {
    const spec = specify('two counters', { n: each(lines, 0) })
      .action('count')
      .over('line', lines)
      .changes((s, { line }) => ({ n: written(line, (s.n[line] + 1) % 3) }))
      .infinitelyOften('two', lines, (s, line) => s.n[line] === 2)
      .assumingStep('it counts', (_before, { args }, _after, line) => args.line === line || line === 'b')
    expect(outcome(spec)).toMatchObject({ verdict: 'violated', part: 'b', findings: [] })
  })

  it('that no fair behaviour meets makes a promise hold vacuously, which is found', () => {
    const never = lines2().assuming('three tries', (s) => s.tries === 3)
    expect(outcome(never)).toMatchObject({
      verdict: 'holds',
      findings: [{ kind: 'assumption-never-met', parts: null }],
    })
    // Strong fairness takes the line up as soon as it is.
    const settled = specify('once', { n: 0 })
      .action('on')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .infinitelyOften('still one', lines, (s, line) => s.n === (line === 'a' ? 1 : 2))
      .assuming('not yet', (s, line) => s.n === (line === 'a' ? 2 : 5))
      .deadlockFree((s) => s.n === 2)
    expect(outcome(settled)).toMatchObject({ verdict: 'violated', part: 'a', findings: [] })
    const both = specify('once', { n: 0 })
      .action('on')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .infinitelyOften('still', lines, (s, line) => (line === 'a' ? s.n > 0 : s.n === 1))
      .assuming('on', (s, line) => s.n === (line === 'a' ? 2 : 5))
      .deadlockFree((s) => s.n === 2)
    expect(outcome(both).findings).toEqual([{ kind: 'assumption-never-met', parts: ['b'] }])
  })

  it('that is met only outside a constraint leaves the promise undecided', () => {
    const spec = specify('counter', { n: 0 })
      .action('on')
      .changes((s) => ({ n: s.n + 1 }))
      .infinitelyOften('small', (s) => s.n < 3)
      .constraint('few', (s) => s.n < 5)
      .infinitelyOften('small, where it is large', (s) => s.n < 3)
      .assuming('it is large', (s) => s.n > 7)
    const [first, second] = check(spec.definition, { exhaust: true }).properties
    expect(first?.verdict).toBe('violated')
    expect(second).toMatchObject({
      verdict: 'undecided',
      reason: 'every fair behaviour that meets what it assumes leaves the constraint',
    })
  })

  it('is shown with the promise', () => {
    const spec = lines2().assuming('a line is up', (s) => s.isUp.a)
    const shown = suite('lines', spec).scenario({ title: 'two', expect: { answered: { verdict: 'violated' } } })
    const text = suiteLines(outlineOf(shown), { colors: pc.createColors(false), width: 200 }).join('\n')
    expect(text).toContain('in every fair behaviour, assuming again and again: a line is up)')
  })

  it.each([
    ['does not follow a promise', () => (specify('x', { n: 0 }) as never as Loose).assuming('y', () => true)],
    [
      'follows always("x")',
      () => (specify('x', { n: 0 }).always('x', () => true) as never as Loose).assuming('y', () => true),
    ],
    ['does not follow a promise', () => (lines2().fair('weak', 'ask') as never as Loose).assuming('y', () => true)],
    ['assumption "y" of "answered" has no condition', () => lines2().assuming('y', 3 as never)],
    ['has no condition. Give a function of a step', () => lines2().assumingStep('y', null as never)],
    ['the name of an assumption is a function', () => lines2().assuming((() => true) as never, () => true)],
    [
      '"answered" assumes "y" twice',
      () =>
        lines2()
          .assuming('y', () => true)
          .assumingStep('y', () => true),
    ],
    ['infinitelyOftenStep("x") has no condition', () => lines2().infinitelyOftenStep('x', 4 as never)],
  ])('is refused where it makes no sense: %s', (message, declare) => {
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })
})

interface Loose {
  assuming(label: string, holds: () => boolean): unknown
}

describe('a step that is to be taken again and again', () => {
  const lamp = () =>
    specify('lamp', { isLit: false, n: 0 })
      .action('switch on')
      .when((s) => !s.isLit)
      .changes(() => ({ isLit: true }))
      .action('switch off')
      .when((s) => s.isLit)
      .changes(() => ({ isLit: false }))
      .action('break')
      .when((s) => s.isLit)
      .changes(() => ({ isLit: false }))
      .action('look')
      .changes(() => ({}))

  it('is missed by a behaviour that stands still, or goes round without it', () => {
    const on = lamp().infinitelyOftenStep('lit again', (_before, { action }) => action === 'switch on')
    const { trace } = outcome(on)
    expect([trace?.length, trace?.back]).toEqual([1, null])
    const turning = lamp()
      .fair('weak', ['switch on', 'switch off'])
      .infinitelyOftenStep('lit again', (_before, { action }) => action === 'switch on')
    expect(outcome(turning).verdict).toBe('holds')
  })

  it('counts where another action leads to the same state, as for fairness, and not where nothing changes', () => {
    const off = (name: string) =>
      lamp()
        .fair('weak', ['switch on', 'switch off'])
        .infinitelyOftenStep('again', (_before, { action }) => action === name)
    expect(outcome(off('break')).verdict).toBe('holds')
    expect(outcome(off('look')).verdict).toBe('violated')
  })

  it('is explained by when it was last taken', () => {
    const once = lamp()
      .action('count')
      .when((s) => s.n < 1)
      .changes((s) => ({ n: s.n + 1 }))
      .fair('weak', 'count')
      .fair('weak', ['switch on', 'switch off'])
      .infinitelyOftenStep('counts', (before, _step, after) => after.n > before.n)
    const { trace } = outcome(once)
    const told = tell(once.definition, {
      property: 'counts',
      kind: 'infinitely-often-step',
      part: null,
      trace: trace as Trace,
    })
    expect(told.headline).toMatch(
      /^"counts" is broken: after 1 state, 2 states repeat for ever, and it is never done again/,
    )
    expect(told.why).toEqual([
      { label: 'counts', holds: false, values: [], detail: 'done by no step of the loop; last done in step 1' },
    ])
  })
})
