import { describe, expect, it } from 'vitest'
import { holds, reachable, specify, suite, violated } from '../../spec/language/index.ts'
import { plannedOf } from '../testing/planned.ts'
import { UnmetBaseline } from './mutant.ts'
import { runMutants } from './run-mutants.ts'
import { hostOf } from './testing/in-process.ts'

interface Configuration {
  readonly most: number
  readonly isLeaky: boolean
}

/** A counter with a log; `most` makes larger graphs, and `isLeaky` forgets to look at the limit. */
const counter = ({ most, isLeaky }: Configuration) =>
  specify('counter', { n: 0, ups: 0, mark: false })
    .action('up')
    .when((s) => isLeaky || s.n < most)
    .changes((s) => ({ n: Math.min(s.n + 1, most + 1), ups: s.n + 1 }))
    .action('reset')
    .when((s) => s.n === most)
    .changes(() => ({ n: 0, mark: true }))
    .action('look')
    .when((s) => s.n >= 0)
    .changes((s) => {
      if (s.n > most + 2) throw new Error('beyond everything')
      return {}
    })
    .action('jump')
    .when((s) => s.n > most && s.n < 0)
    .changes((s) => ({ n: s.n + 3 }))
    .always('within the limit', (s) => s.n <= most)
    .reachable('the limit', (s) => s.n === most)

const counters = suite('tests/counter', counter, { most: 2, isLeaky: false })
  .scenario({ title: 'large', config: { most: 5 }, expect: { 'within the limit': holds, 'the limit': reachable() } })
  .scenario({ title: 'small', expect: { 'within the limit': holds, 'the limit': reachable(3) } })
  .scenario({
    title: 'leaky',
    config: { isLeaky: true },
    expect: { 'within the limit': violated(4), 'the limit': reachable() },
  })

