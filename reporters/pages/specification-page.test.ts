import { describe, expect, it } from 'vitest'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { holds, specify, suite, unreachable, violated } from '../../spec/language/index.ts'
import type { CheckData } from '../json/check-report.ts'
import { jsonOf } from '../json/json.ts'
import { specificationPage } from './specification-page.ts'

const counter = ({ crashes }: { readonly crashes: number }) =>
  specify('counter | of *stars*', { n: 0, left: crashes })
    .about('Counts.\n- one <b>thing</b>\n- another')
    .action('up')
    .when((s) => s.n < 2)
    .says(() => 'it goes *up*')
    .changes((s) => ({ n: s.n + 1 }))
    .action('crash', 'It forgets.')
    .fault()
    .when((s) => s.left > 0 && s.n > 0)
    .says(() => 'it crashes')
    .changes((s) => ({ n: s.n - 1, left: s.left - 1 }))
    .always('few', (s) => s.n < 9)
    .alwaysStep('never back', (before, _step, after) => after.n >= before.n)
    .alwaysStep('never crashes', (_before, step) => step.action !== 'crash')
    .reachable('nine', (s) => s.n === 9)

const kept = { few: holds, 'never back': holds, 'never crashes': holds, nine: unreachable } as const
const counters = suite('counter', counter, { crashes: 0 })
  .scenario({ id: 'C01', title: 'no crash', expect: kept, headline: 'never back' })
  .scenario({
    id: 'C02',
    title: 'a crash',
    config: { crashes: 1 },
    expect: { ...kept, 'never back': violated(3), 'never crashes': violated(3) },
    headline: 'never back',
  })
  .scenario({ title: 'all of it', expect: kept })

const planned = plannedOf(counters)
const [outline] = planned.map((each) => each.suite)

async function reportOf(scenarios = planned): Promise<CheckData> {
  const limits = {
    maxStates: null,
    maxDepth: null,
    timeLimitSeconds: null,
    memoryLimitBytes: 2 ** 30,
    stopFirst: false,
  }
  const { report } = createChecker(new InThisThread([counters])).check({ scenarios, limits, isStrict: false })
  return jsonOf(await report) as CheckData
}

if (outline === undefined) throw new Error('the suite has scenarios')

describe('a page without a report', () => {
  it('says what the specification says, and nothing of it is Markdown', () => {
    const page = specificationPage(outline, null)
    expect(page).toContain(
      '# counter\n\ncounter \\| of \\*stars\\*, 3 scenarios\n\nCounts.\n- one &lt;b&gt;thing&lt;/b&gt;\n- another\n',
    )
    expect(page).toContain('## Actions\n\n- up\n- crash \\[fault\\]\n  It forgets.\n')
    expect(page).toContain('## Scenarios\n\n- C01 no crash\n')
    expect(page).not.toContain('## Rows')
  })
})

describe('a page with a report', () => {
  it('has a row for each scenario, with the promise that it is about', async () => {
    const page = specificationPage(outline, await reportOf())
    expect(page).toContain('| C01 no crash | never back | holds on the full graph |  | 3 |\n')
    expect(page).toContain('| C02 a crash | never back | violated (3 states) | crash | 6 |\n')
    expect(page).toContain('| all of it |  | 4 properties as expected |  | 3 |\n')
    expect(page).not.toContain('## Scenarios')
  })

  it('tells the story of what is broken, faults marked, and names what breaks besides', async () => {
    const page = specificationPage(outline, await reportOf())
    expect(page).toContain(
      [
        '### C02 a crash',
        '',
        'Breaks "never back": violated (3 states).',
        '',
        '1. it goes \\*up\\*',
        '2. ⚡ it crashes',
        '',
        'The same run breaks besides:',
        '',
        '- never crashes: violated (3 states)',
        '',
      ].join('\n'),
    )
    expect(page.match(/^### /gm)).toHaveLength(1)
  })

  it('marks what is not as expected', async () => {
    const report = await reportOf()
    const results = report.results.map((result) => ({
      ...result,
      ok: false,
      properties: result.properties.map((property) => ({ ...property, ok: false })),
    }))
    const page = specificationPage(outline, { results })
    expect(page).toContain('| C01 no crash | never back | ✗ holds on the full graph |')
    expect(page).toContain('| all of it |  | ✗ not as expected |')
  })
})
