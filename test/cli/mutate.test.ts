import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const folder = folderWith({
  'ok.spec.ts': `import { specify } from 'ackproof'
    export default specify('ok', { n: 0, m: 0 })
      .action('inc').when((s) => s.n < 3).changes((s) => ({ n: s.n + 1, m: s.m + 1 }))
      .always('few', (s) => s.n <= 3)`,
  'wrong.spec.ts': `import { specify } from 'ackproof'
    export default specify('wrong', { n: 0 })
      .action('inc').when((s) => s.n < 3).changes((s) => ({ n: s.n + 1 }))
      .always('zero', (s) => s.n === 0)`,
  'error.spec.ts': `import { specify } from 'ackproof'
    export default specify('error', { n: 0 })
      .action('inc').changes(() => ({ m: 1 }) as never)
      .always('zero', (s) => s.n === 0)`,
  // Only without its guard does "inc" loop for ever.
  'hangs.spec.ts': `import { specify } from 'ackproof'
    export default specify('hangs', { n: 0 })
      .action('inc').when((s) => s.n < 3).changes((s) => {
        let left = 3 - s.n
        while (left !== 0) left--
        return { n: s.n + 1 }
      })
      .reachable('three', (s) => s.n === 3)`,
  'list.json': '[]',
  'one-letter.json': '{ "version": 1, "survivors": { "rocketmq/stor": { "inc: keeps n": "because" } } }',
  'misspelt.json': '{ "version": 1, "survivors": { "okk": { "inc: keeps n": "because" } } }',
})

