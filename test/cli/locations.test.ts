/** Where everything in a report is declared, found in files that are TypeScript, are rewritten and are bundled. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ackproof, emptyFolder } from './run-ackproof.ts'

const helper = `import { specify } from 'ackproof'

interface Config {
  readonly limit: number
}

const four = { n: 4 }
export const counter = ({ limit }: Config) =>
  specify('counter', { n: { n: 0 } })
    .action('up')
    .when((s) => s.n.n < limit && s.n !== four)
    .changes((s) => ({ n: { n: s.n.n + 1 } }))
    .always('small', (s) => s.n.n < 3)
    .deadlockFree(
      (s) => s.n.n === limit)
`
const suites = `import { holds, rows, suite, type Suite, violated } from 'ackproof'
import { counter } from './counter.ts'

type Promises = 'small' | 'no deadlock'
const usual = { small: holds, 'no deadlock': holds } as const
const base: Suite<{ readonly limit: number }, Promises> = suite('counters', counter, { limit: 2 })
export const counters = rows(base.scenario({ title: 'first', expect: usual }), usual, [
  {
    title: 'second',
    headline: 'small',
    neighbours: [{ title: 'third', but: { limit: 4 }, expect: { small: violated() } }],
  },
])
`

it('names file, line and column of the suite, its scenarios, its actions and its promises', async () => {
  const folder = join(realpathSync(emptyFolder()), 'my work (old)')
  mkdirSync(folder)
  writeFileSync(join(folder, 'counter.ts'), helper)
  writeFileSync(join(folder, 'a.spec.ts'), suites)
  const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--json', '-'], { folder })
  expect(code).toBe(0)
  const at = (place: string): { location: string } => ({ location: place })
  const whole = {
    actions: { up: at('counter.ts:10:6') },
    properties: [
      { name: 'small', ...at('counter.ts:13:6') },
      { name: 'no deadlock', ...at('counter.ts:14:6') },
    ],
  }
  expect(JSON.parse(stdout)).toMatchObject({
    results: [
      { scenario: 'first', ...at('a.spec.ts:7:35'), ...whole },
      { scenario: 'second', ...at('a.spec.ts:7:25'), ...whole },
      { scenario: 'third', ...at('a.spec.ts:7:25'), ...whole },
    ],
    suites: [at('a.spec.ts:6:59')],
  })
})

it('names none in suites that ship', async () => {
  const { stdout } = await ackproof(['check', 'classic/die-hard', '--json', '-'])
  const { results, suites } = JSON.parse(stdout)
  expect([results[0].location, results[0].properties[0].location, suites[0].location]).toEqual([null, null, null])
})
