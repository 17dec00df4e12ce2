import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FaultData } from '../../reporters/json/fault-report.ts'
import { ackproof, emptyFolder, folderWith } from './run-ackproof.ts'

/** A queue of two messages that loses some and, when it crashes, delivers again what it had delivered. */
const queue = (scenario: string, promises = ''): string => `
import { bag, holds, insert, removeOne, specify, suite, unreachable, upTo, violated } from 'ackproof'

interface Faults { readonly losses: number; readonly crashes: number; readonly unused: number }

const queue = ({ losses, crashes }: Faults) =>
  specify('queue', { waiting: bag(['a', 'b']), got: bag<string>(), left: { losses, crashes }, isClosed: false })
    .action('deliver').over('message', (s) => s.waiting)
    .changes((s, { message }) => ({ waiting: removeOne(s.waiting, message), got: insert(s.got, message) }))
    .action('lose').over('message', (s) => s.waiting).fault()
    .when((s) => s.left.losses > 0)
    .changes((s, { message }) => ({ waiting: removeOne(s.waiting, message), left: { ...s.left, losses: s.left.losses - 1 } }))
    .action('crash').fault()
    .when((s) => s.left.crashes > 0 && s.got.length > 0)
    .changes((s) => ({ waiting: insert(s.waiting, s.got[0]), left: { ...s.left, crashes: s.left.crashes - 1 } }))
    .action('close').over('seen', (s) => [s.got])
    .when((s) => s.waiting.length === 0 && !s.isClosed).changes(() => ({ isClosed: true }))
    .alwaysStep('nothing is lost', (_before, step) => step.action !== 'close' || step.args.seen.length > 1)
    .always('nothing comes twice', (s) => s.got.length < 3)
    .reachable('three messages', (s) => s.got.length > 2)
    ${promises}

const expect = { 'nothing is lost': holds, 'nothing comes twice': holds, 'three messages': unreachable }
export default suite('queue', queue, { losses: 0, crashes: 0, unused: 0 })
  ${scenario}
`

const faults = `faults: { losses: upTo(1, 'lost message'), crashes: upTo(2, 'crash') }`
const declared = `.scenario({ id: 'Q1', title: 'a queue', expect, ${faults} })`
const undeclared = `.scenario({ title: 'no faults here', expect })`

const searched = (specification: string, ...words: string[]) =>
  ackproof(['check', 'a.spec.ts', '--faults', ...words], { folder: folderWith({ 'a.spec.ts': specification }) })

/** A counter of crashes, with the promises given; `n` = crashes so far, `left` = crashes that may still come. */
const crashes = (promises: string, expected: string, { most = 2, scenario = '' } = {}): string => `
import { holds, specify, suite, upTo, violated } from 'ackproof'
const counter = ({ crashes }: { crashes: number }) => specify('counter', { n: 0, left: crashes })
  .action('crash').fault().when((s) => s.left > 0).changes((s) => ({ n: s.n + 1, left: s.left - 1 }))
  ${promises}
export default suite('counter', counter, { crashes: 0 }).scenario({
  title: 'crashes', expect: { ${expected} }, faults: { crashes: upTo(${most}, 'crash') }, ${scenario}
})`

