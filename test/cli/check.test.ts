import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { CheckData } from '../../reporters/json/check-report.ts'
import { ackproof, emptyFolder, folderWith } from './run-ackproof.ts'

const counter = (expected: string, body = ''): string => `
import { holds, specify, suite, unreachable, violated } from 'ackproof'

const counter = specify('counter', { n: 0 })
  .action('inc').when((s) => s.n < 5).changes((s) => ({ n: s.n + 1 }))
  ${body}
  .always('small', (s) => s.n < 4)
export default suite('counter', counter).scenario({ id: 'C01', title: 'it counts', expect: { small: ${expected} } })
`

/** More states than any of these tests waits for. */
const huge = `
import { at, each, holds, specify, suite, violated } from 'ackproof'
const keys = Array.from({ length: 24 }, (_, key) => key)
const huge = specify('huge', { n: each(keys, 0) })
  .action('inc').over('key', keys).when((s, { key }) => s.n[key] < 9).changes((s, { key }) => ({ n: at(key, s.n[key] + 1) }))
  .always('no two', (s) => s.n[0] < 2)
  .always('small', (s) => s.n[0] < 9)
export const all = suite('huge', huge)
  .scenario({ title: 'three levels', maxDepth: 3, expect: { 'no two': violated(3), small: holds } })
  .scenario({ title: 'everything', expect: { 'no two': violated(3), small: holds } })
  .scenario({ title: 'three levels again', maxDepth: 3, expect: { 'no two': violated(3), small: holds } })
`

describe('built-in suites', () => {
  it('come out as expected, one by name, several by glob', async () => {
    const one = await ackproof(['check', 'classic/die-hard'])
    expect(one).toMatchObject({ code: 0, stderr: '' })
    expect(one.stdout).toMatch(/✓ ok\s+jugs of 5 and 3 gallons\s+16\s+97\s+8/)
    expect(one.stdout).toContain('found violated (7 states)')
    expect(one.stdout).toContain('fill the big jug')
    const several = await ackproof(['check', 'classic/pe*', '--quiet', '--strict'])
    expect(several.code).toBe(0)
    expect(several.stdout).toMatch(/^(?!1 )\d+ scenarios: \d+ as expected; .*\n$/)
  })

  it('are listed and shown', async () => {
    const list = await ackproof(['list'])
    expect(list.stdout).toMatch(/^classic\/die-hard +1 scenario +\S/m)
    const show = await ackproof(['show', 'classic/die-hard'])
    expect(show.code).toBe(0)
    expect(show.stdout).toContain('expects "never exactly four gallons": violated in 7 states')
  })
})

