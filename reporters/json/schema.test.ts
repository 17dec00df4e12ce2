/** The published schema: every kind of report is what it says, and nothing that is misspelt or missing is. */
import { describe, expect, it } from 'vitest'
import { auditFailure } from '../../audit/index.ts'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../../runs/faults/search-scenarios.ts'
import { failedRun } from '../../runs/report.ts'
import { withTypeErrors } from '../../runs/session/with-type-errors.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { noLimits } from '../../runs/testing/results.ts'
import { type AnySuite, bag, holds, insert, specify, suite, upTo, violated } from '../../spec/language/index.ts'
import { reportProblems } from '../formats/testing/validators.ts'
import { jsonOf, type ReportData } from './json.ts'

const channel = ({ losses, isThrowing }: { readonly losses: number; readonly isThrowing: boolean }) =>
  specify('channel', { inFlight: bag<string>(), isDelivered: false, losses })
    .action('send')
    .when((s) => s.inFlight.length === 0 && !s.isDelivered)
    .changes((s) => ({ inFlight: insert(s.inFlight, 'm') }))
    .action('lose')
    .fault()
    .when((s) => s.losses > 0 && s.inFlight.length > 0)
    .changes((s) => ({ inFlight: bag<string>(), losses: s.losses - 1 }))
    .action('deliver')
    .when((s) => s.inFlight.length > 0)
    .changes((s) => {
      if (isThrowing && s.losses === 0) throw new Error('a mistake')
      return { inFlight: bag<string>(), isDelivered: true }
    })
    .fair('weak', 'send')
    .always('nothing is lost', (s) => s.losses === losses)
    .eventually('it arrives', (s) => s.isDelivered)
    .deadlockFree((s) => s.isDelivered)

const expected = { 'nothing is lost': holds, 'it arrives': violated(2), 'no deadlock': holds } as const
const channels: AnySuite = suite('channel', channel, { losses: 0, isThrowing: false })
  .scenario({
    id: 'C01',
    title: 'no loss',
    expect: expected,
    counts: { distinct: 3 },
    faults: { losses: upTo(2, 'loss', 'losses') },
  })
  .scenario({
    title: 'one loss',
    config: { losses: 1 },
    expect: { ...expected, 'nothing is lost': violated() },
    neighbour: 'no loss',
  })
const throwing: AnySuite = suite('throwing', channel, { losses: 0, isThrowing: true }).scenario({
  title: 'one',
  expect: expected,
})

const checker = createChecker(new InThisThread([channels, throwing]))
const scenarios = [...plannedOf(channels), ...plannedOf(throwing)]
const failure = { exitCode: 2, interrupted: null, seconds: 0, error: { message: 'x', location: 'a.ts:1:2' } } as const

async function checked(limits = noLimits): Promise<ReportData> {
  return jsonOf(await checker.check({ scenarios, limits, isStrict: true }).report)
}

async function mutated(): Promise<ReportData> {
  const known = { channel: { 'send: never fires': '' } }
  return jsonOf(
    await checker.mutate({ scenarios, timeLimitSeconds: null, memoryLimitBytes: 2 ** 30, maxStates: 100, known })
      .report,
  )
}

const reports: readonly (readonly [string, () => Promise<ReportData> | ReportData])[] = [
  ['a check', () => checked()],
  ['a check that a limit ends', () => checked({ ...noLimits, maxStates: 1 })],
  [
    'a check with type errors',
    async () =>
      jsonOf(
        withTypeErrors(await checker.check({ scenarios, limits: noLimits, isStrict: false }).report, [
          { message: 'x', location: null },
        ]),
      ),
  ],
  ['a fault search', async () => jsonOf(await checker.searchFaults(faultPlanOf(scenarios, noLimits)).report)],
  ['mutants', mutated],
  ...(['check', 'faults', 'mutation'] as const).map(
    (kind) => [`a failed ${kind}`, () => jsonOf(failedRun(kind, failure))] as const,
  ),
  ['a failed audit', () => auditFailure(failure)],
]

/** Each way to take one field of an object away or to misspell it, anywhere but in what is the author's. */
function* damaged(value: unknown, path = ''): Iterable<readonly [string, (root: unknown) => void]> {
  if (Array.isArray(value)) {
    if (value.length > 0) yield* damaged(value[0], `${path}/0`)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (['state', 'params', 'configuration', 'verdicts', 'budget', 'from'].includes(key)) continue
    const at = (root: unknown): Record<string, unknown> =>
      path
        .split('/')
        .slice(1)
        .reduce<unknown>((so, name) => (so as Record<string, unknown>)[name], root) as Record<string, unknown>
    if (
      !/^\/results\/\d+\/actions$/.test(path) &&
      !['typeErrors', 'valuesTitle', 'abstract'].includes(key) &&
      !path.endsWith('expectedStates') &&
      !/\/(fewest|safe|exceptions|undecided)\/0$/.test(path)
    ) {
      yield [`${path}/${key} is missing`, (root) => delete at(root)[key]]
      yield [
        `${path}/${key} is misspelt`,
        (root) => {
          at(root)[`${key}s`] = at(root)[key]
        },
      ]
    }
    yield* damaged(member, `${path}/${key}`)
  }
}

describe.each(reports)('the report of %s', (_what, make) => {
  it('is what the schema says', async () => {
    expect(reportProblems(await make())).toEqual([])
  })

  it('is refused with any field missing or misspelt', async () => {
    const data = JSON.parse(JSON.stringify(await make()))
    const passed: string[] = []
    let tried = 0
    for (const [what, damage] of damaged(data)) {
      const copy = structuredClone(data)
      damage(copy)
      tried++
      if (reportProblems(copy).length === 0) passed.push(what)
    }
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(15)
  })
})

it('other versions and kinds are no report', async () => {
  const data = await checked()
  expect(reportProblems({ ...data, version: 2 })).not.toEqual([])
  expect(reportProblems({ ...data, kind: 'simulation' })).not.toEqual([])
  expect(reportProblems({ ...data, kind: 'mutation' })).not.toEqual([])
  expect(reportProblems([])).not.toEqual([])
})
