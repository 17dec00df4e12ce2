import { expect, it } from 'vitest'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { noLimits } from '../../runs/testing/results.ts'
import { holds, specify, suite } from '../../spec/language/index.ts'
import { jsonOf } from '../json/json.ts'
import { githubOf } from './github.ts'
import { junitOf } from './junit.ts'
import { markdownOf } from './markdown.ts'
import { sarifOf } from './sarif.ts'

const counter = specify('counter', { n: 0 })
  .action('up')
  .when((s) => s.n < 3)
  .changes((s) => ({ n: s.n + 1 }))
  .always('small', (s) => s.n < 9)
  .always('below two', (s) => s.n < 2)
  .reachable('nine', (s) => s.n === 9)
const counters = suite('counter', counter).scenario({ title: 'one', expect: { small: holds }, others: 'ignored' })

it('what a scenario ignores is neither amiss nor passed, in every format', async () => {
  const planned = { scenarios: plannedOf(counters), limits: noLimits, isStrict: false }
  const data = jsonOf(await createChecker(new InThisThread([counters])).check(planned).report)
  const junit = junitOf(data)
  expect(junit).toContain('tests="3" failures="0" errors="0" skipped="2"')
  expect(junit).toMatch(/name="below two"[^>]*><skipped message="ignored: violated \(3 states\)/)
  const markdown = markdownOf(data)
  expect(markdown).toContain('every expectation is met (1 of 1, 2 ignored)')
  expect(markdown).toMatch(/\| below two \| ignored \| violated/)
  expect(JSON.parse(JSON.stringify(sarifOf(data))).runs[0].results).toEqual([])
  expect(githubOf(data)).toBe('')
})