describe("a user's own file", () => {
  it('is written by `new`, and checks in an empty folder', async () => {
    const folder = emptyFolder()
    expect(await ackproof(['new', 'order-service'], { folder })).toMatchObject({ code: 0, stderr: '' })
    const check = await ackproof(['check', 'order-service.ack.ts', '--no-types'], { folder })
    expect(check).toMatchObject({ code: 0, stderr: '' })
    expect(check.stdout).toContain('breaks as expected: one at a time (3 states)')
    const again = await ackproof(['new', 'order-service'], { folder })
    expect(again).toMatchObject({ code: 2, stdout: '' })
    expect(again.stderr).toContain('"order-service.ack.ts" exists already')
  })

  it('may be plain JavaScript, import its neighbours, and export a bare specification', async () => {
    const folder = folderWith({
      'limit.ts': 'export const limit: number = 3',
      'bare.mjs': `import { specify } from 'ackproof'
        import { limit } from './limit.ts'
        export const spec = specify('bare', { n: 0 }).action('inc').when((s) => s.n < limit)
          .changes((s) => ({ n: s.n + 1 })).always('small', (s) => s.n <= limit).reachable('top', (s) => s.n === limit)`,
    })
    const { code, stdout } = await ackproof(['check', 'bare.mjs'], { folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^bare .*\n {2}✓ ok/)
  })

  it('may have blanks and letters of any language in its name, and export several specifications in an array', async () => {
    const name = 'zähler 名 2.spec.js'
    const folder = folderWith({
      [name]: `import { specify } from 'ackproof'
        const spec = (name) => specify(name, { n: 0 }).action('flip').changes((s) => ({ n: 1 - s.n }))
          .always('small', (s) => s.n < 2)
        export default [spec('a'), spec('b')]`,
    })
    const { code, stdout } = await ackproof(['check', name], { folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^zähler 名 2\/default 1 .*\n.*✓ ok +a .*\n\nzähler 名 2\/default 2 .*\n.*✓ ok +b /)
  })

  it('that breaks a promise fails, with the story and the command that shows it again', async () => {
    const folder = folderWith({ 'a.spec.ts': counter('holds') })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts'], { folder })
    expect(code).toBe(1)
    expect(stdout).toContain('✗ UNMET')
    expect(stdout).toContain('expected holds; found violated (5 states)')
    const command =
      /To see these again:\n {2}(node .*main\.js check a\.spec\.ts --scenario C01)\n/.exec(stdout)?.[1] ?? ''
    const again = spawnSync(command, { shell: true, cwd: folder, encoding: 'utf8' })
    expect([again.status, again.stdout.includes('expected holds; found violated (5 states)')]).toEqual([1, true])
  })

  it('that keeps a promise which should break fails, too', async () => {
    const text = counter('violated()').replace('s.n < 4', 's.n < 9')
    const { code, stdout } = await ackproof(['check', 'a.spec.ts'], { folder: folderWith({ 'a.spec.ts': text }) })
    expect(code).toBe(1)
    expect(stdout).toContain('expected violated; found holds on the full graph')
  })

  it.each([
    ['an unmet length', 'violated(4)', 1, 'expected violated in 4 states; found violated (5 states)'],
    ['a met length', 'violated(5)', 0, '1 scenario: 1 as expected'],
  ])('with %s', async (_, expected, code, message) => {
    const found = await ackproof(['check', 'a.spec.ts', '--quiet'], {
      folder: folderWith({ 'a.spec.ts': counter(expected) }),
    })
    expect(found.code).toBe(code)
    expect(found.stdout).toContain(message)
  })

  it('with an error in an action names the place in the source', async () => {
    const folder = folderWith({ 'a.spec.ts': counter('holds', `.action('bad').changes((s: any) => s.nope.there)`) })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts'], { folder })
    expect(code).toBe(4)
    expect(stdout).toMatch(/! ERROR/)
    expect(stdout).toMatch(/action "bad" \(.*a\.spec\.ts:6:\d+\)/)
    expect(stdout).not.toContain('    at ')
  })

  it('with an error tells the stories of what was found before', async () => {
    const late = `.eventually('end', (s: any) => { if (s.n === 2) throw new Error('too late'); return true })`
    const folder = folderWith({ 'a.spec.ts': counter('violated(5), end: holds', late) })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--json', 'r.json'], { folder })
    expect(code).toBe(4)
    expect(stdout).toMatch(/property "end" \(.*\): it threw Error: too late\. It had read n = 2\.\n/)
    expect(stdout).toContain('BROKEN  "small" is broken in 5 states')
    const [result] = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')).results
    expect(result.properties.find(({ name }: { name: string }) => name === 'small').trace.length).toBe(5)
  })
})

describe('a specification of this repository', () => {
  it('can be checked as a file, before it is listed', async () => {
    const file = fileURLToPath(new URL('../../spec/classic/die-hard.ts', import.meta.url))
    const { code, stdout } = await ackproof(['check', file, '--quiet'])
    expect(stdout).toMatch(/^1 scenario: 1 as expected; 16 states/)
    expect(code).toBe(0)
  })
})

describe('a reducer that does not return', () => {
  const spin = `.action('spin').when((s) => s.n === 3).changes(() => { for (;;); })`
  const text = counter('violated()', spin) + counterNamed('after')

  function counterNamed(name: string): string {
    return `export const second = suite('${name}', specify('fine', { n: 0 }).always('small', () => true))
      .scenario({ title: 'still runs', expect: { small: holds } })`
  }

  it('is named, and the other scenarios go on', async () => {
    const folder = folderWith({ 'a.spec.ts': text })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--time-limit', '0.5'], { folder })
    expect(code).toBe(3)
    expect(stdout).toMatch(/action "spin" had been running for \d+ s when the run was ended: does it return\?/)
    expect(stdout).toMatch(/✓ ok +still runs/)
  })
})

describe('an action with a life of its own', () => {
  it.each([
    [
      'fails a promise',
      `void Promise.reject(new Error('late'))`,
      /a promise or a timer \(.*a\.spec\.ts:\d+:\d+\): it failed with "late"/,
    ],
    ['fails in a timer', `setTimeout(() => { throw new Error('late') }, 0)`, /it failed with "late"/],
    ['ends the process', 'process.exit(0)', /action "odd" ended the thread that was checking it/],
  ])('is an error where it %s, without a stack trace', async (_, statement, message) => {
    const action = `.action('odd').when((s) => s.n === 2).changes(() => { ${statement}; return {} })`
    const folder = folderWith({ 'a.spec.ts': counter('violated(5)', action) })
    const { code, stdout, stderr } = await ackproof(['check', 'a.spec.ts', '--no-types'], { folder })
    expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
    expect(stdout).toMatch(message)
  })
})

describe('limits', () => {
  const folder = folderWith({ 'huge.spec.ts': huge })

  it.each([
    [['--time-limit', '0.3'], 'time', 'time limit of 0.3 s reached'],
    [['--max-states', '5000'], 'states', 'limit of 5,000 states reached'],
    [['--max-depth', '4'], 'depth', 'limit of depth 4 reached'],
    [['--memory-limit', '30'], 'memory', 'memory limit of 30 MB reached'],
    [['--stop-first'], 'stopped', 'stopped at the first violation'],
  ])('%j never passes', async (words, completeness, message) => {
    const file = join(emptyFolder(), 'report.json')
    const args = ['check', 'huge.spec.ts', '--scenario', 'everything', '--json', file, ...words]
    const { code, stdout } = await ackproof(args, { folder })
    expect(code).toBe(3)
    expect(stdout).toContain('? UNDECIDED')
    expect(stdout).toContain(message)
    const report = JSON.parse(readFileSync(file, 'utf8')) as CheckData
    expect(report).toMatchObject({ ok: false, exitCode: 3, results: [{ ok: false, completeness }] })
    expect(report.results[0]?.properties.map(({ name, ok }) => [name, ok])).toEqual([
      ['no two', true],
      ['small', false],
    ])
  })

  it('of the scenario itself are part of its verdict', async () => {
    const { code, stdout } = await ackproof(['check', 'huge.spec.ts', '--scenario', 'three levels'], { folder })
    expect(code).toBe(0)
    expect(stdout).toContain('expected holds; found holds to depth 3')
  })
})

describe('an interrupted run', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s prints and reports what is known', async (signal, exitCode) => {
    const folder = folderWith({ 'huge.spec.ts': huge })
    const { code, stdout } = await ackproof(['check', 'huge.spec.ts', '--json', 'report.json'], {
      folder,
      interrupt: { signal, after: 'three levels' },
    })
    expect(code).toBe(exitCode)
    expect(stdout).toMatch(
      /\? UNDECIDED +everything.*\n +breaks as expected: no two \(3 states\)\s+see: .*\n +stopped at/,
    )
    expect(stdout).toMatch(/3 scenarios: 1 as expected, 1 undecided, 1 not run/)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as CheckData
    expect(report).toMatchObject({ ok: false, exitCode, interrupted: signal })
    expect(report.results.map(({ ran, completeness }) => [ran, completeness])).toEqual([
      [true, 'depth'],
      [true, 'stopped'],
      [false, 'stopped'],
    ])
  })
})

