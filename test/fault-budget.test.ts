/** Fault budgets that actions spend, from the declaration to the search for the fewest faults. */
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { frontierOf } from '../checker/faults/frontier.ts'
import { searchFaults } from '../checker/faults/search-faults.ts'
import { outlineOf } from '../runs/port/outline.ts'
import {
  disabled,
  each,
  holds,
  reachable,
  type SpecDefinition,
  SpecError,
  specify,
  suite,
  upTo,
} from '../spec/language/index.ts'

const job = ({ crashes }: { crashes: number }) =>
  specify('job', { place: 'queue' as 'queue' | 'worker' | 'done', tries: 0 })
    .action('take')
    .when((s) => s.place === 'queue')
    .changes((s) => ({ place: 'worker', tries: s.tries + 1 }))
    .action('crash')
    .when((s) => s.place === 'worker')
    .fault({ spends: 'crashes', of: crashes })
    .changes(() => ({ place: 'queue' }))
    .action('crash after the end')
    .fault({ spends: 'crashes' })
    .when((s) => s.place === 'done')
    .changes(() => ({ place: 'queue' }))
    .action('finish')
    .when((s) => s.place === 'worker')
    .changes(() => ({ place: 'done' }))
    .always('two tries at most', (s) => s.tries < 3)
    .reachable('all is spent', (s) => s.crashes === 0)

/** The same by hand. */
const byHand = ({ crashes }: { crashes: number }) =>
  specify('job', { place: 'queue' as 'queue' | 'worker' | 'done', tries: 0, crashes })
    .action('take')
    .when((s) => s.place === 'queue')
    .changes((s) => ({ place: 'worker', tries: s.tries + 1 }))
    .action('crash')
    .fault()
    .when((s) => s.place === 'worker' && s.crashes > 0)
    .changes((s) => ({ place: 'queue', crashes: s.crashes - 1 }))
    .action('crash after the end')
    .fault()
    .when((s) => s.place === 'done' && s.crashes > 0)
    .changes((s) => ({ place: 'queue', crashes: s.crashes - 1 }))
    .action('finish')
    .when((s) => s.place === 'worker')
    .changes(() => ({ place: 'done' }))
    .always('two tries at most', (s) => s.tries < 3)
    .reachable('all is spent', (s) => s.crashes === 0)

const essence = ({ definition }: { readonly definition: SpecDefinition }): unknown => {
  const { states, actions, properties } = check(definition, { exhaust: true })
  return { states, actions, properties }
}

const problemOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof SpecError) return error.message
    throw error
  }
  return 'no error'
}

describe('a fault budget', () => {
  it.each([0, 1, 2])('of %i is what the same variable, guard and change by hand are', (crashes) => {
    expect(essence(job({ crashes }))).toEqual(essence(byHand({ crashes })))
  })

  it('may be a member of a family, beside other changes of it', () => {
    const spec = specify('two', { left: each(['crash', 'loss'], 1), noise: each(['a', 'b'], 0), step: 0 })
      .action('crash')
      .fault({ spends: 'left.crash' })
      .changes((s) => ({ step: s.step + 1, left: { loss: s.left.loss } }))
      .action('lose')
      .fault({ spends: 'left.loss' })
      .changes((s) => (s.step === 0 ? disabled : {}))
      .always('never both', (s) => s.left.crash + s.left.loss > 0)
    const [property] = check(spec.definition, {}).properties
    expect(property?.trace?.steps.map(({ action, changed }) => [action, changed])).toEqual([
      [null, []],
      ['crash', ['left.crash', 'step']],
      ['lose', ['left.loss']],
    ])
  })

  it('is raised by a search for the fewest faults, where a constant has it', () => {
    const jobs = suite('job', job, { crashes: 0 }).scenario({
      title: 'no crash',
      expect: { 'two tries at most': holds, 'all is spent': reachable() },
      faults: { crashes: upTo(3, 'process crash') },
    })
    const { search } = searchFaults([3], ([crashes = 0]) => jobs.build({ crashes }), {}, check)
    expect(frontierOf(search, 'two tries at most').fewest).toEqual([[2]])
  })

  it('is shown, and its guard is none that could be left out', () => {
    const { spec } = outlineOf(suite('job', job({ crashes: 9 })))
    expect(spec.actions.map(({ name, spends }) => [name, spends])).toContainEqual(['crash', 'crashes'])
    expect(spec.variables.map(({ name, initial }) => [name, initial])).toContainEqual([
      'crashes',
      [{ keys: '()', value: '9' }],
    ])
    const once = specify('once', { isUp: true })
      .action('crash')
      .fault({ spends: 'crashes', of: 5 })
      .changes((s) => (s.isUp ? { isUp: false } : disabled))
      .always('up', (s) => s.isUp || s.crashes > 3)
    expect(check(once.definition, { exhaust: true }).findings.map(({ kind }) => kind)).toEqual(['stops'])
  })

  it('is declared once, of a whole number, under a name of its own', () => {
    const start = specify('bad', { n: 1, half: 0.5, mode: 'slow', left: each(['crash'], 1) }).derive(
      'twice',
      (s) => s.n * 2,
    )
    const fault = (...given: unknown[]) =>
      (start.action('crash') as unknown as { fault(...all: unknown[]): { fault(...all: unknown[]): unknown } }).fault(
        ...given,
      )
    const said = (...given: unknown[]): string => problemOf(() => fault(...given)).replace(/^.*?\): /, '')
    expect(said({ spends: 'crashes' })).toBe(
      'fault(…) of action "crash": it spends "crashes", which is no variable; there are: n, half, left.crash. To declare it, say how many there are: { spends: \'crashes\', of: 2 }.',
    )
    expect(said({ spends: 'left.crahs' })).toContain('did you mean "left.crash"?')
    expect(said({ spends: 'n', of: 2 })).toContain('there is a variable "n" already. Leave out "of"')
    expect(said({ spends: 'twice', of: 2 })).toContain('there is a derived value "twice" already')
    expect(said({ spends: 'constructor', of: 2 })).toContain('"constructor" cannot be the name of a variable')
    for (const of of [-1, 1.5, Number.NaN, '2', null]) {
      expect(said({ spends: 'x', of })).toContain('Expected a whole number, 0 or more.')
    }
    for (const spends of ['half', 'mode']) expect(said({ spends })).toContain('Expected a whole number, 0 or more.')
    expect(said({ spends: 'x', off: 2 })).toContain('it has the option "off", which there is not; did you mean "of"?')
    expect(said('n')).toContain("Write .fault({ spends: 'crashes', of: 2 })")
    expect(problemOf(() => fault({ spends: 'n' }).fault({ spends: 'left.crash' }))).toContain(
      'A fault spends one budget.',
    )
  })

  it('must not be changed by hand in the same action', () => {
    const hand = specify('hand', { n: 1 })
      .action('crash')
      .fault({ spends: 'n' })
      .changes((s) => ({ n: s.n - 1 }))
      .always('true', (s) => s.n >= 0)
    expect(problemOf(() => check(hand.definition, {}))).toMatch(
      /^spec "hand", action "crash" \(.*fault-budget\.test\.ts.*\): it changes "n", which its fault\(\{ spends \}\) takes one off already\. Leave the change out\.$/,
    )
    const member = specify('member', { left: each(['crash'], 1) })
      .action('crash')
      .fault({ spends: 'left.crash' })
      .changes(() => ({ left: { crash: 0 } }))
      .always('true', (s) => s.left.crash >= 0)
    expect(problemOf(() => check(member.definition, {}))).toContain('it changes "left.crash"')
  })
})
