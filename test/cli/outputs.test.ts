import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const source = `import { specify, suite, violated } from 'ackproof'
  const counter = specify('counter', { n: 0 })
    .action('up').when((s) => s.n < 3).changes((s) => ({ n: s.n + 1 }))
    .always('few', (s) => s.n <= 1)
  export default suite('counter', counter).scenario({ title: 'one', expect: { few: violated(3) } })`
const older = '{ "version": 1, "ok": true, "exitCode": 0 }'

function folderOf(more: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    'a.spec.ts': source,
    'report.json': older,
    isfile: 'mine',
    'package.json': '{ "name": "x" }',
    ...more,
  })
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')
const parsed = (folder: string, name: string): Record<string, unknown> => JSON.parse(read(folder, name))

describe('an older report gives way to one that says why nothing was run', () => {
  it.each([
    ['check a.spec.ts --dot isfile', 'isfile" is no folder; expected a folder', { results: [], suites: [] }],
    ['check a.spec.ts --dot -', 'cannot write diagrams to stdout', { results: [] }],
    ['check a.spec.ts --dot report.json', '--json writes to the same place', { results: [] }],
    ['check a.spec.ts --strict --scenario one', '--strict judges whole suites', { results: [] }],
    [
      'check a.spec.ts --strict --faults',
      '--strict judges whole suites',
      { results: [], faults: [], withoutFaults: [] },
    ],
    ['check a.spec.ts --faults', 'no selected scenario declares faults', { results: [], faults: [] }],
    ['check a.spec.ts --max-depth x', "'x' is invalid", { results: [] }],
    ['check a.spec.ts --no-such', "unknown option '--no-such'", { results: [] }],
    ['check a.spec.ts --faults --max-depth x', "'x' is invalid", { results: [], faults: [] }],
    [
      'mutate a.spec.ts --survivors package.json',
      'it is not a list of survivors',
      { suites: [], notRun: [], unmet: [] },
    ],
    ['mutate a.spec.ts --survivors report.json --update', '--json writes to the same place', { notRun: [] }],
    ['mutate a.spec.ts --update', '--update needs --survivors FILE', { suites: [], differences: null }],
    ['mutate a.spec.ts --max-states x', "'x' is invalid", { suites: [], notRun: [] }],
    ['audit nope.conf', 'no such file: "nope.conf"', { clusters: [], files: [], leftOut: [], rocketmq: null }],
    ['audit x.conf --rocketmq 3', 'Expected a version of RocketMQ', { clusters: [], files: [] }],
  ])('%s', async (command, problem, lists) => {
    const folder = folderOf()
    const { code, stderr } = await ackproof([...command.split(' '), '--json', 'report.json'], { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
    const report = parsed(folder, 'report.json')
    const error = { message: expect.stringContaining(problem), location: null }
    expect(report).toMatchObject({ version: 1, ok: false, exitCode: 2, interrupted: null, seconds: 0, error, ...lists })
  })

  it('and stdout gets it too, while a file that is no report stays as it is', async () => {
    const folder = folderOf()
    const onStdout = await ackproof(['check', '--max-depth', 'x', '--json=-'], { folder })
    expect(JSON.parse(onStdout.stdout)).toMatchObject({ ok: false, exitCode: 2, results: [] })
    await ackproof(['check', '--max-depth', 'x', '--json', 'package.json'], { folder })
    await ackproof(['check', '--max-depth', 'x', '--json', 'new.json'], { folder })
    expect(read(folder, 'package.json')).toBe('{ "name": "x" }')
    expect(readdirSync(folder)).not.toContain('new.json')
  })
})

describe('no output takes the place of', () => {
  it('a report of the same run', async () => {
    const folder = folderOf()
    mkdirSync(join(folder, 'real'))
    symlinkSync('real', join(folder, 'link'))
    for (const words of [
      ['check', 'a.spec.ts', '--dot', 'out', '--json', 'out/diagrams.json'],
      ['check', 'a.spec.ts', '--dot', 'real', '--json', 'link/diagrams.json'],
      ['mutate', 'a.spec.ts', '--survivors', 'real/s.json', '--update', '--json', './link/s.json'],
    ]) {
      const { code, stderr } = await ackproof(words, { folder })
      expect([code, stderr]).toEqual([2, expect.stringContaining('--json writes to the same place')])
    }
  })

  it('what could be a specification', async () => {
    const folder = folderOf()
    const words = ['mutate', 'a.spec.ts', '--survivors', 'new.spec.ts', '--update']
    const { code, stderr } = await ackproof(words, { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot write the survivors to "new.spec.ts"')])
    expect(readdirSync(folder)).not.toContain('new.spec.ts')
  })

  it.each([
    ['json', '{ "version": 1, "ok": true, "mine": 1 }'],
    ['markdown', '## Ackproof: how we use it\n'],
    ['text', 'Ackproof\n\nis what we use.\n'],
  ])("a file of the user's own that begins like a report of %s", async (format, own) => {
    const folder = folderOf({ mine: own })
    const { code, stderr } = await ackproof(['check', 'a.spec.ts', '--reporter', `${format}:mine`], { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('the file is there, and is no report')])
    await ackproof(['check', 'a.spec.ts', '--nope', '--reporter', `${format}:mine`], { folder })
    expect(read(folder, 'mine')).toBe(own)
  })

  it('a report or a list of diagrams of another version, which is named', async () => {
    const newer = '{ "version": 2, "ok": true, "exitCode": 0 }'
    const list = '{ "version": 2, "diagrams": [] }'
    const folder = folderOf({ 'r.json': newer, 'diagrams.json': list })
    const report = await ackproof(['check', 'classic/peterson', '--json', 'r.json'], { folder })
    expect([report.code, report.stderr]).toEqual([
      2,
      expect.stringContaining('"r.json" has version 2; this ackproof reads'),
    ])
    expect(await ackproof(['check', 'classic/peterson', '--nope', '--json', 'r.json'], { folder })).toMatchObject({
      code: 2,
    })
    const drawn = await ackproof(['check', 'classic/peterson', '--dot', '.'], { folder })
    expect([drawn.code, drawn.stderr]).toEqual([
      2,
      expect.stringContaining('has version 2; this ackproof reads version 1'),
    ])
    expect([read(folder, 'r.json'), read(folder, 'diagrams.json')]).toEqual([newer, list])
  })

  it("a diagrams.json of the user's own, which is seen before the run", async () => {
    for (const own of ['{ "diagrams": ["mine"] }', 'not even JSON', '[]']) {
      const folder = folderOf({ 'diagrams.json': own })
      const { code, stdout, stderr } = await ackproof(['check', 'a.spec.ts', '--dot', '.'], { folder })
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('is no list of diagrams')])
      expect(read(folder, 'diagrams.json')).toBe(own)
    }
  })

  it("a picture of the user's own, whose name is avoided, run after run", async () => {
    const folder = folderOf({ 'counter--one--few.svg': 'mine' })
    const pictures = ['counter--one--few-2.dot', 'counter--one--few-2.svg', 'counter--one--few.svg']
    for (let run = 1; run <= 2; run++) {
      expect(await ackproof(['check', 'a.spec.ts', '--dot', '.'], { folder })).toMatchObject({ code: 0 })
      expect(readdirSync(folder).filter((name) => name.startsWith('counter--'))).toEqual(pictures)
    }
    expect(read(folder, 'counter--one--few.svg')).toBe('mine')
    expect(parsed(folder, 'diagrams.json')).toMatchObject({ diagrams: [{ stem: 'counter--one--few-2' }] })
  })
})
