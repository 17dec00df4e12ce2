/** With `--workers n`, scenarios run side by side, and nothing that is printed or reported tells how many did. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, type Ended, folderWith } from './run-ackproof.ts'

/** What may differ between two equal runs stands in these fields. */
const ownFields = ['seconds', 'startedAt', 'engine']

function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => !ownFields.includes(name))
  return Object.fromEntries(fields.map(([name, member]) => [name, withoutOwn(member)]))
}

interface Report {
  readonly exitCode: number
  readonly interrupted: string | null
  readonly results: readonly {
    readonly scenario: string
    readonly outcome: string
    readonly ran: boolean
    readonly properties: readonly { readonly verdict: string }[]
  }[]
}

interface Run {
  readonly ended: Ended
  readonly report: Report
  /** The text on stdout, with the times taken out. */
  readonly text: string
}

async function run(folder: string, workers: number, words: readonly string[], signalAfter?: string): Promise<Run> {
  const file = `report-${workers}.json`
  const interrupt = signalAfter === undefined ? {} : { interrupt: { signal: 'SIGINT', after: signalAfter } as const }
  const [command = '', ...rest] = words
  // What is taken by default depends on what is free.
  const memory = command === 'check' ? ['--memory-limit', '1000'] : []
  const options = [...memory, '--workers', String(workers), '--json', file]
  const ended = await ackproof([command, ...options, ...rest], { folder, ...interrupt })
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Report
  const text = ended.stdout.replace(/ *\d+\.\d+(?= s|$)/gm, ' 0.00').replaceAll(file, 'report.json')
  return { ended, report, text }
}

/** Runs with 1, 2 and 3 threads; expects the same of each, and gives what the first came to. */
async function alike(files: Readonly<Record<string, string>>, words: readonly string[]): Promise<Run> {
  const folder = folderWith(files)
  const [first, ...others] = [await run(folder, 1, words), await run(folder, 2, words), await run(folder, 3, words)]
  for (const other of others) {
    expect(withoutOwn(other.report)).toEqual(withoutOwn(first.report))
    expect(other.text).toBe(first.text)
    expect(other.ended.code).toBe(first.ended.code)
  }
  return first
}

/** The first of the scenarios is by far the largest: it ends last. */
const counters = `import { holds, specify, suite, violated } from 'ackproof'
const counter = ({ most, step }: { most: number; step: number }) =>
  specify('counter', { n: 0 as number, m: 0 as number })
    .action('up').when((s) => s.n < most).changes((s) => ({ n: s.n + step }))
    .action('turn').when((s) => s.m < most).changes((s) => ({ m: s.m + 1 }))
    .action('never').when((s) => s.n < 0).changes(() => ({ n: 0 }))
    .always('small', (s) => s.n < 100)
export const one = suite('one', counter, { most: 90, step: 1 })
  .scenario({ title: 'large', expect: { small: holds }, counts: { distinct: 8281 } })
  .scenario({ title: 'small', config: { most: 3 }, expect: { small: holds } })
  .scenario({ title: 'broken', config: { most: 101, step: 50 }, expect: { small: violated(3) } })
export const two = suite('two', counter, { most: 5, step: 2 }).scenario({ title: 'steps', expect: { small: holds } })
`

const jobs = `import { holds, specify, suite, upTo } from 'ackproof'
const jobs = ({ crashes, copies }: { crashes: number; copies: number }) =>
  specify('jobs', { copies, crashes, jobs: 0 as number })
    .action('work').when((s) => s.jobs < 3).changes((s) => ({ jobs: s.jobs + 1 }))
    .action('crash').fault().when((s) => s.crashes > 0).changes((s) => ({ crashes: s.crashes - 1, copies: s.copies - 1 }))
    .always('a copy is left', (s) => s.copies > 0)
const faults = { crashes: upTo(2, 'crash', 'crashes') }
export default suite('jobs', jobs, { crashes: 0, copies: 2 })
  .scenario({ title: 'two copies', expect: { 'a copy is left': holds }, faults })
  .scenario({ title: 'three copies', config: { copies: 3 }, expect: { 'a copy is left': holds }, faults })
  .scenario({ title: 'one copy', config: { copies: 1 }, expect: { 'a copy is left': holds }, faults })
`

