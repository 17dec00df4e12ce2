/** Properties that a scenario does not judge: explored for, told, and never passed in silence. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const spec = `import { holds, specify, suite, upTo } from 'ackproof'

const counter = ({ most, crashes }: { readonly most: number; readonly crashes: number }) =>
  specify('counter', { n: 0, left: crashes })
    .action('up').when((s) => s.n < most).changes((s) => ({ n: s.n + 1 }))
    .action('crash').fault().when((s) => s.left > 0).changes((s) => ({ n: 0, left: s.left - 1 }))
    .always('small', (s) => s.n <= most)
    .always('below two', (s) => s.n < 2)
    .reachable('nine', (s) => s.n === 9)

export default suite('counter', counter, { most: 3, crashes: 0 })
  .scenario({ title: 'one', expect: { small: holds }, others: 'ignored', faults: { crashes: upTo(1, 'crash') } })
  .scenario({ title: 'two', config: { most: 1 }, expect: { small: holds, 'below two': holds }, others: 'ignored' })
`

it('is said, with what came out, in the text and in the report', async () => {
  const folder = folderWith({ 'a.spec.ts': spec })
  const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--json', 'r.json'], { folder })
  expect(code).toBe(0)
  expect(stdout).toContain('ignored: below two, found violated (3 states)')
  expect(stdout).toContain('ignored: nine, found unreachable')
  expect(stdout).toContain('2 scenarios: 2 as expected, 3 verdicts ignored; ')
  const [{ properties, ok }] = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')).results
  expect(ok).toBe(true)
  expect(properties).toMatchObject([
    { name: 'small', expected: 'holds', ok: true },
    { name: 'below two', verdict: 'violated', expected: null, expectedLength: null, ok: true, trace: { length: 3 } },
    { name: 'nine', verdict: 'unreachable', expected: null, ok: true },
  ])
})

it('says so where a scenario is looked at by itself, and in `show`', async () => {
  const folder = folderWith({ 'a.spec.ts': spec })
  const full = await ackproof(['check', 'a.spec.ts', '--scenario', 'one'], { folder })
  expect(full.stdout).toMatch(/· below two +ignored; found violated/)
  const { stdout } = await ackproof(['show', 'a.spec.ts'], { folder })
  expect(stdout).toContain('ignores "below two"')
})

it('neither fault searches nor mutants are judged by it', async () => {
  const folder = folderWith({ 'a.spec.ts': spec })
  const faults = await ackproof(['check', 'a.spec.ts', '--faults'], { folder })
  expect([faults.code, faults.stdout]).toEqual([0, expect.stringContaining('below two')])
  const mutants = await ackproof(['mutate', 'a.spec.ts'], { folder })
  // Only "small" could notice that the guard is gone; "below two" is broken in any case.
  expect(mutants.stdout).toMatch(/No property would notice if\n(?:.*\n)*.*`up`/)
})
