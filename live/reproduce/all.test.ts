import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { type AllOptions, WholeRun } from './all.ts'
import { readResults } from './results.ts'
import { rowsNamed } from './row.ts'
import { journalOn } from './testing/journal.ts'

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'ackproof-results-')), 'results.json')

/** Of the suite, as its sources are. */
const hashesOf = (all: string, adapter = 'as it is') => new Map([['tests/journal', { all, adapter }]])

async function all(live: AnyLiveSuite, resultsPath: string, options: Partial<AllOptions> = {}) {
  const whole = new WholeRun(() => {})
  const hashes = hashesOf('as they are')
  const usual = {
    version: null,
    runs: 2,
    seed: 1,
    walkSteps: 8,
    hashes,
    resultsPath,
    whyNot: () => null,
    waitMs: 1_000,
  }
  await whole.run(rowsNamed([live], 'J01'), { ...usual, ...options })
  return whole
}

describe('the whole run', () => {
  it('keeps what each promise, version and neighbour has shown, in one order', async () => {
    const path = newFile()
    const whole = await all(journalOn({ versions: ['5.3.3', '4.9.7'] }), path)
    expect(whole.done).toHaveLength(32)
    const { results, compared } = readResults(path)
    expect(
      results.map(({ rocketmq, promise, kind, neighbour, runs, follows }) =>
        [promise ?? 'all', kind, neighbour?.slice(0, 3) ?? '-', rocketmq, `${follows}/${runs}`].join(' | '),
      ),
    ).toMatchInlineSnapshot(`
      [
        "all | random walk | J02 | 4.9.7 | 2/2",
        "all | random walk | J02 | 5.3.3 | 2/2",
        "all | random walk | J03 | 4.9.7 | 2/2",
        "all | random walk | J03 | 5.3.3 | 2/2",
        "what is answered is flushed in the end | counterexample | - | 4.9.7 | 2/2",
        "what is answered is flushed in the end | counterexample | - | 5.3.3 | 2/2",
        "what is answered is flushed in the end | same steps | J02 | 4.9.7 | 2/2",
        "what is answered is flushed in the end | same steps | J02 | 5.3.3 | 2/2",
        "what is answered is flushed in the end | same steps | J03 | 4.9.7 | 2/2",
        "what is answered is flushed in the end | same steps | J03 | 5.3.3 | 2/2",
        "what is answered is there | counterexample | - | 4.9.7 | 2/2",
        "what is answered is there | counterexample | - | 5.3.3 | 2/2",
        "what is answered is there | same steps | J02 | 4.9.7 | 2/2",
        "what is answered is there | same steps | J02 | 5.3.3 | 2/2",
        "what is answered is there | same steps | J03 | 4.9.7 | 2/2",
        "what is answered is there | same steps | J03 | 5.3.3 | 2/2",
      ]
    `)
    expect(results[0]).toEqual({
      suite: 'tests/journal',
      row: 'J01 answers at once, 1 power cut',
      kind: 'random walk',
      promise: null,
      neighbour: 'J02 answers after the flush, 1 power cut',
      rocketmq: '4.9.7',
      sources: 'as they are',
      adapter: 'as it is',
      behaviour: expect.stringMatching(/^[0-9a-f]{16}$/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      runs: 2,
      follows: 2,
      departs: 0,
      showsTheBreak: 0,
      inconclusive: 0,
      texts: [],
      notSeen: [],
    })
    expect(compared.map(({ rocketmq, shares: { log, flushed } }) => [rocketmq, log, flushed])).toEqual([
      ['4.9.7', 1, 0],
      ['5.3.3', 1, 0],
    ])
    expect(readdirSync(join(path, '..'))).toEqual(['results.json'])
  })

  it('goes on where it was, and does nothing twice', async () => {
    const path = newFile()
    const opened: string[] = []
    const live = journalOn({
      watch: (what, { version }) => {
        if (what === 'open') opened.push(version)
      },
    })
    await all(live, path, { runs: 1 })
    expect(opened).toHaveLength(8)
    const before = readFileSync(path, 'utf8')
    const again = await all(live, path, { runs: 1 })
    expect([opened.length, again.known, again.done.length]).toEqual([8, 8, 0])
    expect(readFileSync(path, 'utf8')).toBe(before)
    const more = await all(live, path, { runs: 3 })
    expect(more.done.map(({ number }) => number).slice(0, 2)).toEqual([1, 2])
    expect(opened).toHaveLength(24)
    expect(new Set(readResults(path).results.map(({ runs }) => runs))).toEqual(new Set([3]))
  })

  it('begins anew with another adapter', async () => {
    const path = newFile()
    await all(journalOn(), path)
    const whole = await all(journalOn(), path, { runs: 1, hashes: hashesOf('other', 'another adapter') })
    expect(whole.done).toHaveLength(8)
    expect(readResults(path).results.map(({ sources, runs }) => `${sources} ${runs}`)).toEqual(
      Array.from({ length: 8 }, () => 'other 1'),
    )
    expect(readResults(path).compared.map(({ sources }) => sources)).toEqual(['other'])
  })

  it('lets results of other sources count where adapter and behaviour are the same', async () => {
    const path = newFile()
    await all(journalOn(), path)
    const before = readResults(path)
    const whole = await all(journalOn(), path, { hashes: hashesOf('other words') })
    expect([whole.known, whole.done.length]).toEqual([16, 0])
    const renamed = <T>(all: readonly T[]): readonly T[] => all.map((each) => ({ ...each, sources: 'other words' }))
    expect(readResults(path)).toEqual({
      ...before,
      results: renamed(before.results),
      compared: renamed(before.compared),
    })
  })

  it('repeats what a change of the specification has changed, and compares anew', async () => {
    const path = newFile()
    await all(journalOn(), path)
    const mistaken = journalOn({ mistake: 'answers without a wait' })
    const whole = await all(mistaken, path, { hashes: hashesOf('with a mistake') })
    // The row itself never waits for the flush. One neighbour does, and may now walk where it could not.
    expect([...new Set(whole.done.map(({ errand }) => `${errand.kind} on ${errand.on.scenario.id}`))]).toEqual([
      'same steps on J02',
      'random walk on J02',
    ])
    const { results, compared } = readResults(path)
    expect(new Set(results.map(({ sources }) => sources))).toEqual(new Set(['with a mistake']))
    expect(compared.map(({ sources }) => sources)).toEqual(['with a mistake'])
  })

  it('keeps departures and waits that ran out, and nothing of a broker that broke down', async () => {
    const path = newFile()
    const departs = journalOn({ bug: { bug: 'loses what is flushed', waitsForFlush: true } })
    await all(departs, path, { runs: 10, walkSteps: 12 })
    const walk = readResults(path).results.find(
      ({ kind, neighbour }) => kind === 'random walk' && neighbour?.startsWith('J02'),
    )
    const { follows = 0, departs: others = 0, showsTheBreak = 0, texts = [] } = walk ?? {}
    expect(follows + others + showsTheBreak).toBe(10)
    expect(showsTheBreak).toBeGreaterThan(0)
    expect(texts.join()).toContain('shows the break: departs after step')

    const silent = newFile()
    await all(journalOn({ bug: { bug: 'never answers', waitsForFlush: false } }), silent, { runs: 1, waitMs: 50 })
    expect(readResults(silent).results.find(({ kind }) => kind === 'counterexample')).toMatchObject({
      runs: 1,
      inconclusive: 1,
    })

    const broken = newFile()
    const whole = await all(journalOn({ bug: { bug: 'cannot start' } }), broken, { runs: 1 })
    expect(new Set(whole.done.map(({ outcome }) => outcome))).toEqual(new Set(['failed']))
    expect(readResults(broken).results).toEqual([])
  })

  it('leaves out a version that cannot be run here, and says so', async () => {
    const said: string[] = []
    const whole = new WholeRun((line) => said.push(line))
    const live = journalOn({ versions: ['5.3.3', '4.9.7'] })
    const whyNot = (version: string): string | null => (version === '4.9.7' ? 'java is not on the PATH' : null)
    const hashes = hashesOf('x')
    const options = { version: null, runs: 1, seed: 1, walkSteps: 4, hashes, resultsPath: newFile(), whyNot }
    await whole.run(rowsNamed([live], 'J01'), options)
    expect(said[0]).toBe(
      'J01 answers at once, 1 power cut (tests/journal) on RocketMQ 4.9.7: skipped: java is not on the PATH',
    )
    expect(whole.done).toHaveLength(8)
  })
})

it.each([
  ['no', 'is no JSON'],
  ['{"version":2}', 'has no results of version 1'],
])('a file of results that is none is refused: %s', (text, message) => {
  const path = newFile()
  writeFileSync(path, text)
  expect(() => readResults(path)).toThrow(message)
})
