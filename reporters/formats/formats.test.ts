/** What other tools read: each format is read by a parser of its own, and a name must neither break it nor act in it. */
import { fileURLToPath } from 'node:url'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import mermaid from 'mermaid'
import { gfm } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../../runs/faults/search-scenarios.ts'
import { failedRun } from '../../runs/report.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { noLimits } from '../../runs/testing/results.ts'
import { type AnySuite, holds, specify, suite, upTo, violated } from '../../spec/language/index.ts'
import { jsonOf, type ReportData } from '../json/json.ts'
import { githubOf } from './github.ts'
import { junitOf } from './junit.ts'
import { markdownOf } from './markdown.ts'
import { sarifOf } from './sarif.ts'
import { junitProblems, sarifProblems } from './testing/validators.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const suiteNamed = (name: string): AnySuite => {
  const counter = ({ most, crashes }: { readonly most: number; readonly crashes: number }) =>
    specify(`counter ${name}`, { n: 0 as number, left: crashes })
      .action('up')
      .by(() => `actor ${name}`)
      .says((_before, _args, after) => `now ${after.n} ${name}`)
      .when((s) => s.n < 3)
      .changes((s) => ({ n: s.n + 1 }))
      .action('crash')
      .fault()
      .when((s) => s.left > 0)
      .changes((s) => ({ n: 9, left: s.left - 1 }))
      .always(name, (s) => s.n <= most)
      .always('plain', (s) => s.n >= 0)
  return suite(`tests/${name}`, counter, { most: 1, crashes: 0 })
    .scenario({ title: `${name} broken`, expect: { [name]: holds, plain: holds } })
    .scenario({
      title: 'fine',
      config: { most: 3 },
      expect: { [name]: holds, plain: holds },
      faults: { crashes: upTo(1, 'crash') },
      frontier: { plain: 'holds without faults; broken by 1 crash' },
    })
    .scenario({
      title: 'wrong size',
      expect: { [name]: violated(3), plain: holds },
      counts: { distinct: 5, generated: 4, depth: 4 },
    })
}

const checkerOf = (suites: AnySuite) => createChecker(new InThisThread([suites]))

async function checked(suites: AnySuite, limits = noLimits, isStrict = true): Promise<ReportData> {
  return jsonOf(await checkerOf(suites).check({ scenarios: plannedOf(suites), limits, isStrict }).report, root)
}

async function searched(suites: AnySuite): Promise<ReportData> {
  return jsonOf(await checkerOf(suites).searchFaults(faultPlanOf(plannedOf(suites), noLimits)).report, root)
}

const notLoaded = (name: string): ReportData =>
  jsonOf(
    failedRun('check', {
      exitCode: 2,
      interrupted: null,
      seconds: 0,
      error: { message: `cannot load "${name}"`, location: '/a b/x#1.ts:3:7' },
    }),
  )

const mixed =
  'a|b `c` ```` ]]> 100% ::error:: <script>&amp;</script>, \u0007 \u001b[31m "q" \ud800 https://x.y @z #1 $a$'
const names: readonly (readonly [string, string])[] = [
  ['of plain words', 'the promise'],
  ['with a bar', 'a|b \\| c'],
  ['with backticks', '`a` ``` b ````'],
  ['with the end of CDATA', 'a ]]> b <![CDATA['],
  ['with per cent signs', '100% %0A %25 %3A'],
  ['with colons', '::error file=x,line=1::y ::'],
  ['with commas', 'a,b=c,title=d'],
  ['with controls', 'a\u0000\u0007\u001b[31mb\u0085\u2028\u202e'],
  ['with line ends', 'a\r\nb\n::error::c\n\n| d |\n```'],
  ['with mark-up', '</script><script>alert(1)</script><!-- <b>&amp;&#0;'],
  ['with halves of characters', 'a\ud800b\udc00'],
  ['with Markdown', '- [x](javascript:alert(1)) ![y](z) **b** __c__ ~~d~~ # e <https://f> :g: 1. h'],
  ['with quotation marks', `"a" 'b' \\"c\\"`],
  ['of other alphabets', 'обещание 約束 👩‍👩‍👧 é e\u0301'],
  ['of 10,000 characters', 'a|`<b>%;,: '.repeat(1000)],
  ['of 10,000 characters without a blank', '<'.repeat(10_000)],
  ['of everything', mixed],
]

