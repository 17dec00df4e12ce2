import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, type Ended, folderWith } from './run-ackproof.ts'

/** One promise breaks; of the findings a branch and a variable are not accepted, and one variable is. */
const file = `
import { holds, specify, suite, upTo, violated } from 'ackproof'

const counter = ({ most, resets }) =>
  specify('counter', { n: 0 as number, resets, idle: 0 })
    .action('inc').when((s) => s.n < most).changes((s) => ({ n: s.n > 90 ? 0 : s.n + 1 }))
    .action('reset').fault().when((s) => s.resets > 0).changes((s) => ({ n: 0, resets: s.resets - 1 }))
    .always('small', (s) => s.n < 4)
    .alwaysStep('never back', (s, _step, after) => after.n >= s.n)
    .deadlockFree((s) => s.n === most)
const lamp = specify('lamp', { on: false as boolean, never: 0 })
  .action('flip').changes((s) => ({ on: !s.on })).always('dark', (s) => !s.on)

export const counters = suite('counters', counter, { most: 5, resets: 1 })
  .scenario({ id: 'C01', title: 'one reset', expect: { small: violated(5), 'never back': violated(), 'no deadlock': holds }, faults: { resets: upTo(1, 'reset') } })
  .scenario({ id: 'C02', title: 'no reset', config: { most: 3, resets: 0 }, expect: { small: holds, 'never back': holds, 'no deadlock': holds }, neighbour: 'C01 one reset' })
  .scenario({ id: 'C03', title: 'two resets', config: { resets: 2 }, expect: { small: violated(5), 'never back': violated(), 'no deadlock': holds }, faults: { resets: upTo(2, 'reset') }, neighbour: 'C02 no reset' })
  .accept({ finding: 'never-read', of: 'idle', because: 'it stands for what is not modelled' })
export const lamps = suite('lamps', lamp).scenario({ title: 'a lamp', expect: { dark: holds }, counts: { distinct: 2 } })
`

const memory = ['--memory-limit', '1000']

async function shards(folder: string, of: number, words: readonly string[]): Promise<readonly string[]> {
  const names: string[] = []
  for (let index = 1; index <= of; index++) {
    names.push(`shard-${index}.json`)
    await ackproof(['check', ...words, ...memory, '--shard', `${index}/${of}`, '--json', `shard-${index}.json`], {
      folder,
    })
  }
  return names
}

function read(folder: string, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'))
}

