import { describe, expect, it } from 'vitest'
import { liveSuites } from '../live-suites.ts'
import { oldSuites } from './old-results.ts'
import { hashesOf } from './project.ts'
import { command, type Result, readResults } from './results.ts'
import { brokenPromisesOf, predictedFor, rowsOf } from './row.ts'
import { fiveOfFive } from './testing/five-of-five.ts'
import { journalOn } from './testing/journal.ts'

describe('what real brokers have shown', () => {
  it('is as the specifications say', async () => {
    const hashes = await hashesOf(liveSuites)
    const { results, ...head } = readResults()
    expect(head).toMatchObject({ version: 1, command })
    const others = results.filter(
      ({ suite, sources, departs, showsTheBreak }) => sources === hashes.get(suite)?.all && departs + showsTheBreak > 0,
    )
    expect(others).toEqual([])
  })

  it('is of the specifications and adapters as they are now', async ({ skip }) => {
    const old = oldSuites(liveSuites, await hashesOf(liveSuites), readResults())
    if (old.length === 0) return
    const note = `${old.length} of ${liveSuites.length} suites are to be carried out again: ${command}`
    process.stderr.write(`${note}\n${old.map((line) => `  ${line}\n`).join('')}`)
    skip(note)
  })
})

describe('a suite is to be carried out again', () => {
  const live = journalOn()
  const hashes = new Map([['tests/journal', { all: 'as it is', adapter: 'as it is' }]])
  const row = rowsOf([live])[0]
  if (row === undefined) throw new Error('there is a row')
  const results: readonly Result[] = brokenPromisesOf(row).map((promise) => ({
    ...fiveOfFive,
    suite: 'tests/journal',
    row: row.scenario.name,
    promise,
    rocketmq: predictedFor(row).versions[0] ?? '',
    sources: 'as it is',
  }))
  const oldWith = (changed: readonly Result[]) =>
    oldSuites([live], hashes, { version: 1, command, results: changed, compared: [] })

  it('when a source has changed, a promise was not reproduced each time, or nothing was tried', () => {
    expect(oldWith(results)).toEqual([])
    expect(oldWith(results.map((each) => ({ ...each, sources: 'other' })))).toEqual([
      'tests/journal: the sources have changed since',
    ])
    const oneIsMissing = ['tests/journal: 1 of 2 promises and versions were not reproduced 5 times of 5 yet']
    const [first, ...others] = results
    if (first === undefined) throw new Error('a promise is broken')
    expect(oldWith(others)).toEqual(oneIsMissing)
    for (const worse of [
      { follows: 4, inconclusive: 1 },
      { follows: 4, departs: 1 },
      { runs: 4, follows: 4 },
    ])
      expect(oldWith([{ ...first, ...worse }, ...others])).toEqual(oneIsMissing)
    expect(oldWith([])).toEqual(['tests/journal: it was never carried out'])
  })

  it('whatever of its sources changes', async () => {
    const [one, other] = await Promise.all([
      hashesOf([live]),
      hashesOf([{ ...live, sources: ['live/reproduce/testing/journal.ts', 'spec/rocketmq/store/rows.ts'] }]),
    ])
    expect(one.get('tests/journal')?.all).toMatch(/^[0-9a-f]{16}$/)
    expect(other.get('tests/journal')?.all).not.toBe(one.get('tests/journal')?.all)
    // Of a specification the adapter has nothing.
    expect(other.get('tests/journal')?.adapter).toBe(one.get('tests/journal')?.adapter)
  })
})