/** What of a name a reader sees: on one line, what would act on the output by a sign. */
const seen = (text: string): string =>
  text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u2028\u202e]/gu, '\ufffd')
    .trim()
const beginning = (text: string): string => seen(text).slice(0, 40)

interface XmlCase {
  readonly name: string
  readonly classname: string
  readonly file?: string
  readonly line?: string
  readonly failure?: { readonly message: string; readonly '#text': string }
}

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
})

describe('JUnit', () => {
  it.each(names)('is what its schema asks for, with a name %s', async (_what, name) => {
    for (const data of [await checked(suiteNamed(name)), await searched(suiteNamed(name)), notLoaded(name)]) {
      const text = junitOf(data)
      expect(XMLValidator.validate(text)).toBe(true)
      expect(junitProblems(text)).toEqual([])
    }
  })

  it('has a suite a scenario and a case a promise, with what does not fit and the story', async () => {
    const parsed = xml.parse(junitOf(await checked(suiteNamed(mixed))))
    expect(parsed.testsuites).toMatchObject({ name: 'ackproof', errors: '0' })
    const [broken, fine, size] = parsed.testsuites.testsuite
    expect(broken).toMatchObject({ tests: '2', failures: '1' })
    const [first]: readonly XmlCase[] = broken.testcase
    expect(first?.failure?.['#text']).toContain('Show it again: ackproof check')
    expect(first?.failure?.['#text']).toContain('now 2 a|b `c`')
    expect(first?.failure?.message).toContain('expected holds, found violated (3 states)')
    expect(fine).toMatchObject({ failures: '0' })
    expect(size.testcase.at(-1)).toMatchObject({ name: 'the size of the graph' })
  })

  it('says at which line of which file each promise is declared, relative to the folder of the run', async () => {
    const [broken] = xml.parse(junitOf(await checked(suiteNamed('p')))).testsuites.testsuite
    const [first, second]: readonly XmlCase[] = broken.testcase
    expect(first?.file).toBe('reporters/formats/formats.test.ts')
    expect(Number(second?.line)).toBe(Number(first?.line) + 1)
    expect(first?.failure?.['#text']).toMatch(/^at reporters\/formats\/formats\.test\.ts:\d+:\d+\n/)
  })

  it('counts what has no answer as an error and what was not run as skipped', async () => {
    const cut = junitOf(await checked(suiteNamed('p'), { ...noLimits, maxStates: 1 }))
    expect(xml.parse(cut).testsuites).toMatchObject({ errors: expect.stringMatching(/[1-9]/) })
    expect(junitOf(notLoaded('p'))).toContain('errors="1"')
  })

  it('is noticed by its schema where it is wrong', () => {
    expect(junitProblems('<testsuites><testsuite name="x"/></testsuites>')).toHaveLength(1)
    expect(junitProblems('<testsuites nope="x"/>')).toHaveLength(1)
    expect(junitProblems('<testsuites>')).toHaveLength(1)
  })
})

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
      readonly region: { readonly startLine: number }
    }
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[]
  }[]
}

function resultsIn(data: ReportData): readonly SarifResult[] {
  const log = JSON.parse(JSON.stringify(sarifOf(data)))
  return log.runs[0].results
}