describe('mutants of a suite', () => {
  it('are noticed, or not, in the smallest scenario that can', async () => {
    const { mutants, baselines } = await runMutants(plannedOf(counters), hostOf(counters))
    expect(baselines.map(({ planned, states }) => [planned.scenario.name, states])).toEqual([
      ['small', 6],
      ['leaky', 10],
      ['large', 12],
    ])
    expect(
      Object.fromEntries(mutants.map(({ mutation, fate, where }) => [mutation.id, [fate, where?.scenario]])),
    ).toEqual({
      'up: guard disabled': ['killed', 'small'],
      'up: never fires': ['killed', 'small'],
      'up: keeps n': ['killed', 'small'],
      'up: keeps ups': ['survived', undefined],
      'reset: guard disabled': ['survived', undefined],
      'reset: never fires': ['survived', undefined],
      'reset: keeps mark': ['survived', undefined],
      'reset: keeps n': ['survived', undefined],
      'look: guard disabled': ['changes nothing', undefined],
      'look: never fires': ['changes nothing', undefined],
      'jump: guard disabled': ['killed by an error', 'small'],
      'jump: never fires': ['changes nothing', undefined],
    })
    const limit = mutants.find(({ mutation }) => mutation.id === 'up: guard disabled')
    expect(limit?.where).toEqual({
      scenario: 'small',
      property: 'within the limit',
      problem: 'expected holds, found violated',
    })
  })

  it('are noticed by verdicts only, not by the length of a story or the size of the graph', async () => {
    const short = suite('tests/short', counter, { most: 2, isLeaky: true }).scenario({
      title: 'pinned',
      expect: { 'within the limit': violated(4), 'the limit': reachable(3) },
      counts: { distinct: 8, generated: 1, depth: 1 },
    })
    const { mutants } = await runMutants(plannedOf(short), hostOf(short))
    const fates = mutants.filter(({ mutation }) => mutation.action === 'reset').map(({ fate }) => fate)
    expect(fates).toEqual(['survived', 'survived', 'survived', 'survived'])
  })

  it('are not even run where they change nothing', async () => {
    const host = hostOf(counters)
    await runMutants(plannedOf(counters), host)
    const ofGuards = host.ran.filter((name) => name.endsWith('guard disabled'))
    expect(ofGuards).not.toContain('small: look: guard disabled')
    expect(host.ran.filter((name) => name.includes('jump: never fires'))).toEqual([])
  })

  it('are not made of what happens beyond the bound of a scenario, where only a story looks', async () => {
    const bounded = suite(
      'tests/bounded',
      () =>
        specify('bounded', { n: 0, aside: 0, isLate: false })
          .action('up')
          .when((s) => s.aside === 0 && s.n < 2)
          .changes((s) => ({ n: s.n + 1 }))
          .action('step aside')
          .when((s) => s.n === 0 && s.aside < 2)
          .changes((s) => ({ aside: s.aside + 1 }))
          .action('be late')
          .when((s) => s.aside === 2 && !s.isLate)
          .changes(() => ({ isLate: true }))
          .always('low', (s) => s.n < 2),
      {},
    ).scenario({ title: 'short', expect: { low: violated() }, maxDepth: 3 })
    const host = hostOf(bounded)
    const { mutants } = await runMutants(plannedOf(bounded), host)
    const late = mutants.filter(({ mutation }) => mutation.action === 'be late')
    expect(late.map(({ mutation, fate }) => [mutation.id, fate])).toEqual([
      ['be late: guard disabled', 'survived'],
      ['be late: never fires', 'changes nothing'],
    ])
    expect(host.ran).not.toContain('short: be late: never fires')
  })

  it('are undecided when they outgrow three scenarios, and run no further', async () => {
    const endless = ({ most }: { readonly most: number }) =>
      specify('endless', { n: 0, total: 0 })
        .action('up')
        .when((s) => s.n < most)
        .changes((s) => ({ n: s.n + 1, total: s.total + 1 }))
        .always('few', (s) => s.n <= most)
    const [two, three, four, five] = [2, 3, 4, 5].map((most) => ({
      title: `${most}`,
      config: { most },
      expect: { few: holds },
    }))
    if (two === undefined || three === undefined || four === undefined || five === undefined) throw new Error()
    const all = suite('tests/endless', endless, { most: 1 }).scenario(two).scenario(three).scenario(four).scenario(five)
    const host = hostOf(all)
    const { mutants } = await runMutants(plannedOf(all), host)
    expect(mutants.find(({ mutation }) => mutation.id === 'up: keeps n')).toMatchObject({
      fate: 'undecided',
      where: { scenario: '2', property: null },
    })
    expect(host.ran.filter((name) => name.endsWith('up: keeps n'))).toHaveLength(3)
  })

  it('are undecided for the reason that the bounds of the scenario give', async () => {
    const closing = suite(
      'tests/closing',
      () =>
        specify('closing', { closed: false, n: 0 })
          .action('close')
          .when((s) => s.n === 0)
          .changes(() => ({ closed: true }))
          .action('count')
          .when((s) => !s.closed)
          .changes((s) => ({ n: s.n + 1 }))
          .fair('weak', 'count')
          .constraint('short', (s) => s.n <= 2)
          .eventually('closed or counted', (s) => s.closed || s.n > 0),
      {},
    ).scenario({ title: 'short', expect: { 'closed or counted': holds } })
    const { mutants } = await runMutants(plannedOf(closing), hostOf(closing))
    const problems = Object.fromEntries(mutants.map(({ mutation, where }) => [mutation.id, where?.problem]))
    expect(problems['close: never fires']).toBe('every fair behaviour leaves the constraint')
  })

  it('leave out scenarios that are too large, by their pinned counts or by trying', async () => {
    const pinned = counters.scenario({
      title: 'pinned',
      config: { most: 2 },
      counts: { distinct: 1_000, generated: 1, depth: 1 },
      expect: { 'within the limit': holds, 'the limit': reachable() },
    })
    const { leftOut, baselines } = await runMutants(plannedOf(pinned), hostOf(pinned, { maxStates: 10 }))
    expect(leftOut).toEqual([
      { scenario: 'large', reason: 'more than 10 states', isForTime: false },
      { scenario: 'pinned', reason: '1,000 states', isForTime: false },
    ])
    expect(baselines).toHaveLength(2)
  })

  it('are not run when the time is over, and then nothing is said about them', async () => {
    const { mutants } = await runMutants(plannedOf(counters), hostOf(counters, { runs: 4 }))
    expect(mutants.map(({ fate }) => fate).slice(0, 3)).toEqual(['killed', 'not run', 'not run'])
    const early = await runMutants(plannedOf(counters), hostOf(counters, { runs: 2 }))
    expect(early.leftOut.map(({ isForTime }) => isForTime)).toEqual([true, true])
    expect(new Set(early.mutants.map(({ fate }) => fate))).toEqual(new Set(['not run']))
  })

  it('are made only of suites that are as they expect to be', async () => {
    const wrong = counters.scenario({
      title: 'wrong',
      expect: { 'within the limit': violated(), 'the limit': reachable() },
    })
    const run = runMutants(plannedOf(wrong), hostOf(wrong))
    await expect(run).rejects.toBeInstanceOf(UnmetBaseline)
    await expect(run).rejects.toMatchObject({
      isSpecError: false,
      message: 'within the limit: expected violated, found holds',
    })
  })
})