/** A report without what may differ between two equal runs. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !['seconds', 'startedAt', 'engine'].includes(key))
  return Object.fromEntries(kept.map(([key, each]) => [key, comparable(each)]))
}

async function mergedAndWhole(
  of: number,
  words: readonly string[],
): Promise<{ merge: Ended; one: Ended; folder: string }> {
  const folder = folderWith({ 'a.spec.ts': file })
  const names = await shards(folder, of, words)
  const one = await ackproof(['check', ...words, ...memory, '--json', 'one.json'], { folder })
  const merge = await ackproof(['merge', ...names.toReversed(), '--json', 'merged.json'], { folder })
  expect(comparable(read(folder, 'merged.json'))).toEqual(comparable(read(folder, 'one.json')))
  expect(merge.code).toBe(one.code)
  return { merge, one, folder }
}

describe('shards that are merged', () => {
  it('are the one run, findings of --strict and a broken promise with them', { timeout: 120_000 }, async () => {
    const { merge, one, folder } = await mergedAndWhole(2, ['a.spec.ts', 'classic/peterson', '--strict'])
    expect(one.code).toBe(1)
    expect(read(folder, 'merged.json')).toMatchObject({
      ok: false,
      suites: [
        { spec: 'counters', findings: [{ kind: 'branch-never-ran' }], accepted: [{ subject: 'idle' }] },
        { spec: 'lamps', findings: [{ kind: 'never-read', subject: 'never' }] },
        { spec: 'classic/peterson' },
      ],
    })
    expect(merge.stdout).toContain('BROKEN  "dark" is broken in 2 states')
    expect(merge.stdout).toContain('--strict: 1 finding in counters, 1 finding in lamps')
    expect(merge.stdout).toMatch(/\n6 scenarios: 5 as expected, 1 not as expected; /)
  })

  it('are the one search for faults', { timeout: 120_000 }, async () => {
    const { merge, folder } = await mergedAndWhole(2, ['a.spec.ts', '--faults'])
    expect(merge.code).toBe(0)
    const words = ['merge', 'shard-1.json', 'shard-2.json', '--reporter', 'markdown', '--reporter', 'junit:m.xml']
    const { stdout } = await ackproof([...words, '--reporter', 'sarif:m.sarif'], { folder })
    expect(stdout).toContain('## Ackproof: ')
    expect(stdout).toContain('| counters | C03 two resets | never back |')
    expect(readFileSync(join(folder, 'm.xml'), 'utf8')).toContain('<testsuites name="ackproof"')
    expect(readFileSync(join(folder, 'm.sarif'), 'utf8')).toContain('"executionSuccessful": true')
    expect(merge.stdout).toMatch(/never back +holds without faults; broken by 1 reset/)
    const { code } = await ackproof(['merge', 'shard-1.json', '--json', 'half.json'], { folder })
    expect(code).toBe(2)
    expect(read(folder, 'half.json')).toMatchObject({ kind: 'faults', ok: false, exitCode: 2 })
  })

  it('may be more than there are scenarios, and of chosen properties', { timeout: 120_000 }, async () => {
    const { folder, merge } = await mergedAndWhole(3, ['a.spec.ts', '--property', 'dark'])
    expect(merge.code).toBe(1)
    expect(read(folder, 'shard-2.json')).toMatchObject({ ok: true, exitCode: 0, results: [] })
  })
})

describe('a shard', () => {
  it('that failed, or was interrupted, makes the whole not ok', { timeout: 120_000 }, async () => {
    const folder = folderWith({ 'a.spec.ts': file })
    const names = await shards(folder, 2, ['a.spec.ts', '--property', 'small'])
    expect((await ackproof(['merge', ...names], { folder })).code).toBe(0)
    const whole = read(folder, 'shard-2.json')
    const changed = async (fields: object): Promise<[number | null, unknown]> => {
      writeFileSync(join(folder, 'shard-2.json'), JSON.stringify({ ...whole, ...fields }))
      const { code } = await ackproof(['merge', ...names, '--json', 'merged.json'], { folder })
      return [code, read(folder, 'merged.json')]
    }
    expect(await changed({ interrupted: 'SIGTERM', ok: false, exitCode: 143 })).toMatchObject([
      143,
      { ok: false, interrupted: 'SIGTERM' },
    ])
    const shard = { ...(whole.shard as object), whole: null }
    const error = { message: 'no such file', location: null }
    const [code, merged] = await changed({ ok: false, exitCode: 2, error, results: [], suites: [], shard })
    expect(code).toBe(2)
    expect(merged).toMatchObject({ ok: false, exitCode: 2, error: { message: 'shard 2 of 2: no such file' } })
    expect((merged as { results: unknown[] }).results).toHaveLength(2)
  })

  it('whose file cannot be loaded says so in its report, which merges', async () => {
    const folder = folderWith({ 'a.spec.ts': 'nonsense here' })
    const names = await shards(folder, 2, ['a.spec.ts'])
    const { code } = await ackproof(['merge', ...names, '--json', 'merged.json'], { folder })
    expect(code).toBe(2)
    expect(read(folder, 'merged.json')).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^cannot load "a.spec.ts"/) },
    })
  })

  it.each(['0/3', '4/3', '1', '1/0', '-1/3', '1/2/3', 'a/b', '1.5/3'])('cannot be %s', async (text) => {
    const { code, stderr } = await ackproof(['check', 'classic/peterson', '--shard', text])
    expect([code, stderr.trimEnd().includes('\n')]).toEqual([2, false])
    expect(stderr).toContain('Expected i/n, as in 2/3')
  })
})

describe('merge refuses', () => {
  it('shards of sources that have changed, wherever they lie and whichever comes first', {
    timeout: 120_000,
  }, async () => {
    const here = folderWith({ 'a.spec.ts': file })
    const changedFolder = folderWith({ 'a.spec.ts': file.replace('s.n > 90', 's.n > 91') })
    const elsewhere = folderWith({ 'a.spec.ts': file })
    const words = (at: number) => ['check', 'a.spec.ts', ...memory, '--shard', `${at}/3`, '--json', `${at}.json`]
    await ackproof(words(1), { folder: here })
    await ackproof(words(2), { folder: changedFolder })
    await ackproof(words(2), { folder: elsewhere })
    await ackproof(words(3), { folder: here })
    const first = read(here, '1.json')
    const error = { message: 'no such file', location: null }
    const failed = {
      ...first,
      ok: false,
      exitCode: 2,
      error,
      results: [],
      shard: { ...(first.shard as object), whole: null },
    }
    writeFileSync(join(here, 'failed.json'), JSON.stringify(failed))
    for (const one of ['1.json', 'failed.json']) {
      const { code, stderr } = await ackproof(['merge', one, join(changedFolder, '2.json'), '3.json'], { folder: here })
      expect(code).toBe(2)
      expect(stderr).toContain('are not of one run: the sources of "counters" have changed between them')
    }
    const { code } = await ackproof(['merge', '1.json', join(elsewhere, '2.json'), '3.json'], { folder: here })
    expect(code).toBe(1)
  })

  const folder = folderWith({ 'a.spec.ts': file })

  it('what is no shard, or not all of one run, by name', { timeout: 120_000 }, async () => {
    const names = await shards(folder, 2, ['a.spec.ts', '--property', 'small'])
    const shard = read(folder, 'shard-2.json')
    const put = (name: string, content: unknown): void =>
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
    put('other.json', { ...shard, shard: { ...(shard.shard as object), ackproof: '9.9.9' } })
    put('foreign.json', {
      ...shard,
      shard: {
        ...(shard.shard as object),
        asked: { ...(shard.shard as { asked: object }).asked, specs: ['b.spec.ts'] },
      },
    })
    put('v2.json', { ...shard, version: 2 })
    put('damaged.json', { ...shard, results: 'none' })
    const [result = {}] = shard.results as readonly object[]
    put('stateless.json', { ...shard, results: [{ ...result, states: undefined }] })
    put('mutation.json', { ...shard, kind: 'mutation' })
    put('text.json', 'no json')
    put('list.json', [])
    await ackproof(['check', 'classic/peterson', '--json', 'whole.json'], { folder })
    const [one = ''] = names
    const cases: readonly (readonly [readonly string[], string])[] = [
      [[one], 'shard 2 of 2 missing: merge takes the reports of all'],
      [[one, one], '"shard-1.json" and "shard-1.json" are both shard 1 of 2'],
      [
        [one, 'other.json'],
        '"shard-1.json" and "other.json" are not of one run: their versions of ackproof differ (0.1.0 and 9.9.9)',
      ],
      [
        [one, 'foreign.json'],
        '"shard-1.json" and "foreign.json" are not of one run: their specifications differ (["a.spec.ts"] and ["b.spec.ts"])',
      ],
      [[one, 'v2.json'], '"v2.json" has version 2; this ackproof reads version 1'],
      [[one, 'damaged.json'], 'the report "damaged.json" is damaged'],
      [[one, 'stateless.json'], 'the report "stateless.json" is damaged'],
      [[one, 'mutation.json'], '"mutation.json" is a report of the kind "mutation", which has no shards'],
      [[one, 'text.json'], '"text.json" is no JSON, and so no report'],
      [[one, 'list.json'], '"list.json" is no report'],
      [[one, 'whole.json'], '"whole.json" is the report of a whole run, and no shard'],
      [[one, 'nope.json'], 'no such file: "nope.json"'],
      [[one, '.'], 'cannot read ".": it is no regular file'],
      [
        [...names, '--json', one],
        'cannot write the merged report to "shard-1.json": that is one of the files that are read',
      ],
    ]
    for (const [words, message] of cases) {
      const { code, stderr } = await ackproof(['merge', ...words], { folder })
      expect([code, stderr.trimEnd().includes('\n')], message).toEqual([2, false])
      expect(stderr).toContain(message)
    }
  })
})