describe('findings', () => {
  const lamps = (more: string): string => `
    import { holds, specify, suite } from 'ackproof'
    const lamp = ({ fuses }: { fuses: number }) => specify('lamp', { isOn: false, fuses, colour: 'red' })
      .action('switch').changes((s) => ({ isOn: !s.isOn }))
      .action('blow a fuse').fault().when((s) => s.fuses > 0).changes((s) => ({ fuses: s.fuses - 1, isOn: false }))
      .action('repair').when((s) => s.fuses < 0).changes(() => ({ fuses: 1 }))
      .always('never dark and blown', (s) => s.isOn || s.fuses >= 0)
    const expect = { 'never dark and blown': holds }
    export default suite('lamp', lamp, { fuses: 0 })
      .scenario({ title: 'no fault', expect }).scenario({ title: 'one fault', config: { fuses: 1 }, expect })${more}`

  it('are what every scenario of a suite confirms; with --strict they fail the check', async () => {
    const folder = folderWith({ 'lamp.spec.ts': lamps('') })
    const plain = await ackproof(['check', 'lamp.spec.ts', '--json', 'report.json'], { folder })
    expect(plain.code).toBe(0)
    expect(plain.stdout).toMatch(
      /⚠ finding +action "repair" never fires \(its guard is never true\): .* \[never-fires\]/,
    )
    expect(plain.stdout).toMatch(/⚠ finding +"colour" is never read, .* \[never-read\]/)
    expect(plain.stdout.match(/⚠/g)).toHaveLength(2)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as CheckData
    expect(report.suites).toMatchObject([
      {
        spec: 'lamp',
        findings: [
          { kind: 'never-fires', subject: 'repair', parts: null },
          { kind: 'never-read', subject: 'colour', parts: null },
        ],
        accepted: [],
      },
    ])
    const firing = report.results.map(({ findings }) =>
      findings.filter(({ kind }) => kind === 'never-fires').map(({ subject }) => subject),
    )
    expect(firing).toEqual([['blow a fuse', 'repair'], ['repair']])
    const strict = await ackproof(['check', 'lamp.spec.ts', '--strict', '--quiet'], { folder })
    expect(strict.code).toBe(1)
    expect(strict.stdout).toContain('2 scenarios: 2 as expected')
    expect(strict.stdout).toMatch(/^--strict: 2 findings in lamp; mend them, or accept each/m)
  })

  it('are accepted with a reason, as long as there is something to accept', async () => {
    const accepting = `
      .accept({ finding: 'never-fires', of: 'repair', because: 'nobody is there to do it' })
      .accept({ finding: 'never-read', of: 'colour', because: 'it is for the stories' })`
    const stale = `.accept({ finding: 'never-fires', of: 'blow a fuse', because: 'it used to be so' })`
    const folder = folderWith({
      'accepting.spec.ts': lamps(accepting),
      'stale.spec.ts': lamps(accepting + stale),
    })
    const passes = await ackproof(['check', 'accepting.spec.ts', '--strict', '--stats'], { folder })
    expect(passes.code).toBe(0)
    expect(passes.stdout).toContain('[never-fires]; because: nobody is there to do it')
    const fails = await ackproof(['check', 'stale.spec.ts', '--strict'], { folder })
    expect(fails.code).toBe(1)
    expect(fails.stdout).toContain('the suite accepts "never-fires" of "blow a fuse", and there is no such finding')
  })

  it('are not judged of a part of a suite', async () => {
    const folder = folderWith({ 'lamp.spec.ts': lamps('') })
    const part = await ackproof(['check', 'lamp.spec.ts', '--scenario', 'one fault'], { folder })
    expect(part.code).toBe(0)
    expect(part.stdout).not.toContain('finding')
    const both = await ackproof(['check', 'lamp.spec.ts', '--scenario', 'one fault', '--strict'], { folder })
    expect(both).toMatchObject({ code: 2, stdout: '' })
    expect(both.stderr).toContain('--strict judges whole suites')
  })
})