describe('SARIF', () => {
  it.each(names)('is what its schema asks for, with a name %s', async (_what, name) => {
    for (const data of [await checked(suiteNamed(name)), await searched(suiteNamed(name)), notLoaded(name)]) {
      expect(sarifProblems(sarifOf(data))).toEqual([])
      expect(resultsIn(data).length).toBeGreaterThan(0)
      for (const { message } of resultsIn(data)) expect(message.text.length).toBeLessThan(70_000)
    }
  })

  it('has a result for what does not fit and none for the rest, each with its rule', async () => {
    const log = JSON.parse(JSON.stringify(sarifOf(await checked(suiteNamed(mixed)))))
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Ackproof' } } }] })
    const rules: readonly { readonly id: string }[] = log.runs[0].tool.driver.rules
    const results: readonly SarifResult[] = log.runs[0].results
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId)
    expect(results[0]?.message.text).toContain('expected holds, found violated')
    expect(results.filter(({ message }) => message.text.startsWith('plain:'))).toEqual([])
  })

  it('names the line of the promise, relative to the root of the sources', async () => {
    const [first] = resultsIn(await checked(suiteNamed('p')))
    expect(first?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'reporters/formats/formats.test.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: expect.any(Number) },
    })
  })

  it('names a file elsewhere by its whole address', () => {
    expect(resultsIn(notLoaded('x'))).toMatchObject([
      {
        ruleId: 'not-loaded',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'file:///a%20b/x%231.ts' },
              region: { startLine: 3, startColumn: 7 },
            },
          },
        ],
      },
    ])
    expect(sarifOf(notLoaded('x'))).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false, exitCode: 2 }] }],
    })
  })

  it('is noticed by its schema where it is wrong', () => {
    const log = JSON.parse(JSON.stringify(sarifOf(notLoaded('x'))))
    log.runs[0].results[0].messages = log.runs[0].results[0].message
    expect(sarifProblems(log).length).toBeGreaterThan(0)
  })
})

interface Annotation {
  readonly level: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** As the runner of GitHub reads a line: `::name key=value,key=value::message`, and the escapes back. */
function annotationIn(line: string): Annotation {
  const end = line.indexOf('::', 2)
  const head = line.slice(2, end)
  const space = head.indexOf(' ')
  const level = space < 0 ? head : head.slice(0, space)
  const data = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const property = (text: string): string => data(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
  const pairs = space < 0 ? [] : head.slice(space + 1).split(',')
  const properties = pairs.map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    property(pair.slice(pair.indexOf('=') + 1)),
  ])
  return { level, properties: Object.fromEntries(properties), message: data(line.slice(end + 2)) }
}

describe('annotations of GitHub', () => {
  it.each(names)('are one line each, at the line of the promise, with a name %s', async (_what, name) => {
    const lines = githubOf(await checked(suiteNamed(name)))
      .trimEnd()
      .split('\n')
    const found = lines.map(annotationIn)
    for (const { level, properties } of found) {
      expect(['error', 'warning']).toContain(level)
      expect(Object.keys(properties)).toEqual(['file', 'line', 'col', 'title'])
      expect(properties.file).toBe('reporters/formats/formats.test.ts')
      expect(properties.title?.length).toBeLessThan(256)
    }
    expect(found[0]?.message).toMatch(/^expected holds, found violated \(3 states\)\n/)
    expect(found[0]?.properties.title).toContain(`tests/${beginning(name)}`.slice(0, 20))
    expect(found[0]?.message).toContain(`now 1 ${beginning(name)}`.slice(0, 16))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20_000)
  })

  it('begin with what matters most, ten of a kind, and say how many more there are', async () => {
    const counter = specify('counter', { n: 0 as number })
      .action('up')
      .when((s) => s.n < 3)
      .changes((s) => ({ n: s.n + 1 }))
    const promises = Array.from({ length: 14 }, (_each, at) => `promise ${at}`)
    const many = promises.reduce((spec, name) => spec.always(name, (s) => s.n < 2) as never, counter)
    const suites = suite('many', many as never).scenario({
      title: 'one',
      expect: Object.fromEntries(promises.map((name) => [name, holds])) as never,
    })
    const lines = githubOf(await checked(suites, noLimits, false))
      .trimEnd()
      .split('\n')
      .map(annotationIn)
    expect(lines).toHaveLength(10)
    expect(lines[0]?.properties.title).toBe('many, one: promise 0')
    expect(lines[9]?.message).toBe('5 more problems beside these: the log of the step names them all.')
  })

  it('say why nothing could be run, at the line where that shows', () => {
    expect(annotationIn(githubOf(notLoaded('x')).trimEnd())).toEqual({
      level: 'error',
      properties: { file: '/a b/x#1.ts', line: '3', col: '7', title: 'ackproof: the run' },
      message: 'cannot load "x"',
    })
  })

  it('are none where everything is as expected', async () => {
    const counter = specify('c', { n: 0 as number })
      .action('up')
      .when((s) => s.n < 1)
      .changes((s) => ({ n: s.n + 1 }))
      .always('small', (s) => s.n < 2)
    const suites = suite('fine', counter).scenario({ title: 'one', expect: { small: holds } })
    expect(githubOf(await checked(suites, noLimits, false))).toBe('')
  })
})

