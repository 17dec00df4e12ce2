import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createChecker } from '../runs/checker.ts'
import { InThisThread } from '../runs/engine/in-this-thread.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'
import { plannedOf } from '../runs/testing/planned.ts'
import { noLimits } from '../runs/testing/results.ts'
import { holds, specify, suite, violated } from '../spec/language/index.ts'
import { storiesOfCheck, writeDiagrams } from './diagrams.ts'

const counters = suite(
  'counter',
  ({ most }: { readonly most: number }) =>
    specify('counter', { n: 0 })
      .action('up')
      .when((s) => s.n < 3)
      .changes((s) => ({ n: s.n + 1 }))
      .always('few', (s) => s.n <= most),
  { most: 1 },
)
  .scenario({ title: 'one', expect: { few: violated(3) } })
  .scenario({ title: 'two', config: { most: 2 }, expect: { few: violated(4) } })
const mended = suite(
  'counter',
  specify('counter', { n: 0 }).always('few', (s) => s.n <= 1),
).scenario({ title: 'one', expect: { few: holds } })

const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))

async function draw(
  of: typeof counters | typeof mended,
  wanted: (scenario: PlannedScenario) => boolean,
): Promise<readonly string[]> {
  const scenarios = plannedOf(of).filter(wanted)
  const plan = { scenarios, limits: noLimits, isStrict: false }
  const report = await createChecker(new InThisThread([of])).check(plan).report
  await writeDiagrams(folder, report.scenarios.flatMap(storiesOfCheck), scenarios, () => {})
  return readdirSync(folder)
    .filter((name) => name.endsWith('.svg'))
    .sort()
}

it('takes away pictures of breaks that are gone, and of scenarios that are gone, and nothing else', async () => {
  const own = join(folder, 'own.svg')
  writeFileSync(own, '<svg/>')
  const both = ['counter--one--few.svg', 'counter--two--few.svg', 'own.svg']
  expect(await draw(counters, () => true)).toEqual(both)
  expect(await draw(counters, ({ scenario }) => scenario.name === 'two')).toEqual(both)
  expect(await draw(mended, () => true)).toEqual(['own.svg'])
  expect(existsSync(own)).toBe(true)
})
