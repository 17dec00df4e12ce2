import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { junitProblems, sarifProblems } from '../../reporters/formats/testing/validators.ts'
import { ackproof, folderWith } from './run-ackproof.ts'

const source = `import { holds, specify, suite, upTo } from 'ackproof'

const counter = ({ crashes }: { readonly crashes: number }) => specify('counter', { n: 0, left: crashes })
  .action('up').when((s) => s.n < 3).changes((s) => ({ n: s.n + 1 }))
  .action('crash').fault().when((s) => s.left > 0).changes((s) => ({ n: 0, left: s.left - 1 }))
  .always('few', (s) => s.n <= 1)
  .deadlockFree((s) => s.n === 3)
export default suite('counter', counter, { crashes: 0 })
  .scenario({ title: 'one', expect: { few: holds, 'no deadlock': holds }, faults: { crashes: upTo(1, 'crash') } })
`
const broken = 'export default 5\nthis is no TypeScript\n'
const older = '{ "version": 1, "ok": true, "exitCode": 0 }'
const files = {
  'a.ack.ts': source,
  'broken.ack.ts': broken,
  'broker.conf': 'brokerName=a\nflushDiskType=ASYNC_FLUSH\n',
}

const everyFile = ['text:o/t', 'json:o/j', 'junit:o/x', 'sarif:o/s', 'github:o/g', 'markdown:o/m']
const everyReporter = everyFile.flatMap((value) => ['--reporter', value])

interface Reports {
  readonly text: string
  readonly json: {
    readonly kind: string
    readonly ok: boolean
    readonly seconds: number
    readonly error: { readonly message: string } | null
  }
  readonly junit: string
  readonly sarif: {
    readonly runs: readonly [{ readonly results: readonly { readonly message: { readonly text: string } }[] }]
  }
  readonly github: string
  readonly markdown: string
}

function reportsIn(folder: string): Reports {
  const read = (name: string): string => readFileSync(join(folder, 'o', name), 'utf8')
  return {
    text: read('t'),
    json: JSON.parse(read('j')),
    junit: read('x'),
    sarif: JSON.parse(read('s')),
    github: read('g'),
    markdown: read('m'),
  }
}