describe('the fewest faults', () => {
  it('are one sentence a promise, with the shortest story in brief', async () => {
    const { code, stdout } = await searched(queue(`${declared}${undeclared}`))
    expect(code).toBe(0)
    expect(stdout.replace(/ +\d+\.\d+/g, '').replace(/\d+ states in s/, 'n states')).toBe(
      [
        'queue                                     budgets  explored       states  seconds',
        '  ✓ ok         Q1 a queue                       6         4           70',
        '      · nothing is lost      holds with any 2 crashes; broken by 1 lost message',
        '          1 lost message: 4 states, lose at step 1',
        '      · nothing comes twice  holds with any 1 lost message; broken by 1 crash',
        '          1 crash: 5 states, crash at step 3',
        '      · three messages       reached with 1 crash',
        '',
        '1 scenario: 1 as expected; 6 fault budgets, 4 explored, n states',
        '1 scenario left out, no faults declared: queue "no faults here"',
        '',
      ].join('\n'),
    )
  })

  it('are told in full for one scenario, with the command that shows them again', async () => {
    const folder = folderWith({ 'a.spec.ts': queue(declared) })
    const { stdout } = await ackproof(['check', 'a.spec.ts', '--faults', '--scenario', 'Q1', '--stats'], { folder })
    expect(stdout).toMatch(/With 1 lost message allowed:\n +BROKEN {2}"nothing is lost" is broken/)
    expect(stdout).toMatch(/With 1 crash allowed:\n +REACHED {2}"three messages" is reached/)
    expect(stdout).toMatch(/^ +1 lost message \+ 2 crashes +stories run again$/m)
    expect(stdout).toMatch(/^ +\d+ times a story was run again with more faults allowed; (\d+) came to the same end$/m)
    const command = /Show it again: (node .*)\n/.exec(stdout)?.[1] ?? ''
    const again = spawnSync(command, { shell: true, cwd: folder, encoding: 'utf8' })
    expect([again.status, again.stdout.includes('With 1 lost message allowed:')]).toEqual([0, true])
  })

  it('are compared with those that are expected, word for word', async () => {
    const expecting = (sentence: string): string =>
      queue(`.scenario({ title: 'a queue', expect, ${faults}, frontier: { 'nothing is lost': '${sentence}' } })`)
    const met = await searched(expecting('holds with any 2 crashes; broken by 1 lost message'), '--quiet')
    expect(met).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 scenario: 1 as expected; .*\n$/),
      stderr: '',
    })
    const unmet = await searched(expecting('holds without faults; broken by 1 lost message'))
    expect(unmet.code).toBe(1)
    expect(unmet.stdout).toMatch(
      /✗ UNMET +a queue.*\n +✗ nothing is lost +holds with any 2 crashes; broken by 1 lost message\n +expected: holds without faults; broken by 1 lost message\n/,
    )
    expect(unmet.stdout).toMatch(/To see these again:\n {2}node .* check a\.spec\.ts --faults --scenario 'a queue'\n/)
  })

  it('are data in the report: budgets, verdicts, frontier, replays', async () => {
    const { code, stdout } = await searched(queue(`${declared}${undeclared}`), '--json', '-')
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as FaultData
    expect(report).toMatchObject({ version: 1, ok: true, exitCode: 0, results: [] })
    expect(report.withoutFaults).toEqual([{ spec: 'queue', scenario: 'no faults here' }])
    const [search] = report.faults
    expect(search).toMatchObject({ spec: 'queue', id: 'Q1', outcome: 'met', ran: true, problems: [], error: null })
    expect(search?.kinds.map(({ key, most }) => [key, most])).toEqual([
      ['losses', 1],
      ['crashes', 2],
    ])
    expect(search?.budgets.map(({ budget, how }) => [budget.losses, budget.crashes, how])).toEqual([
      [0, 0, 'explored'],
      [1, 0, 'explored'],
      [0, 1, 'explored'],
      [1, 1, 'replayed'],
      [0, 2, 'explored'],
      [1, 2, 'replayed'],
    ])
    expect(search?.budgets[3]?.verdicts).toEqual({
      'nothing is lost': 'violated',
      'nothing comes twice': 'violated',
      'three messages': 'reachable',
    })
    expect(search?.properties[0]).toMatchObject({
      name: 'nothing is lost',
      sentence: 'holds with any 2 crashes; broken by 1 lost message',
      expected: null,
      settled: true,
      fewest: [{ losses: 1, crashes: 0 }],
      safe: [{ losses: 0, crashes: 2 }],
      exceptions: [],
      undecided: [],
    })
    const [story] = search?.properties[0]?.stories ?? []
    expect(story?.trace?.steps.map(({ action }) => action)).toEqual([null, 'lose', 'deliver', 'close'])
    expect(story?.sentences).toHaveLength(4)
    expect(search?.replays.length).toBeGreaterThan(5)
    expect(search?.replays.every(({ same, reason }) => same && reason === null)).toBe(true)
  })

  it('are drawn, one picture for each budget that breaks a promise', async () => {
    const folder = folderWith({ 'a.spec.ts': queue(declared) })
    const { stdout } = await ackproof(['check', 'a.spec.ts', '--faults', '--dot', 'out'], { folder })
    expect(stdout).toMatch(/^diagrams: 2 counterexamples, as \.dot and \.svg, in out/m)
    expect(readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.dot'))).toEqual([
      'queue--q1-a-queue-with-1-crash--nothing-comes-twice.dot',
      'queue--q1-a-queue-with-1-lost-message--nothing-is-lost.dot',
    ])
  })

  it('say what no budget changes, and hold only inside the bounds of the scenario', async () => {
    const unused = `.scenario({ title: 'a queue', maxDepth: 4, expect, faults: { crashes: upTo(1, 'crash'), unused: upTo(1, 'fire') } })`
    const { code, stdout } = await searched(queue(unused))
    expect(code).toBe(0)
    expect(stdout).toContain('allowing more of "unused" changes nothing: does the specification use it?')
    expect(stdout).toContain('holds with up to 1 crash and 1 fire (all that was tried, to depth 4)')
  })
})