describe('what is written', () => {
  it('is a report alone on stdout for --json -', async () => {
    const text = `console.log('noise')\nprocess.stdout.write('more noise')\n${counter('violated(5)')}`
    const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--json', '-'], {
      folder: folderWith({ 'a.spec.ts': text }),
    })
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as CheckData
    expect(report).toMatchObject({
      version: 1,
      ok: true,
      results: [{ spec: 'counter', id: 'C01', completeness: 'stopped' }],
    })
    expect(report.results[0]?.properties[0]?.trace?.steps.map(({ state }) => state.n)).toEqual([0, 1, 2, 3, 4])
    expect(report.results[0]?.properties[0]?.sentences).toHaveLength(5)
  })

  it('is a .dot and an .svg for each counterexample', async () => {
    const folder = folderWith({ 'a.spec.ts': counter('violated(5)') })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--dot', 'deep/er'], { folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^diagrams: 1 counterexample, as \.dot and \.svg, in deep\/er \(drawn by (dot|the built-in Graphviz, because .*)\)$/m,
    )
    expect(readdirSync(join(folder, 'deep/er')).sort()).toEqual([
      'counter--c01-it-counts--small.dot',
      'counter--c01-it-counts--small.svg',
      'diagrams.json',
    ])
    expect(readFileSync(join(folder, 'deep/er/counter--c01-it-counts--small.svg'), 'utf8')).toContain('<svg')
  })

  it('has no control characters of a name in it', async () => {
    const folder = folderWith({
      'a.spec.ts': `import { specify, suite } from 'ackproof'
        export const a = suite('a', specify('a', { n: 0 })).scenario({ title: 'two\\nlines \\u001b[31mred', expect: {}, counts: { distinct: 1 } })`,
    })
    const { code, stdout } = await ackproof(['check', 'a.spec.ts'], { folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ ok +two lines \ufffd\[31mred /)
  })

  it('has statistics on request, and no colours in a pipe', async () => {
    const { stdout } = await ackproof(['check', 'classic/peterson', '--stats'])
    expect(stdout).toContain('states are compared whole: no hash collisions by construction')
    expect(stdout).not.toContain('\u001b[')
  })

  it('is a report that says so where the run cannot start, in place of an older one', async () => {
    const folder = folderWith({
      'a.spec.ts': 'export default 1',
      'report.json': '{ "version": 1, "ok": true, "exitCode": 0 }',
    })
    const { code } = await ackproof(['check', 'a.spec.ts', '--json', 'report.json'], { folder })
    const problem = expect.stringContaining('cannot load "a.spec.ts": expected an exported suite or specification')
    const report = { version: 1, ok: false, exitCode: 2, results: [], error: { message: problem, location: null } }
    expect(code).toBe(2)
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject(report)
    const onStdout = await ackproof(['check', 'a.spec.ts', '--json', '-'], { folder })
    expect(JSON.parse(onStdout.stdout)).toMatchObject(report)
  })

  it.each([
    ['a specification that is checked', 'a.spec.ts'],
    ['what could be a specification', 'other.ts'],
    ['a file that is no report', 'notes.json'],
  ])('never takes the place of %s', async (_, file) => {
    const source = `import { specify } from 'ackproof'
      export default specify('ok', { n: 0 }).always('zero', (s) => s.n === 0)`
    const folder = folderWith({ 'a.spec.ts': source, 'notes.json': '{ "mine": 1 }' })
    const { code, stderr } = await ackproof(['check', 'a.spec.ts', '--json', file], { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(`cannot write the report to "${file}"`)])
    expect(readFileSync(join(folder, 'a.spec.ts'), 'utf8')).toBe(source)
    expect(readFileSync(join(folder, 'notes.json'), 'utf8')).toBe('{ "mine": 1 }')
  })
})
