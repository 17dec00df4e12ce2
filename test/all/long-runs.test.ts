import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { longRunFiles } from './long-run-files.ts'
import { command, keptBeside, type LongRun, readResults, root, sourcesOf, whyAgain } from './long-runs.ts'

const { runs, ...head } = readResults()
const files = globSync([...longRunFiles], { cwd: root }).sort()
const isLong = (file: string): boolean => files.includes(file)

describe('the long runs', () => {
  it('came out well, all of them', () => {
    expect(head).toEqual({ version: 1, command })
    expect(runs.filter(({ result }) => result !== 'passed')).toEqual([])
  })

  it('have every test over random models among them, or the slow one beside it', () => {
    const overRandomModels = globSync(['**/*test.ts', '!**/node_modules', '!dist'], { cwd: root }).filter((file) =>
      readFileSync(join(root, file), 'utf8').includes('random/for-random-models.ts'),
    )
    expect(overRandomModels.length).toBeGreaterThan(5)
    const isLeftOut = (file: string): boolean => ![file, file.replace('.test.', '.slow-test.')].some(isLong)
    expect(overRandomModels.filter(isLeftOut)).toEqual(['test/all/long-runs.test.ts'])
  })

  it('are of the sources as they are now', async ({ skip }) => {
    const sources = await sourcesOf(files)
    const again = files.flatMap((file) => {
      const its = runs.filter((run) => run.file === file)
      const tests = [...new Set(its.map(({ test }) => test))]
      const byTest = tests.length === 0 ? [[]] : tests.map((name) => its.filter(({ test }) => test === name))
      return [...new Set(byTest.map((each) => whyAgain(each, sources.get(file))))].flatMap((why) =>
        why === null ? [] : [`${file}: ${why}`],
      )
    })
    if (again.length === 0) return
    const note = `${again.length} of ${files.length} long runs are to be made again: ${command}`
    process.stderr.write(`${note}\n${again.map((line) => `  ${line}\n`).join('')}`)
    skip(note)
  })
})

describe('a long run has to be made again', () => {
  const run: LongRun = {
    file: 'a.slow-test.ts',
    test: 'agrees',
    result: 'passed',
    randomModels: { seed: 1, models: 10_000 },
    seconds: 1,
    date: '2026-01-31',
    sources: 'as they were',
  }

  it('when it was never made, or a source has changed', () => {
    expect(whyAgain([], 'as they were')).toContain('never')
    expect(whyAgain([run], 'as they were')).toBe(null)
    expect(whyAgain([run], 'other')).toContain('changed')
  })

  it('when all its parts together had too few models', () => {
    const part = (seed: number, models: number): LongRun => ({ ...run, randomModels: { seed, models } })
    expect(whyAgain([part(1, 9_999)], 'as they were')).toContain('9999 of 10000')
    expect(whyAgain([part(1, 5_000), part(2, 5_000)], 'as they were')).toBe(null)
    // The same seed has the same models.
    expect(whyAgain([part(1, 5_000), part(1, 5_000)], 'as they were')).toContain('5000 of 10000')
    expect(whyAgain([part(1, 5_000), { ...part(2, 5_000), sources: 'other' }], 'as they were')).toContain('5000 of')
    expect(whyAgain([{ ...run, randomModels: null }], 'as they were')).toBe(null)
  })

  it('whatever of its sources changes, however far away', async () => {
    const [own, other] = ['test/oracle/agreement.slow-test.ts', 'test/structure.test.ts']
    const sources = await sourcesOf([own, other])
    expect([...sources.keys()]).toEqual([own, other])
    for (const hash of sources.values()) expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(sources.get(own)).not.toBe(sources.get(other))
  })
})

describe('beside a new run', () => {
  const part = (test: string, seed: number, sources = 'now', file = 'a.slow-test.ts'): LongRun => ({
    file,
    test,
    result: 'passed',
    randomModels: { seed, models: 1_000 },
    seconds: 1,
    date: '2026-01-31',
    sources,
  })

  it('parts with other seeds of the same sources are kept, and whatever was not run', () => {
    const found = [part('agrees', 1)]
    const kept = [part('agrees', 2), part('agrees too', 1, 'before'), part('agrees', 1, 'before', 'b.slow-test.ts')]
    const replaced = [part('agrees', 1), part('agrees', 3, 'before'), part('was removed', 1)]
    expect(keptBeside([...kept, ...replaced], found, ['agrees', 'agrees too'])).toEqual(kept)
  })
})
