import { expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

it('takes many runs of a slow function for slow, not for endless, and tells the story', async () => {
  const folder = folderWith({
    'slow.spec.ts': `import { specify } from 'ackproof'
      const wait = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      const keys = Array.from({ length: 240 }, (_, key) => key)
      export default specify('slow', { n: 0 }).action('go').over('key', keys)
        .when((s, { key }) => { wait(50); return s.n === 0 && key === 3 }).changes(() => ({ n: 1 }))
        .always('small', (s) => s.n < 1)`,
  })
  const { code, stdout } = await ackproof(['check', 'slow.spec.ts'], { folder })
  expect(code).toBe(1)
  expect(stdout).toContain('found violated (2 states)')
  expect(stdout).toContain('"small" is broken')
}, 300_000)

it('says which function does not return, and goes on with the next scenario', async () => {
  const folder = folderWith({
    'endless.spec.ts': `import { holds, specify, suite } from 'ackproof'
      const endless = specify('endless', { n: 0 }).action('spin').changes(() => { for (;;); }).always('small', () => true)
      const fine = specify('fine', { n: 0 }).always('small', () => true)
      export const first = suite('first', endless).scenario({ title: 'spins', expect: { small: holds } })
      export const second = suite('second', fine).scenario({ title: 'still runs', expect: { small: holds } })`,
  })
  const { code, stdout } = await ackproof(['check', 'endless.spec.ts'], { folder })
  expect(code).toBe(4)
  expect(stdout).toMatch(/action "spin" has been running for 1\d s: it does not return/)
  expect(stdout).toMatch(/✓ ok +still runs/)
})
