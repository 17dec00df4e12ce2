import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CheckData } from '../../reporters/json/check-report.ts'
import { ackproof, folderWith } from './run-ackproof.ts'

const file = `
import { holds, specify, suite, upTo, violated } from 'ackproof'

const counter = ({ resets }) =>
  specify('counter', { n: 0, resets })
    .action('inc').when((s) => s.n < 5).changes((s) => ({ n: s.n + 1 }))
    .action('reset').fault().when((s) => s.resets > 0).changes((s) => ({ n: 0, resets: s.resets - 1 }))
    .always('small', (s) => s.n < 4)
    .alwaysStep('never back', (s, _step, after) => after.n >= s.n)
const other = specify('other', { on: false })
  .action('flip').changes((s) => ({ on: !s.on })).always('dark', (s) => !s.on)
export const counters = suite('counters', counter, { resets: 1 })
  .scenario({ id: 'C01', title: 'one reset', expect: { small: violated(5), 'never back': violated() }, faults: { resets: upTo(1, 'reset') } })
  .scenario({ id: 'C02', title: 'no reset', config: { resets: 0 }, expect: { small: violated(5), 'never back': holds } })
export const others = suite('others', other).scenario({ title: 'a lamp', expect: { dark: holds } })
`

it('judges only the property that is named, in the scenarios that have it, and says which have not', async () => {
  const folder = folderWith({ 'a.spec.ts': file })
  const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--property', 'back', '--json', 'r.json'], { folder })
  expect(code).toBe(0)
  expect(stdout).toContain('BROKEN  "never back"')
  expect(stdout).not.toContain('small')
  expect(stdout).toContain('\n1 scenario left out, no such property: others "a lamp"\n')
  const { results } = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as CheckData
  expect(results.map(({ scenario, properties }) => [scenario, properties.map(({ name }) => name)])).toEqual([
    ['C01 one reset', ['never back']],
    ['C02 no reset', ['never back']],
  ])
  expect(results[0]?.reproduce).toBe("ackproof check a.spec.ts --scenario C01 --property 'never back'")
  expect((await ackproof(['check', 'a.spec.ts'], { folder })).code).toBe(1)
})

it('searches for the fewest faults of the property that is named alone', async () => {
  const folder = folderWith({ 'a.spec.ts': file })
  const words = ['check', 'a.spec.ts', '--faults', '--property', 'never back']
  const { code, stdout } = await ackproof(words, { folder })
  expect(code).toBe(0)
  expect(stdout).toContain('never back  holds without faults; broken by 1 reset')
  expect(stdout).not.toContain('small')
  expect(stdout).toContain("--scenario C01 --property 'never back'")
})

it.each([
  [['--property', 'smal '], 0, ''],
  [['--property', 'a'], 2, '"a" could be any of several properties: "small", "never back", "dark"'],
  [['--property', 'never bakc'], 2, 'there is no property "never bakc"; did you mean "never back"?'],
  [['--property', 'dark', '--scenario', 'C01'], 2, 'there is no property "dark"; there are: small, never back'],
  [['--property', 'dark', '--strict'], 2, '--strict judges whole suites, so it does not go with --property'],
  [['--property', ''], 2, 'Expected some text'],
] as const)('%j is exit %i', async (words, code, message) => {
  const folder = folderWith({ 'a.spec.ts': file })
  const ended = await ackproof(['check', 'a.spec.ts', ...words], { folder })
  expect([ended.stderr.split('\n').length <= 2, ended.code]).toEqual([true, code])
  expect(ended.stderr).toContain(message)
})