describe('a specification that is not monotone', () => {
  it('is explored wherever a story is saved by more faults, and that is said', async () => {
    const text = crashes(`.always('even in the end', (s) => s.left > 0 || s.n % 2 === 0)`, `'even in the end': holds`)
    const { code, stdout } = await searched(text)
    expect(code).toBe(0)
    expect(stdout).toContain('· even in the end  holds without faults; broken by 1 crash; holds again with 2 crashes\n')
    expect(stdout).toContain(
      '"even in the end" is not monotone: what breaks it with 1 crash does not with 2 crashes ' +
        '(the promise is kept at its end); that budget was explored\n',
    )
  })

  it('has every budget explored where it makes a promise of progress', async () => {
    const text = crashes(
      `.fair('weak', 'crash').eventually('an odd number', (s) => s.n % 2 === 1)`,
      `'an odd number': violated()`,
    )
    const { code, stdout } = await searched(text, '--json', '-')
    expect(code).toBe(0)
    const [search] = (JSON.parse(stdout) as FaultData).faults
    expect(search?.budgets.map(({ how }) => how)).toEqual(['explored', 'explored', 'explored'])
    expect(search?.properties[0]?.sentence).toBe(
      'broken without any fault; holds again with 1 crash, or with 2 crashes',
    )
    expect(search?.replays).toEqual([])
  })
})

describe('a search that is cut short', () => {
  /** More states than any of these tests waits for, as soon as there may be a crash. */
  const growing = `.action('add').when((s) => s.n > 0 && s.n < 1e9).changes((s) => ({ n: s.n + 1 }))
    .always('no crash', (s) => s.n === 0).always('small', (s) => s.n < 2e9)`
  const text = crashes(growing, `'no crash': holds, small: holds`)

  it('by a limit passes nothing off as kept', async () => {
    const { code, stdout } = await searched(text, '--max-states', '500')
    expect(code).toBe(3)
    expect(stdout).toMatch(/\? UNDECIDED +crashes/)
    expect(stdout).toMatch(/with 1 crash: limit of 500 states reached at .*, and 1 more\n +still taking new values: n/)
    expect(stdout).toContain('no crash  holds without faults; broken by 1 crash\n')
    expect(stdout).toContain('? small     holds without faults; undecided with 1 crash\n')
  })

  it('at the first broken promise leaves the rest undecided', async () => {
    const { code, stdout } = await searched(queue(declared), '--stop-first')
    expect(code).toBe(3)
    expect(stdout).toContain(
      'nothing is lost      holds without faults; undecided with 1 crash; broken by 1 lost message\n',
    )
    expect(stdout).toMatch(/ended before 4 budgets could be settled/)
  })

  it('by Ctrl-C prints and reports what is known', async () => {
    const folder = folderWith({
      'a.spec.ts': text.replace('export default', 'export const endless =').concat(`
        .scenario({ title: 'after', expect: { 'no crash': holds, small: holds }, faults: { crashes: upTo(1, 'crash') } })
        const quick = () => specify('quick', { n: 0 }).always('zero', (s) => s.n === 0)
        export const first = suite('a first one', quick, { crashes: 0 }).scenario({
          title: 'at once', expect: { zero: holds }, faults: { crashes: upTo(1, 'crash') } })
        export default [first, endless]`),
    })
    const words = ['check', 'a.spec.ts', '--faults', '--json', 'report.json']
    const interrupt = { signal: 'SIGINT', after: 'all that was tried' } as const
    const { code, stdout } = await ackproof(words, { folder, interrupt })
    expect(code).toBe(130)
    expect(stdout).toMatch(/\? small +holds without faults; undecided with 1 crash\n/)
    expect(stdout).toMatch(/ended before 1 budget could be settled\n/)
    expect(stdout).toMatch(/^3 scenarios: 1 as expected, 1 undecided, 1 not run; /m)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as FaultData
    expect(report).toMatchObject({ ok: false, exitCode: 130, interrupted: 'SIGINT' })
    expect(report.faults.map(({ ran, outcome }) => [ran, outcome])).toEqual([
      [true, 'met'],
      [true, 'undecided'],
      [false, 'undecided'],
    ])
    expect(report.faults[1]?.budgets.map(({ how }) => how)).toEqual(['explored', 'explored', 'untried'])
  })
})