function nodesIn(markdown: string): readonly Nodes[] {
  const nodes: Nodes[] = []
  const walk = (node: Nodes): void => {
    nodes.push(node)
    if ('children' in node) for (const child of node.children) walk(child)
  }
  walk(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }))
  return nodes
}

function shownBy(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(shownBy).join('') : ''
}

describe('Markdown', () => {
  it.each(names)(
    'has a row a promise with five cells, and no mark-up of its own, with a name %s',
    async (_what, name) => {
      for (const data of [await checked(suiteNamed(name)), await searched(suiteNamed(name)), notLoaded(name)]) {
        const text = markdownOf(data)
        const nodes = nodesIn(text)
        const tables = nodes.filter((node) => node.type === 'table')
        expect(tables).toHaveLength(1)
        for (const row of tables[0]?.children ?? []) expect(row.children).toHaveLength(5)
        const html = nodes.filter((node) => node.type === 'html').map(({ value }) => value)
        expect(html.filter((value) => !/^<\/?details>(<summary>The same as text<\/summary>)?$/.test(value))).toEqual([])
        const kinds = new Set<string>(nodes.map(({ type }) => type))
        // An address may become a link to itself, as everywhere on GitHub.
        for (const node of nodes) if (node.type === 'link') expect(node.url).toContain(shownBy(node))
        for (const kind of ['image', 'emphasis', 'delete', 'list', 'blockquote', 'footnoteReference', 'break']) {
          expect(kinds).not.toContain(kind)
        }
        for (const node of nodes) {
          if (node.type === 'code' && node.lang === 'mermaid') await mermaid.parse(node.value)
        }
      }
    },
  )

  it.each(names)('shows what a reader of plain text would see, with a name %s', async (_what, name) => {
    const nodes = nodesIn(markdownOf(await checked(suiteNamed(name))))
    const [, row] = nodes.flatMap((node) => (node.type === 'table' ? node.children : []))
    expect(shownBy(row?.children[2] as Nodes).slice(0, 40)).toBe(beginning(name))
    expect(shownBy(row?.children[3] as Nodes)).toBe('✗ not as expected')
    const diagrams = nodes.filter((node) => node.type === 'code' && node.lang === 'mermaid')
    expect(diagrams).toHaveLength(1)
    const told = nodes.find((node) => node.type === 'code' && node.lang === 'text')
    expect(told === undefined ? '' : shownBy(told)).toMatch(/^BROKEN\s/)
  })

  it('says how to see each break again, and where the promise is declared', async () => {
    const text = markdownOf(await checked(suiteNamed('p')))
    expect(text).toContain("Show it again: ` ackproof check tests/p --scenario 'p broken' `")
    expect(text).toMatch(/declared at ` reporters\/formats\/formats\.test\.ts:\d+:\d+ `/)
  })

  it('says of a run that never began why', () => {
    expect(shownBy(nodesIn(markdownOf(notLoaded('a|b')))[0] as Nodes)).toContain('cannot load "a|b"')
  })

  it('stays within the bytes that there is room for', async () => {
    for (const [, name] of names) {
      const data = await checked(suiteNamed(name))
      for (const mostBytes of [1_000_000, 60_000, 10_000, 2000]) {
        const text = markdownOf(data, { mostBytes })
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(mostBytes)
        expect(text).toMatch(/^## Ackproof: \d+ problems \(\d+ of \d+ expectations are met\)\n/)
      }
    }
  })
})
