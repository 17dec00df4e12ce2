import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CheckData } from '../../reporters/json/check-report.ts'
import { ackproof, folderWith } from './run-ackproof.ts'

const file = `
import { holds, specify, suite, violated } from 'ackproof'

const counter = ({ upTo }) =>
  specify('counter', { n: 0 }).action('inc').when((s) => s.n < upTo).changes((s) => ({ n: s.n + 1 })).always('small', (s) => s.n < 4)
export default suite('counters', counter, { upTo: 2 })
  .scenario({ title: 'low', expect: { small: holds }, counts: { distinct: 3, generated: 3, depth: 3 } })
  .scenario({ title: 'high', config: { upTo: 9 }, expect: { small: violated(5) }, counts: { distinct: 10, generated: 10, depth: 10 } })
  .scenario({ title: 'of unknown size', config: { upTo: 3 }, expect: { small: holds } })
`

it('runs the scenarios that pin at most so many states, and those that pin none, and says which it left', async () => {
  const folder = folderWith({ 'a.spec.ts': file })
  const words = ['check', 'a.spec.ts', '--up-to-states', '9', '--json', 'r.json']
  const { code, stdout } = await ackproof(words, { folder })
  expect(code).toBe(0)
  expect(stdout).toContain('\n1 scenario left out, above 9 states: counters "high"\n')
  const { results } = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as CheckData
  expect(results.map(({ scenario }) => scenario)).toEqual(['low', 'of unknown size'])
})

it('runs one that pins just so many', async () => {
  const folder = folderWith({ 'a.spec.ts': file })
  const { stdout } = await ackproof(['check', 'a.spec.ts', '--up-to-states', '10'], { folder })
  expect(stdout).toContain('3 scenarios: 3 as expected')
  expect(stdout).not.toContain('left out')
})

it('merges the shards of such a run, and only those', async () => {
  const folder = folderWith({ 'a.spec.ts': file })
  const shard = (at: string, states: readonly string[]): Promise<unknown> =>
    ackproof(['check', 'a.spec.ts', '--shard', at, '--json', `${at[0]}.json`, ...states], { folder })
  await shard('1/2', ['--up-to-states', '9'])
  await shard('2/2', ['--up-to-states', '9'])
  const merged = await ackproof(['merge', '1.json', '2.json'], { folder })
  expect([merged.code, merged.stdout.includes('2 scenarios: 2 as expected')]).toEqual([0, true])
  await shard('2/2', [])
  const refused = await ackproof(['merge', '1.json', '2.json'], { folder })
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('their values of --up-to-states differ (9 and none)'),
  ])
})

it.each([
  [
    ['--up-to-states', '2', '--scenario', 'high'],
    'every selected scenario pins more than 2 states, so none is left; the smallest pins 10',
  ],
  [['--up-to-states', '9', '--strict'], '--strict judges whole suites, so it does not go with --up-to-states'],
  [['--up-to-states', '0'], 'Expected a whole number from 1'],
  [['--up-to-states', 'few'], 'Expected a whole number from 1'],
] as const)('%j is refused', async (words, message) => {
  const folder = folderWith({ 'a.spec.ts': file })
  const ended = await ackproof(['check', 'a.spec.ts', ...words], { folder })
  expect([ended.stderr.split('\n').length <= 2, ended.code]).toEqual([true, 2])
  expect(ended.stderr).toContain(message)
})
