/** The results that are kept: what `npm run live -- validate SUITE --runs 200` has found. */
import { describe, expect, it } from 'vitest'
import { hashesOf, resultsFile } from './command.ts'
import { logSuites } from './log-suites.ts'
import { Results } from './results.ts'

describe.each(logSuites)('$name', (suite) => {
  const kept = new Results(resultsFile).all.filter((result) => result.suite === suite.name)

  it('was held against the logs of 200 runs, which it explains', () => {
    expect(kept).toHaveLength(200)
    expect(kept.filter(({ verdict }) => verdict !== 'accepted')).toEqual([])
    expect(new Set(kept.map(({ version }) => version)).size).toBe(5)
  })

  it('has changed since then, or not', async () => {
    const { all } = await hashesOf(suite)
    const old = kept.filter(({ sources }) => sources !== all).length
    if (old > 0) {
      process.stderr.write(
        `${suite.name}: ${old} of ${kept.length} logs were held against other sources; npm run live -- validate ${suite.name} --runs 200\n`,
      )
    }
    expect(kept.every(({ sources }) => /^[\da-f]{16}-[\da-f]{16}$/.test(sources))).toBe(true)
  })
})
