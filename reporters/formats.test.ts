/** What other tools read: the text of a name must neither break the format nor act in it. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { createChecker } from '../runs/checker.ts'
import { InThisThread } from '../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../runs/faults/search-scenarios.ts'
import { failedRun, type Report } from '../runs/report.ts'
import { plannedOf } from '../runs/testing/planned.ts'
import { noLimits } from '../runs/testing/results.ts'
import { holds, specify, suite, upTo, violated } from '../spec/language/index.ts'
import { githubOf } from './github.ts'
import { junitOf } from './junit.ts'
import { markdownOf } from './markdown.ts'
import { sarifOf } from './sarif.ts'

const hostile = 'a|b `c` ```` ]]> 100% ::error:: <script>&amp;</script>, \u0007 \u001b[31m "q"'

const counter = ({ most, crashes }: { readonly most: number; readonly crashes: number }) =>
  specify('counter', { n: 0 as number, left: crashes })
    .action('up')
    .says((_before, _args, after) => `now ${after.n} ${hostile}`)
    .when((s) => s.n < 3)
    .changes((s) => ({ n: s.n + 1 }))
    .action('crash')
    .fault()
    .when((s) => s.left > 0)
    .changes((s) => ({ n: 9, left: s.left - 1 }))
    .always(hostile, (s) => s.n <= most)
    .always('plain', (s) => s.n >= 0)

const suites = suite(`tests/${hostile}`, counter, { most: 1, crashes: 0 })
  .scenario({ title: `${hostile} broken`, expect: { [hostile]: holds, plain: holds } })
  .scenario({
    title: 'fine',
    config: { most: 3 },
    expect: { [hostile]: holds, plain: holds },
    faults: { crashes: upTo(1, 'crash') },
    frontier: { plain: 'holds without faults; broken by 1 crash' },
  })
  .scenario({
    title: 'wrong size',
    expect: { [hostile]: violated(3), plain: holds },
    counts: { distinct: 5, generated: 4, depth: 4 },
  })

async function checked(): Promise<Report> {
  const plan = { scenarios: plannedOf(suites), limits: noLimits, isStrict: true }
  return createChecker(new InThisThread([suites])).check(plan).report
}

async function searched(): Promise<Report> {
  return createChecker(new InThisThread([suites])).searchFaults(faultPlanOf(plannedOf(suites), noLimits)).report
}

const notLoaded = failedRun('check', {
  exitCode: 2,
  interrupted: null,
  seconds: 0,
  error: { message: `cannot load "${hostile}"`, location: '/a b/x.ts:3:7' },
})

describe('JUnit', () => {
  it('has a suite a scenario and a case a promise, with what does not fit and the story', async () => {
    const text = junitOf(await checked())
    expect(XMLValidator.validate(text)).toBe(true)
    const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text)
    expect(parsed.testsuites).toMatchObject({ name: 'ackproof', errors: '0' })
    const [broken, fine, size] = parsed.testsuites.testsuite
    expect(broken).toMatchObject({ tests: '2', failures: '1' })
    expect(broken.testcase[0].failure['#text']).toContain('Show it again: ackproof check')
    expect(broken.testcase[0].failure.message).toContain('expected holds, found violated (3 states)')
    expect(fine).toMatchObject({ failures: '0' })
    expect(size.testcase.at(-1)).toMatchObject({ name: 'the size of the graph' })
  })

  it('is well-formed where a run ended early or never began', async () => {
    for (const report of [notLoaded, await searched()]) expect(XMLValidator.validate(junitOf(report))).toBe(true)
    expect(junitOf(notLoaded)).toContain('errors="1"')
  })
})

describe('SARIF', () => {
  it('has a result for what does not fit and none for the rest, each with its rule', async () => {
    const log = JSON.parse(JSON.stringify(sarifOf(await checked())))
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Ackproof' } } }] })
    const [run] = log.runs
    const rules = run.tool.driver.rules.map(({ id }: { readonly id: string }) => id)
    const results: readonly { readonly ruleId: string; readonly message: { readonly text: string } }[] = run.results
    expect(results.map(({ ruleId }) => rules.includes(ruleId))).not.toContain(false)
    expect(results[0]?.message.text).toContain('expected holds, found violated')
    expect(results.filter(({ message }) => message.text.startsWith('plain:'))).toEqual([])
  })

  it('names the place in a file where it is known', () => {
    expect(sarifOf(notLoaded)).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: 'not-loaded',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: '/a%20b/x.ts' },
                    region: { startLine: 3, startColumn: 7 },
                  },
                },
              ],
            },
          ],
          invocations: [{ executionSuccessful: false }],
        },
      ],
    })
  })
})

describe('annotations of GitHub', () => {
  it('are one line each, with nothing in them that is a command of its own', async () => {
    const lines = githubOf(await checked())
      .trimEnd()
      .split('\n')
    for (const line of lines) {
      const [, level, , properties, message] = /^::(error|warning)( ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line) ?? []
      expect(level).toBeDefined()
      expect(properties).not.toMatch(/[\r\n]/)
      expect(message).not.toMatch(/%(?!25|0D|0A)/)
    }
    expect(lines[0]).toContain('expected holds, found violated (3 states)%0A')
    expect(githubOf(notLoaded)).toMatch(/^::error file=\/a b\/x\.ts,line=3,col=7,title=Ackproof::cannot load/)
  })
})

describe('Markdown', () => {
  it('has a row a promise with five cells, and each story in a fence that nothing in it closes', async () => {
    const text = markdownOf(await checked())
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7)
    expect(rows.join()).not.toContain('<script>')
    const [, fence = ''] = /^(`{3,})text$/m.exec(text) ?? []
    expect(fence.length).toBeGreaterThan(4)
    const inside = text.slice(text.indexOf(`${fence}text`) + fence.length, text.lastIndexOf(fence))
    expect(inside).toContain('now 2 a|b `c` ````')
    expect(text).toContain('✗ **not as expected**')
  })

  it('says of a run that never began why', () => {
    expect(markdownOf(notLoaded)).toContain('cannot load "a\\|b')
  })
})
