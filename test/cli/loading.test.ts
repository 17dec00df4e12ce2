/** Files that do something while they are loaded, or leave something behind: one line and an exit code, never a hang. */
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { specExtensions } from '../../node/spec-extensions.ts'
import { ackproof, folderWith } from './run-ackproof.ts'

const counter = `import { specify } from 'ackproof'
export default specify('counter', { n: 0 }).action('up').changes((s) => ({ n: Math.min(3, s.n + 1) }))
  .always('small', (s) => s.n < 9).deadlockFree()`

const followed = (line: string): string => `${line}\n${counter}`

async function checked(source: string, ...options: readonly string[]): Promise<{ code: number | null; text: string }> {
  const folder = folderWith({ 'a.spec.ts': source })
  const { code, stdout, stderr } = await ackproof(['check', 'a.spec.ts', ...options], { folder })
  return { code, text: code === 2 ? stderr : stdout }
}

describe('a file that leaves something behind', () => {
  it.each([
    ['a timer', 'setInterval(() => {}, 1000)'],
    ['a server', "import { createServer } from 'node:net'\ncreateServer().listen(0)"],
    [
      'a message to the thread that started it',
      "import { parentPort } from 'node:worker_threads'\nparentPort?.postMessage({ kind: 'explored', exploration: null })",
    ],
  ])('ends when its verdict is told: %s', async (_, line) => {
    const { code, text } = await checked(followed(line))
    expect([code, text]).toEqual([0, expect.stringContaining('✓ ok')])
  })

  it.each([
    ['a rejected promise', "Promise.reject(new Error('late'))", 'a.spec.ts:1:16: Error: late'],
    ['a timer that throws', "setTimeout(() => { throw new Error('later') }, 0)", 'a.spec.ts:1:26: Error: later'],
    ['a global of JavaScript that it replaces', '(globalThis as any).Promise = null', "read only property 'Promise'"],
    ['the end of the process', 'process.exit(0)', 'it ended the process, or never finished, while it was loaded'],
  ])('cannot be loaded: %s', async (_, line, problem) => {
    const { code, text } = await checked(followed(line))
    expect([code, text.split('\n').length]).toEqual([2, 2])
    expect(text).toContain(problem)
  })
})

describe('a file without an end', () => {
  it('is noticed while it is loaded', async () => {
    const { code, text } = await checked(followed('while (true) {}'))
    expect(code).toBe(2)
    expect(text).toMatch(
      /^ackproof: cannot load "a\.spec\.ts": it has been loading for 1\d s, and does not come to an end/,
    )
  })

  it('is noticed by its memory while it is loaded', async () => {
    const line = 'const all: number[][] = []\nwhile (true) all.push(new Array(100_000).fill(1.5))'
    const { code, text } = await checked(followed(line), '--memory-limit', '200')
    expect([code, text]).toEqual([2, 'ackproof: cannot load "a.spec.ts": it takes more memory than there is\n'])
  })

  it('is noticed in a list of initial states, and named', async () => {
    const source = `import { specify } from 'ackproof'
      export default specify('endless', { n: 0 }).startingFrom(function* () { while (true) yield { n: 1 } })
        .always('small', (s) => s.n < 9)`
    const { code, text } = await checked(source, '--time-limit', '1')
    expect(code).toBe(3)
    expect(text).toMatch(/startingFrom\(\) had been running for \d+ s when the run was ended|memory limit/)
  })
})

it.each([...specExtensions])('may be named %s', async (ending) => {
  const source = `import { specify } from 'ackproof'
    export default specify('ok', { n: 0 }).always('zero', (s) => s.n === 0)`
  const { code, stdout } = await ackproof(['check', `a.spec${ending}`], {
    folder: folderWith({ [`a.spec${ending}`]: source }),
  })
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 scenario: 1 as expected')])
})

it('leaves no bundle behind, however it ends', async () => {
  const own = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
  for (const source of [counter, followed('process.exit(0)'), followed("throw new Error('no')")]) {
    const folder = folderWith({ 'a.spec.ts': source })
    await ackproof(['check', 'a.spec.ts'], { folder, environment: { TMPDIR: own } })
  }
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.map(({ name }) => name)).toEqual([])
})