describe('with any number of workers', () => {
  it('the reports, the text and the findings of own files are the same', async () => {
    const { report, text } = await alike({ 'counters.spec.ts': counters }, ['check', 'counters.spec.ts'])
    expect(report.results.map(({ scenario }) => scenario)).toEqual(['large', 'small', 'broken', 'steps'])
    expect(text).toContain('action "never" never fires')
  })

  it('those of built-in suites are', async () => {
    const { report } = await alike({}, ['check', 'classic/w*', 'classic/increment'])
    expect(report.results.length).toBe(7)
  })

  it('those of a search for faults are', async () => {
    const { report, text } = await alike({ 'jobs.spec.ts': jobs }, ['check', 'jobs.spec.ts', '--faults'])
    expect(report.exitCode).toBe(0)
    expect(text).toContain('broken by 2 crashes')
  })

  it('those of mutants are', async () => {
    const { ended } = await alike({}, ['mutate', 'classic/die-hard'])
    expect(ended.stdout).toContain('killed')
  })

  it('an error and a limit are those of their own scenarios', async () => {
    const failing = counters
      .replace('n: s.n + step', 'n: step === 50 ? null!.x : s.n + step')
      .replace('config: { most: 3 }', 'config: { most: 90 }, maxDepth: 4')
    const { report, ended } = await alike({ 'a.spec.ts': failing }, ['check', 'a.spec.ts', '--max-states', '5000'])
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['undecided', 'met', 'error', 'met'])
    expect(ended.code).toBe(4)
  })

  it('a function that does not return is named, and ends no other scenario', async () => {
    const hanging = counters
      .replace('n: s.n + step', 'n: step === 50 ? forever() : s.n + step')
      .replace('const counter', `const forever = (): number => { for (;;); }\nconst counter`)
    const { report, ended } = await alike({ 'a.spec.ts': hanging }, ['check', 'a.spec.ts'])
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['met', 'met', 'error', 'met'])
    expect(ended.code).toBe(4)
  }, 120_000)

  it('memory that one takes is not held against another', async () => {
    const hungry = `import { holds, specify, suite } from 'ackproof'
const list = ({ most, size }: { most: number; size: number }) =>
  specify('list', { all: [] as number[], n: 0 as number })
    .action('add').when((s) => s.n < most).changes((s) => ({ n: s.n + 1, all: Array.from({ length: size }, (_, at) => at + s.n) }))
    .always('few', (s) => s.n <= most)
export default suite('lists', list, { most: 100, size: 3 })
  .scenario({ title: 'first', expect: { few: holds } })
  .scenario({ title: 'greedy', config: { most: 1e9, size: 20_000 }, expect: { few: holds } })
  .scenario({ title: 'second', config: { most: 60_000 }, expect: { few: holds } })
  .scenario({ title: 'third', config: { most: 50_000 }, expect: { few: holds } })
`
    const folder = folderWith({ 'a.spec.ts': hungry })
    const { report, ended } = await run(folder, 2, ['check', 'a.spec.ts', '--memory-limit', '150'])
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['met', 'undecided', 'met', 'met'])
    expect(ended.code).toBe(3)
  }, 120_000)
})

it('a file is loaded in each thread that explores it, and in no other', async () => {
  const folder = folderWith({ 'a.spec.ts': `console.error('being loaded')\n${counters}` })
  const timesLoaded = ({ ended }: Run): number => ended.stderr.split('being loaded').length - 1
  const all = ['check', 'a.spec.ts']
  expect(timesLoaded(await run(folder, 2, all))).toBe(2)
  expect(timesLoaded(await run(folder, 3, [...all, '--scenario', 'large']))).toBe(1)
})

it('a file that cannot be loaded in a second thread is said to be so', async () => {
  const once = `import { mkdirSync } from 'node:fs'\nmkdirSync('once')\n${counters}`
  const { report, ended } = await run(folderWith({ 'a.spec.ts': once }), 2, ['check', 'a.spec.ts'])
  // The thread that has loaded it may be free again for the others.
  expect(report.results.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['met', 'error'])
  expect(ended.code).toBe(4)
  expect(ended.stdout).toMatch(/cannot be loaded in another thread: .*a\.spec\.ts:2:1: Error: EEXIST/)
})

it('a signal ends all that run side by side, and what they found is kept', async () => {
  const endless = `import { holds, specify, suite, violated } from 'ackproof'
const counter = ({ at }: { at: number }) =>
  specify('counter', { n: 0 as number })
    .action('up').changes((s) => ({ n: s.n + 1 }))
    .always('small', (s) => s.n < at)
    .always('no fraction', (s) => Number.isInteger(s.n))
export default suite('counters', counter, { at: 3 })
  .scenario({ title: 'first', expect: { small: violated(4), 'no fraction': holds } })
  .scenario({ title: 'second', config: { at: 5 }, expect: { small: violated(6), 'no fraction': holds } })
  .scenario({ title: 'third', expect: { small: violated(4), 'no fraction': holds } })
`
  const folder = folderWith({ 'a.spec.ts': `console.error('being loaded')\n${endless}` })
  const { ended, report } = await run(folder, 2, ['check', 'a.spec.ts'], 'being loaded')
  expect([ended.code, report.exitCode, report.interrupted]).toEqual([130, 130, 'SIGINT'])
  expect(report.results.map(({ ran }) => ran)).toEqual([true, true, false])
  expect(report.results.map(({ outcome }) => outcome)).toEqual(['undecided', 'undecided', 'undecided'])
  expect(report.results.map(({ properties }) => properties[0]?.verdict)).toEqual(['violated', 'violated', 'undecided'])
})

it.each(['0', '-1', '1.5', 'many', '257', ''])('--workers "%s" is refused', async (value) => {
  const ended = await ackproof(['check', '--workers', value])
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain('Expected a number of threads, a whole number from 1 to 256.')
})
