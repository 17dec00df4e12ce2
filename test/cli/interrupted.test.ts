/** A run that is ended before its time tells what is known so far, in the text and in the report. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ackproof, type Ended, folderWith } from './run-ackproof.ts'

const SIGINT = 'SIGINT'

/** Twelve promises, each broken after almost 400 steps. */
const longStories = `import { specify } from 'ackproof'
let spec = specify('long', { n: 0, m: 0, all: [] as number[] })
  .action('up').when((s) => s.n < 400).changes((s) => ({ n: s.n + 1, all: [...s.all, s.n] }))
  .action('turn').changes((s) => ({ m: (s.m + 1) % 3 }))
for (let i = 0; i < 12; i++) spec = spec.always('p' + i, (s) => s.n < 380 + (i % 10) || s.m !== i % 3)
export default spec
`

interface Report {
  readonly exitCode: number
  readonly interrupted: string | null
  readonly error: { readonly message: string } | null
  readonly results: readonly {
    readonly outcome: string
    readonly properties: readonly { readonly verdict: string; readonly trace: readonly unknown[] | null }[]
  }[]
}

async function interrupted(source: string, after: string): Promise<{ ended: Ended; report: Report; seconds: number }> {
  const folder = folderWith({ 'a.spec.ts': source })
  const start = performance.now()
  const ended = await ackproof(['check', 'a.spec.ts', '--json', 'report.json'], {
    folder,
    interrupt: { signal: SIGINT, after },
  })
  const seconds = (performance.now() - start) / 1000
  return { ended, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report, seconds }
}

it('keeps every counterexample that was found when it is ended while their stories are told', async () => {
  const { ended, report } = await interrupted(longStories, '1,170 states')
  expect([ended.code, report.exitCode, report.interrupted]).toEqual([130, 130, SIGINT])
  const properties = report.results[0]?.properties ?? []
  expect(properties.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 12 }, () => 'violated'))
  expect(properties.every(({ trace }) => (trace?.length ?? 0) > 380)).toBe(true)
  expect(ended.stdout).toContain('BROKEN  "p0" is broken in 381 states')
  expect(ended.stdout).toMatch(/p11 +expected holds; found violated \(384 states\)/)
})

it('says so when it is ended while a file is loaded', async () => {
  const source = `console.error('being loaded')\nawait new Promise((done) => setTimeout(done, 8_000))\n${longStories}`
  const { ended, report, seconds } = await interrupted(source, 'being loaded')
  expect([ended.code, report.exitCode, report.interrupted]).toEqual([130, 130, SIGINT])
  expect(ended.stderr).toContain('ackproof: ended by SIGINT before anything was run\n')
  expect(report.error?.message).toBe('ended by SIGINT before anything was run')
  expect(seconds).toBeLessThan(7)
})

it('is undecided, and no error, when it is ended within a function that takes its time', async () => {
  const source = `import { specify } from 'ackproof'
let isTold = false
const busy = (): boolean => {
  if (!isTold) console.error('at work')
  isTold = true
  let sum = 0
  for (let i = 0; i < 3e9; i++) sum = (sum + i) | 0
  return sum !== 1
}
export default specify('slow', { n: 0 }).action('up').when((s) => s.n < 9 && busy())
  .changes((s) => ({ n: s.n + 1 })).always('small', (s) => s.n < 9)
`
  const { ended, report } = await interrupted(source, 'at work')
  expect([ended.code, report.interrupted, report.results[0]?.outcome]).toEqual([130, SIGINT, 'undecided'])
})

it('ends within a state whose actions take their time, and says which', async () => {
  const source = `import { specify } from 'ackproof'
const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)
export default specify('slow', { n: 0 }).action('go').over('key', Array.from({ length: 400 }, (_, key) => key))
  .when((s, { key }) => { wait(); return s.n === 0 && key === 3 }).changes(() => ({ n: 1 })).always('small', (s) => s.n < 9)
`
  const folder = folderWith({ 'a.spec.ts': source })
  const start = performance.now()
  const { code, stdout } = await ackproof(['check', 'a.spec.ts', '--time-limit', '1'], { folder })
  expect(code).toBe(3)
  expect(stdout).toMatch(/action "go" had been running for \d+ s when the run was ended: does it return\? Is it slow\?/)
  expect((performance.now() - start) / 1000).toBeLessThan(15)
})

it('does not leave an older report in its place where it is killed', async () => {
  const folder = folderWith({
    'report.json': '{ "version": 1, "ok": true, "exitCode": 0 }',
    'a.spec.ts': `console.error('being loaded')\nawait new Promise((done) => setTimeout(done, 8_000))\n${longStories}`,
  })
  const interrupt = { signal: 'SIGKILL', after: 'being loaded' } as const
  await ackproof(['check', 'a.spec.ts', '--json', 'report.json'], { folder, interrupt })
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
    ok: false,
    error: { message: 'the run that writes this report has not ended' },
  })
})
