import { expect, it } from 'vitest'
import { type AnySuite, holds, reachable, specify, suite, upTo, violated } from '../../spec/language/index.ts'
import { createChecker } from '../checker.ts'
import { InThisThread } from '../engine/in-this-thread.ts'
import { faultPlanOf } from '../faults/search-scenarios.ts'
import type { PlannedScenario } from '../port/plan.ts'
import { plannedOf } from '../testing/planned.ts'
import { noLimits } from '../testing/results.ts'

/** `last` is read by one of the promises alone; the graph stops, and another promise says that it may. */
const spec = ({ crashes }: { readonly crashes: number }) =>
  specify('counter', { n: 0, last: 0, left: crashes })
    .action('up')
    .when((s) => s.n < 3)
    .changes((s) => ({ n: s.n + 1, last: s.n }))
    .action('crash')
    .fault()
    .when((s) => s.left > 0)
    .changes((s) => ({ left: s.left - 1, n: 0 }))
    .always('small', (s) => s.n < 2)
    .always('close', (s) => s.last <= s.n)
    .reachable('three', (s) => s.n === 3)
    .deadlockFree((s) => s.n === 3)

const of = suite('tests/chosen', spec, { crashes: 1 }).scenario({
  title: 'one crash',
  expect: { small: violated(3), close: violated(), three: reachable(4), 'no deadlock': holds },
  counts: { distinct: 10 },
  faults: { crashes: upTo(1, 'crash') },
  frontier: { close: 'holds without faults; broken by 1 crash' },
} as never) as AnySuite
const engine = new InThisThread([of])
const [whole] = plannedOf(of) as [PlannedScenario]
const check = (planned: PlannedScenario, isStrict = false) =>
  createChecker(engine).check({ scenarios: [planned], limits: noLimits, isStrict }).report

it('judges the chosen properties alone, in the order of the specification', async () => {
  const [all, some] = [await check(whole), await check({ ...whole, properties: ['three', 'small'] })]
  const names = (report: typeof all) => report.scenarios[0]?.judgement.properties.map(({ result }) => result.name)
  expect(names(all)).toEqual(['small', 'close', 'three', 'no deadlock'])
  expect(names(some)).toEqual(['small', 'three'])
  expect(Object.keys(some.scenarios[0]?.run.stories ?? {})).toEqual(['small', 'three'])
  expect([all.exitCode, some.exitCode]).toEqual([0, 0])
})

it('does not fail for a promise that is not chosen', async () => {
  const wrong = { ...whole, scenario: { ...whole.scenario, expect: { ...whole.scenario.expect, close: holds } } }
  expect((await check(wrong)).exitCode).toBe(1)
  expect((await check({ ...wrong, properties: ['small'] })).exitCode).toBe(0)
})

it('explores the same graph, so that pinned counts are compared all the same', async () => {
  const { states } = (await check(whole)).scenarios[0]?.run.result ?? {}
  expect((await check({ ...whole, properties: ['small'] })).scenarios[0]?.run.result.states).toEqual(states)
  const pinned = { ...whole, scenario: { ...whole.scenario, counts: { distinct: 9 } }, properties: ['small'] }
  const { scenarios, exitCode } = await check(pinned)
  expect(exitCode).toBe(1)
  expect(scenarios[0]?.judgement.countProblems).toEqual([`expected distinct = 9, found ${states?.distinct}`])
})

it('gives no findings that a property which is left out could refute', async () => {
  const kinds = async (properties?: readonly string[]): Promise<readonly string[]> => {
    const report = await check({ ...whole, ...(properties && { properties }) }, true)
    expect(report.suites.length).toBe(properties === undefined ? 1 : 0)
    return report.scenarios[0]?.run.result.findings.map(({ kind, subject }) => `${kind} ${subject}`) ?? []
  }
  expect(await kinds()).toEqual([])
  expect(await kinds(['small'])).toEqual([])
})

it('searches for the fewest faults that break a chosen promise alone', async () => {
  const plan = faultPlanOf([{ ...whole, properties: ['close'] }], noLimits)
  const { searches, exitCode } = await createChecker(engine).searchFaults(plan).report
  expect(searches[0]?.properties.map(({ name, sentence }) => [name, sentence])).toEqual([
    ['close', 'holds without faults; broken by 1 crash'],
  ])
  expect(exitCode).toBe(0)
})