describe('a mistake', () => {
  it('that shows only with faults names the budget and the place', async () => {
    const throwing = `.action('bad').when((s) => s.n > 1).changes((s: any) => s.nope.there).always('fine', () => true)`
    const { code, stdout } = await searched(crashes(throwing, 'fine: holds'))
    expect(code).toBe(4)
    expect(stdout).toMatch(/! ERROR +crashes/)
    expect(stdout).toMatch(/with 2 crashes: spec "counter", action "bad" \(.*a\.spec\.ts:\d+:\d+\)/)
    expect(stdout).toContain('? fine  holds with any 1 crash; undecided with 2 crashes')
    expect(stdout).not.toContain('    at ')
  })

  it('in a specification that cannot be built with some budget is told like that', async () => {
    const text = crashes(`.always('fine', () => true)`, 'fine: holds')
    const throwing = `{ if (crashes === 2) throw new Error('too many'); return specify(`
    const { code, stdout } = await searched(text.replace('specify(', throwing).replace('() => true)', '() => true) }'))
    expect(code).toBe(4)
    expect(stdout).toContain('with 2 crashes: suite "counter" cannot be built: too many')
    expect(stdout).toContain('fine  holds with any 1 crash; undecided with 2 crashes')
  })

  it('in a specification that makes other promises with more faults is told like that', async () => {
    const { code, stdout } = await searched(
      crashes(`.always(crashes > 0 ? 'good' : 'fine', () => true)`, 'fine: holds'),
    )
    expect(code).toBe(4)
    expect(stdout).toContain('with 1 crash: spec "counter": it makes other promises than scenario "crashes"')
  })

  it.each([
    [
      `faults: { crashs: upTo(1, 'crash') }`,
      'fault budget "crashs" is no key of the configuration; did you mean "crashes"?',
    ],
    [
      `faults: { crashes: upTo(-1, 'crash') }`,
      'fault budget "crashes" goes up to -1. Expected a whole number, 1 or more',
    ],
    [`faults: { crashes: upTo(0.5, 'crash') }`, 'fault budget "crashes" goes up to 0.5'],
    [
      `${faults}, frontier: { 'nothing is los': 'x' }`,
      'expects a frontier of "nothing is los", which is no property; did you mean',
    ],
  ])('in a declaration is one line: %s', async (declaration, message) => {
    const { code, stdout, stderr } = await searched(queue(`.scenario({ title: 'a queue', expect, ${declaration} })`))
    expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
    expect(stderr).toMatch(
      /^ackproof: cannot load "a\.spec\.ts": spec "queue", scenario "a queue" \(.*a\.spec\.ts:\d+:\d+\): /,
    )
    expect(stderr).toContain(message)
  })

  it('in what is selected is one line', async () => {
    const { code, stdout, stderr } = await searched(queue(undeclared))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'ackproof: no selected scenario declares faults, so there is nothing to search: queue "no faults here"; ' +
        "add faults: { powerCut: upTo(2, 'power cut') } to a scenario\n",
    )
    const classic = await ackproof(['check', 'classic/s*', '--faults'], { folder: emptyFolder() })
    expect(classic.code).toBe(2)
    expect(classic.stderr).toMatch(/ and \d+ more; add faults/)
  })
})
