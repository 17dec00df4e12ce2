import pc from 'picocolors'
import { expect, it } from 'vitest'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { noLimits } from '../../runs/testing/results.ts'
import { type AnySuite, holds, specify, suite } from '../../spec/language/index.ts'
import { checkData } from '../json/check-report.ts'
import { mergedText } from './merged-text.ts'

const counter = () =>
  specify('counter', { n: 0 as number })
    .action('inc')
    .changes((s) => {
      if (s.n === 1) throw new Error('a mistake')
      return { n: s.n + 1 }
    })
    .always('small', (s) => s.n < 9)
const counters: AnySuite = suite('counters', counter, {}).scenario({ title: 'one', expect: { small: holds } })

it('says how it came to an error, and where type errors are', async () => {
  const checker = createChecker(new InThisThread([counters]))
  const report = await checker.check({ scenarios: plannedOf(counters), limits: noLimits, isStrict: false }).report
  const data = { ...checkData(report), typeErrors: [{ message: 'no such name', location: 'a.ts:1:2' }] }
  const options = {
    colors: pc.createColors(false),
    width: 100,
    program: 'ackproof',
    isQuiet: false,
    hasStatistics: false,
  }
  const text = mergedText(data, options).join('\n')
  expect(text).toMatch(/a mistake.*\n +how it came to that:\n +0 +initial state\n +1 +inc/)
  expect(text).toContain('a.ts:1:2  no such name')
})