describe('ackproof mutate', () => {
  it('lists the survivors of a file, and of a built-in suite', async () => {
    const { code, stdout } = await ackproof(['mutate', 'ok.spec.ts', 'classic/peterson'], { folder })
    expect(stdout).toContain('ok  4 mutants, 1 scenario\n  25 % killed: 1 of 4 that change anything\n')
    expect(stdout).toContain('  No property would notice if\n    `inc` never happened\n    `inc` forgot to change m\n')
    expect(stdout).toContain(
      'Undecided (its graph outgrew the limit), and no property noticed that\n    `inc` forgot to change n',
    )
    expect(stdout).toMatch(/\nclassic\/peterson {2}\d+ mutants, 2 scenarios\n/)
    expect(stdout).toMatch(/\n2 suites, \d+ mutants: \d+ killed, .* in [\d.]+ s\n$/)
    expect(code).toBe(0)
  })

  it('fails when the survivors are not those that are known, until they are', async () => {
    const words = ['mutate', 'ok.spec.ts', '--survivors', 'known.json']
    expect(await ackproof([...words, '--update'], { folder })).toMatchObject({ code: 0 })
    const known = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8'))
    expect(known.version).toBe(1)
    expect(known.survivors).toEqual({ ok: { 'inc: never fires': '', 'inc: keeps m': '', 'inc: keeps n': '' } })
    const silent = await ackproof(words, { folder })
    expect([silent.code, silent.stdout]).toEqual([1, expect.stringContaining('In known.json without a reason')])
    writeFileSync(join(folder, 'known.json'), JSON.stringify(known).replaceAll('""', '"a step on the way"'))
    expect(await ackproof(words, { folder })).toMatchObject({ code: 0 })

    const other = folderWith({
      'known.json':
        '{"version":1,"survivors":{"ok":{"inc: never fires":"","inc: keeps m":"","inc: guard disabled":""}}}',
      'ok.spec.ts': readFileSync(join(folder, 'ok.spec.ts'), 'utf8'),
    })
    const { code, stdout } = await ackproof(words, { folder: other })
    expect(code).toBe(1)
    expect(stdout).toContain(
      'Not killed, and not in known.json: add a property that notices, or say there why not\n    ok  inc: keeps n',
    )
    expect(stdout).toContain('In known.json, and not among the survivors any more\n    ok  inc: guard disabled')
    expect(stdout).toContain('--update brings known.json up to date')
  })

  it('writes a report, with where each mutant was noticed', async () => {
    const { code, stdout } = await ackproof(['mutate', 'ok.spec.ts', '--json', '-'], { folder })
    const { suites, ...report } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(report).toMatchObject({ version: 1, ok: true, exitCode: 0, interrupted: null, notRun: [], unmet: [] })
    expect(suites).toMatchObject([{ suite: 'ok', killed: 1, of: 4, scenarios: [{ name: 'ok', states: 4, depth: 4 }] }])
    expect(suites[0].mutants[0]).toEqual({
      id: 'inc: guard disabled',
      kind: 'guard-disabled',
      action: 'inc',
      path: [],
      text: '`inc` paid no attention to its guard',
      fate: 'killed',
      where: { scenario: 'ok', property: 'few', problem: 'expected holds, found violated' },
    })
  })

  it('does not mutate what is not as it expects to be', async () => {
    const wrong = await ackproof(['mutate', 'wrong.spec.ts', 'ok.spec.ts'], { folder })
    expect(wrong.stdout).toContain(
      'wrong  not mutated: it is not as it expects to be in the first place\n  wrong: zero: expected holds, found violated (2 states)',
    )
    expect(wrong.stdout).toContain('check wrong.spec.ts --scenario wrong')
    expect(wrong.stdout).toContain('ok  4 mutants')
    expect(wrong.code).toBe(1)

    const error = await ackproof(['mutate', 'error.spec.ts'], { folder })
    expect(error.stdout).toContain('it changes "m", which is no variable')
    expect(error.code).toBe(4)
  })

  it('counts a mutant that never returns as killed by an error', async () => {
    const { code, stdout } = await ackproof(['mutate', 'hangs.spec.ts'], { folder })
    expect(stdout).toContain('100 % killed: 3 of 3 that change anything, 1 of them by an error')
    expect(code).toBe(0)
  })

  it('ends with 3 when the time is over, and says what was not run', async () => {
    const { code, stdout } = await ackproof(['mutate', 'rocketmq/store', 'classic/peterson', '--time-limit', '0.05'])
    expect(stdout).toContain(
      'rocketmq/store  not mutated: the run ended while its scenarios were looked at as they are',
    )
    expect(stdout).toMatch(/1 suite not run: classic\/peterson\n$/)
    expect(code).toBe(3)
  })

  it('ends with 3 when no scenario is small enough', async () => {
    const { code, stdout } = await ackproof(['mutate', 'classic/die-hard', '--max-states', '5'])
    expect(stdout).toContain('--max-states takes larger ones in')
    expect(code).toBe(3)
  })

  it('prints and reports what is known when it is interrupted', async () => {
    const { code, stdout } = await ackproof(
      ['mutate', 'classic/die-hard', 'rocketmq/transaction', 'rocketmq/store', '--json', 'cut.json'],
      {
        folder,
        interrupt: { signal: 'SIGINT', after: 'classic/die-hard' },
      },
    )
    expect(stdout).toMatch(/classic\/die-hard {2}\d+ mutants, 1 scenario\n/)
    expect(stdout).toMatch(/suites? not run: .*rocketmq\/store/)
    expect(code).toBe(130)
    const report = JSON.parse(readFileSync(join(folder, 'cut.json'), 'utf8'))
    expect(report).toMatchObject({ ok: false, exitCode: 130, interrupted: 'SIGINT' })
    expect(report.notRun).toContain('rocketmq/store')
  })

  it.each([
    [['classic/nowhere'], 'there is no built-in suite, file or folder "classic/nowhere"'],
    [['ok.spec.ts', '--scenario', 'x'], 'there is no scenario "x"'],
    [['ok.spec.ts', '--update'], '--update needs --survivors FILE'],
    [['ok.spec.ts', '--survivors', 'nowhere.json'], 'no such file: "nowhere.json"; --update writes it'],
    [['ok.spec.ts', '--survivors', 'misspelt.json'], '"misspelt.json" names a suite "okk"; did you mean "ok"?'],
    [['ok.spec.ts', '--survivors', 'one-letter.json'], 'a suite "rocketmq/stor"; did you mean "rocketmq/store"?'],
    [['ok.spec.ts', '--survivors', 'list.json'], 'cannot read "list.json": it is not a list of survivors'],
    [['ok.spec.ts', '--max-states', 'many'], 'Expected a whole number'],
    [[], 'there is no specification (*.ack.ts) in this folder or below it'],
  ])('refuses %j in one line', async (words, message) => {
    const { code, stdout, stderr } = await ackproof(['mutate', ...words], { folder })
    expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
    expect(stderr).toContain(message)
  })
})