function requireSound({ junit, sarif, text, markdown }: Reports): void {
  expect(junitProblems(junit)).toEqual([])
  expect(sarifProblems(sarif)).toEqual([])
  expect(text).toMatch(/^Ackproof: the report of a run\n\n./)
  expect(markdown).toMatch(/^## Ackproof: /)
}

describe('several reporters at once', () => {
  it.each([
    ['check a.ack.ts', 1, 'check', 'expected holds, found violated (3 states)'],
    ['check --faults a.ack.ts', 0, 'faults', null],
    ['mutate a.ack.ts', 1, 'mutation', 'expected holds, found violated (3 states)'],
  ])('%s', async (command, exitCode, kind, problem) => {
    const folder = folderWith(files)
    const { code, stdout } = await ackproof([...command.split(' '), ...everyReporter], { folder })
    expect(code).toBe(exitCode)
    expect(stdout).toContain('report: o/x')
    const reports = reportsIn(folder)
    requireSound(reports)
    expect(reports.json).toMatchObject({ version: 1, kind, ok: exitCode === 0 })
    const { results } = reports.sarif.runs[0]
    if (problem === null) {
      expect([results, reports.github]).toEqual([[], ''])
      return
    }
    expect(results[0]?.message.text).toContain(problem)
    for (const text of [reports.text, reports.junit, reports.github]) expect(text).toContain(problem.slice(0, 14))
    expect(reports.markdown).toContain('✗ **not as expected**')
  })

  // An audit explores dozens of configurations, so that all its reports are looked at after one.
  it('audit, for which SARIF makes no sense', async () => {
    const folder = folderWith(files)
    const words = everyReporter.filter(
      (word, at) => !word.startsWith('sarif') && !everyReporter[at + 1]?.startsWith('sarif'),
    )
    const { code } = await ackproof(['audit', 'broker.conf', ...words, '--reporter', 'sarif:o/s'], { folder })
    expect(code).toBe(2)
    requireSound(reportsIn(folder))
    expect(reportsIn(folder).json.error?.message).toContain('audit has no reporter sarif')
    expect((await ackproof(['audit', '--help'])).stdout).not.toContain('sarif')
    expect(await ackproof(['audit', 'broker.conf', ...words], { folder })).toMatchObject({ code: 0 })
    const { junit, markdown, text, github, json } = reportsIn(folder)
    expect(json).toMatchObject({ version: 1, kind: 'audit', ok: true, exitCode: 0, interrupted: null, error: null })
    expect(Object.keys(json).slice(0, 7)).toEqual([
      'version',
      'kind',
      'ok',
      'exitCode',
      'interrupted',
      'seconds',
      'error',
    ])
    expect(json.seconds).toBeGreaterThan(0)
    const [suite] = [new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(junit).testsuites]
    expect(suite).toMatchObject({ failures: '0', errors: '0' })
    expect(Number(suite.tests)).toBeGreaterThan(5)
    expect(markdown).toContain('can be broken')
    expect([text.length > 500, github]).toEqual([true, ''])
  })
})

describe('a report of every format is written', () => {
  it.each([
    ['a file that cannot be loaded', 'check broken.ack.ts', 'broken.ack.ts'],
    ['a file that is not there', 'check nope.ack.ts', 'no such file'],
    ['a scenario that there is not', 'check a.ack.ts --scenario two', 'there is no scenario "two"'],
    ['options that do not go together', 'mutate a.ack.ts --update', '--update needs --survivors FILE'],
  ])('of %s', async (_what, command, problem) => {
    const folder = folderWith(files)
    const { code, stderr } = await ackproof([...command.split(' '), ...everyReporter], { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
    const reports = reportsIn(folder)
    requireSound(reports)
    expect(reports.json).toMatchObject({ ok: false, exitCode: 2, error: { message: expect.stringContaining(problem) } })
    expect(reports.github).toMatch(/^::error .*title=ackproof%3A the run::/)
    for (const text of [reports.text, reports.junit, reports.github]) expect(text).toContain(problem.slice(0, 12))
  })

  it('of words that cannot be read, in the place of an older one, whatever its format', async () => {
    const folder = folderWith(files)
    await ackproof(['check', 'a.ack.ts', ...everyReporter], { folder })
    const { code } = await ackproof(['check', 'a.ack.ts', '--max-depth', 'x', ...everyReporter], { folder })
    expect(code).toBe(2)
    const reports = reportsIn(folder)
    requireSound(reports)
    for (const text of [reports.text, reports.junit, reports.github]) expect(text).toContain("'x' is invalid")
    const stdout = await ackproof(['check', '--max-depth', 'x', '--reporter=junit'], { folder })
    expect(junitProblems(stdout.stdout)).toEqual([])
    expect(stdout.stdout).toContain('errors="1"')
  })

  it('before a run that is killed comes to its end, over those of an earlier run', async () => {
    const endless = source.replace('s.n < 3', 's.n < 9000000').replace('s.n <= 1', 's.n >= 0')
    const folder = folderWith({ ...files, 'long.ack.ts': endless })
    await ackproof(['check', 'a.ack.ts', ...everyReporter], { folder })
    const interrupt = { signal: 'SIGKILL', after: '' } as const
    expect(
      (
        await ackproof(['check', 'long.ack.ts', ...everyReporter], {
          folder,
          interrupt: { ...interrupt, after: 'states' },
        })
      ).code,
    ).toBe(null)
    const reports = reportsIn(folder)
    requireSound(reports)
    expect(reports.json.error?.message).toBe('the run that writes this report has not ended')
    for (const text of [reports.text, reports.junit, reports.github]) expect(text).toContain('has not ended')
  })
})

describe('no report takes the place of', () => {
  it.each([
    ['a specification', 'junit:a.ack.ts', 'that is a specification'],
    ['what could be one', 'markdown:new.ts', 'that is a specification, or could be one'],
    ['a file that is no report', 'sarif:broker.conf', 'the file is there, and is no report'],
    ['another report', 'junit:o.json', 'writes to the same place'],
    ['a folder', 'junit:.', 'cannot write the report'],
  ])('%s', async (_what, reporter, problem) => {
    const folder = folderWith(files)
    const words = ['check', 'a.ack.ts', '--json', 'o.json', '--reporter', reporter]
    const { code, stderr } = await ackproof(words, { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
    expect(readFileSync(join(folder, 'a.ack.ts'), 'utf8')).toBe(source)
    expect(readFileSync(join(folder, 'broker.conf'), 'utf8')).toBe(files['broker.conf'])
  })

  it('pictures and survivors', async () => {
    const folder = folderWith(files)
    const dot = await ackproof(['check', 'a.ack.ts', '--dot', 'p', '--reporter', 'junit:p/diagrams.json'], { folder })
    expect([dot.code, dot.stderr]).toEqual([2, expect.stringContaining('--reporter junit writes to the same place')])
    const words = ['mutate', 'a.ack.ts', '--survivors', 's.json', '--update', '--reporter', 'json:s.json']
    const { code, stderr } = await ackproof(words, { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('--reporter json writes to the same place')])
  })
})

describe('stdout', () => {
  it.each([
    ['junit', (text: string) => expect(junitProblems(text)).toEqual([])],
    ['sarif', (text: string) => expect(sarifProblems(JSON.parse(text))).toEqual([])],
    ['json', (text: string) => expect(JSON.parse(text)).toMatchObject({ kind: 'check' })],
    ['markdown', (text: string) => expect(text).toMatch(/^## Ackproof: /)],
  ] as const)('belongs to %s alone where it has no file', async (format, check) => {
    const environment = { GITHUB_ACTIONS: 'true' }
    const words = ['check', 'a.ack.ts', '--reporter', format, '--reporter', 'github']
    const { stdout, stderr } = await ackproof(words, { folder: folderWith(files), environment })
    check(stdout)
    expect(stderr).toMatch(/^::error file=a\.ack\.ts,line=6,col=4,/m)
  })

  it('has the text where every other reporter has a file, and is not for two', async () => {
    const folder = folderWith(files)
    expect((await ackproof(['check', 'a.ack.ts', '--reporter', 'junit:x.xml'], { folder })).stdout).toContain('BROKEN')
    const { code, stderr, stdout } = await ackproof(['check', 'a.ack.ts', '--reporter', 'text', '--json', '-'], {
      folder,
    })
    expect([code, stderr]).toEqual([2, expect.stringContaining('two reports go to stdout, text and json')])
    expect(stdout).toBe('')
  })
})

describe('in GitHub Actions', () => {
  const run = async (words: readonly string[], folder: string) =>
    ackproof(words, {
      folder,
      environment: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') },
    })

  it('annotations stand beside the text, and the step summary gets one section a command', async () => {
    const folder = folderWith(files)
    writeFileSync(join(folder, 'summary.md'), 'from an earlier command\n')
    const { stdout } = await run(['check', 'a.ack.ts'], folder)
    expect(stdout).toContain('BROKEN')
    expect(stdout).toMatch(/^::error file=a\.ack\.ts,line=6,col=4,title=counter%2C one%3A few::expected holds/m)
    await run(['check', 'nope.ack.ts'], folder)
    await run(['check', 'a.ack.ts', '--max-depth', 'x'], folder)
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8')
    expect(summary).toMatch(/^from an earlier command\n## Ackproof: 1 problem /)
    expect(summary.match(/^## Ackproof: /gm)).toHaveLength(3)
    expect(summary).toContain('```mermaid\nsequenceDiagram\n')
    expect(summary).toContain('Show it again: ` ackproof check a.ack.ts --scenario one `')
  })

  it('the summary stays below the 1 MiB that GitHub takes', async () => {
    const folder = folderWith(files)
    const path = join(folder, 'summary.md')
    for (const left of [1000, 10]) {
      writeFileSync(path, 'x'.repeat(2 ** 20 - left))
      await run(['check', 'a.ack.ts'], folder)
      expect(statSync(path).size).toBeLessThanOrEqual(2 ** 20)
    }
  })

  it('a summary that cannot be written changes nothing', async () => {
    const folder = folderWith(files)
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'no', 'such', 'folder') }
    const { code, stderr } = await ackproof(['check', 'a.ack.ts'], { folder, environment })
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot write the step summary')])
    expect(existsSync(join(folder, 'no'))).toBe(false)
  })

  it('nothing comes by itself where reporters are named', async () => {
    const folder = folderWith({ ...files, 'r.json': older })
    const { stdout } = await run(['check', 'a.ack.ts', '--reporter', 'json:r.json'], folder)
    expect(stdout).not.toContain('::error')
    expect(existsSync(join(folder, 'summary.md'))).toBe(false)
  })
})
