/** `--coverage FILE`, and the finding of branches that never run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lcovParser } from '@friedemannsommer/lcov-parser'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const jobs = `import { disabled, holds, specify, suite, violated } from 'ackproof'
import { isFull } from './parts.js'
import { one } from 'somebody'

const jobs = ({ most }: { most: number }) =>
  specify('jobs', { n: 0 as number, isOpen: true as boolean })
    .action('add')
      .says((before) => (before.n > 1 ? 'one more' : 'one'))
      .when((s) => s.isOpen && !isFull(s.n, most))
      .changes((s) => (s.n > 7 ? disabled : { n: s.n + one }))
    .action('close')
      .when((s) => s.isOpen)
      .changes(() => ({ isOpen: false }))
    .always('few', (s) => s.n < 3 || !s.isOpen)
    .deadlockFree((s) => !s.isOpen)

export default suite('jobs', jobs, { most: 2 })
  .scenario({ title: 'two', expect: { few: holds, 'no deadlock': holds } })
  .scenario({ title: 'three', config: { most: 3 }, expect: { few: violated(4), 'no deadlock': holds } })
`
const parts = `export function isFull(n: number, most: number): boolean {
  if (most < 0) {
    return true
  }
  return n >= most
}
export const unused = () => 1
`

function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = folderWith({ 'jobs.ack.ts': jobs, 'parts.ts': parts, ...files })
  mkdirSync(join(path, 'node_modules/somebody'), { recursive: true })
  writeFileSync(join(path, 'node_modules/somebody/package.json'), '{ "type": "module", "main": "index.js" }')
  writeFileSync(join(path, 'node_modules/somebody/index.js'), 'export const one = 1\n')
  return path
}

interface Covered {
  readonly lines: Readonly<Record<number, number>>
  readonly branches: readonly string[]
  readonly functions: Readonly<Record<string, number>>
}

async function read(path: string): Promise<Readonly<Record<string, Covered>>> {
  const sections = await lcovParser({ from: readFileSync(path, 'utf8') })
  return Object.fromEntries(
    sections.map(({ path: file, lines, branches, functions }) => [
      file,
      {
        lines: Object.fromEntries(lines.details.map(({ line, hit }) => [line, hit])),
        branches: branches.details.map(({ line, branch, hit }) => `${line}: ${branch} ${hit}`),
        functions: Object.fromEntries(functions.details.map(({ name, hit }) => [name, hit])),
      },
    ]),
  )
}

const check = ['check', 'jobs.ack.ts', '--coverage', 'lcov.info']

describe('--coverage', () => {
  it('says how many scenarios ran each line and branch of the files of the author, and of no others', async () => {
    const place = folder()
    const { stdout, code } = await ackproof(check, { folder: place })
    expect(code).toBe(0)
    expect(stdout).toContain('coverage: ')
    const covered = await read(join(place, 'lcov.info'))
    expect(Object.keys(covered)).toEqual(['jobs.ack.ts', 'parts.ts'])
    expect(covered['parts.ts']).toEqual({
      lines: { 2: 2, 3: 0, 5: 2, 7: 1 },
      branches: ['2: 0 0', '2: 1 2'],
      functions: { 'isFull (1:8)': 2, 'unused (7:23)': 0 },
    })
    const own = covered['jobs.ack.ts']
    expect(own?.lines).toMatchObject({ 5: 1, 9: 2, 10: 2, 14: 2, 17: 1 })
    expect(own?.functions).toMatchObject({ 'jobs (5:14)': 1, 'changes (10:16)': 2, 'always few (14:20)': 2 })
    expect(Object.keys(own?.functions ?? {}).some((name) => name.includes('says'))).toBe(false)
  })

  it('is the same for any number of workers', async () => {
    const place = folder()
    const texts: string[] = []
    for (const workers of ['1', '2', '3']) {
      await ackproof([...check, '--workers', workers], { folder: place })
      texts.push(readFileSync(join(place, 'lcov.info'), 'utf8'))
    }
    expect(new Set(texts).size).toBe(1)
  })

  it('says nothing of what did not run where a scenario ended early', async () => {
    const place = folder()
    const { stdout } = await ackproof([...check, '--max-states', '2'], { folder: place })
    expect(stdout).toContain(
      'it says nothing of what did not run in jobs.ack.ts, parts.ts: a scenario was not explored',
    )
    const covered = await read(join(place, 'lcov.info'))
    expect(covered['parts.ts']).toEqual({
      lines: { 2: 2, 5: 2, 7: 1 },
      branches: ['2: 1 2'],
      functions: { 'isFull (1:8)': 2 },
    })
  })

  it('leaves verdicts, counts and places of errors as they are', async () => {
    const failing = jobs
      .replace('n: s.n + one', 'n: s.n === 2 ? nothing.x : s.n + one')
      .replace('const jobs', 'const nothing = null as never as { x: number }\nconst jobs')
    const place = folder({ 'jobs.ack.ts': failing })
    const plain = await ackproof(['check', 'jobs.ack.ts'], { folder: place })
    const counted = await ackproof(check, { folder: place })
    expect(plain.code).toBe(4)
    expect(counted.code).toBe(4)
    const withoutTimes = (text: string): string => text.replace(/\d+\.\d\d/g, '').replace(/\ncoverage: .*\n.*/, '')
    expect(withoutTimes(counted.stdout)).toBe(withoutTimes(plain.stdout))
    expect(counted.stdout).toMatch(/jobs\.ack\.ts:11:\d+/)
  })

  it('replaces no file but one of its own kind, and takes what it wrote earlier away before it runs', async () => {
    const place = folder({ 'notes.txt': 'mine', 'lcov.info': 'TN:\nSF:a.ts\nend_of_record\n' })
    const refused = async (words: readonly string[], problem: string): Promise<void> => {
      const { code, stderr } = await ackproof(words, { folder: place })
      expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
    }
    const file = ['check', 'jobs.ack.ts', '--coverage']
    await refused([...file, 'notes.txt'], 'the file is there, and is no lcov file')
    await refused([...file, 'jobs.ack.ts'], 'that is a specification, or could be one')
    await refused([...file, '-'], 'cannot write the coverage to stdout')
    await refused([...file, '.'], 'it is a folder')
    await refused([...file, 'x.json', '--json', 'x.json'], '--json writes to the same place')
    await refused([...file, 'lcov.info', '--faults'], '--coverage is about checks, so it does not go with --faults')
    await refused(['check', 'classic/die-hard', '--coverage', 'lcov.info'], 'name a file, as counter.ack.ts')
    await refused(['check', 'jobs.ack.ts', '--scenario', 'nowhere', '--coverage', 'lcov.info'], 'nowhere')
    expect(readFileSync(join(place, 'lcov.info'), 'utf8')).toBe('')
    expect(readFileSync(join(place, 'notes.txt'), 'utf8')).toBe('mine')
    expect(JSON.parse(readFileSync(join(place, 'x.json'), 'utf8'))).toMatchObject({ ok: false })
  })
})

describe('--strict', () => {
  it('finds branches that never run, and says which and where', async () => {
    const place = folder()
    const { stdout, code } = await ackproof(['check', 'jobs.ack.ts', '--strict'], { folder: place })
    expect(code).toBe(1)
    const found = [...stdout.matchAll(/finding +(.*?) never runs in any scenario \((.*?)\).*\[branch-never-ran\]/g)]
    expect(found.map(([, words, at]) => `${words} ${at}`)).toEqual([
      'the first side of `s.n > 7 ? … : …` jobs.ack.ts:10:24',
      'the then side of `if (most < 0)` parts.ts:2:3',
    ])
    const plain = await ackproof(['check', 'jobs.ack.ts'], { folder: place })
    expect(plain.stdout).not.toContain('branch-never-ran')
  })

  it('lets a suite accept them, and says when there is nothing to accept', async () => {
    const accepting = `${jobs.trimEnd()}
  .accept({ finding: 'branch-never-ran', of: 'the first side of \`s.n > 7 ? … : …\`', because: 'it may grow' })
  .accept({ finding: 'branch-never-ran', of: 'the then side of \`if (most < 0)\`', because: 'nobody asks' })
`
    const place = folder({
      'jobs.ack.ts': accepting,
      'stale.ack.ts': accepting.replace('s.n > 7 ? disabled', 's.n > 1 ? disabled'),
    })
    expect((await ackproof(['check', 'jobs.ack.ts', '--strict'], { folder: place })).code).toBe(0)
    expect((await ackproof(['check', 'jobs.ack.ts'], { folder: place })).stdout).not.toContain('finding')
    const stale = await ackproof(['check', 'stale.ack.ts', '--strict'], { folder: place })
    expect(stale.stdout).toContain('the suite accepts "branch-never-ran" of "the first side of `s.n > 7')
  })

  it('asks a promise that was broken early of all states, before it says that a side of it never ran', async () => {
    const late = `import { specify, suite, violated, holds } from 'ackproof'
const spec = specify('late', { n: 0 as number })
  .action('up').when((s) => s.n < 9).changes((s) => ({ n: s.n + 1 }))
  .always('broken', (s) => { if (s.n > 7) return true; return s.n < 1 })
  .deadlockFree((s) => s.n === 9)
export default suite('late', spec).scenario({ title: 'all', expect: { broken: violated(2), 'no deadlock': holds } })
`
    const ended = await ackproof(['check', 'late.ack.ts', '--strict'], { folder: folderWith({ 'late.ack.ts': late }) })
    expect(ended.stdout).not.toContain('branch-never-ran')
    expect(ended.code).toBe(0)
  })

  it('says nothing of branches where a scenario was not explored to its end', async () => {
    const place = folder({ 'cut.ack.ts': jobs.replace("title: 'two',", "title: 'two', maxDepth: 2,") })
    const whole = await ackproof(['check', 'cut.ack.ts', '--strict'], { folder: place })
    expect(whole.stdout).toContain('branch-never-ran')
    const cut = await ackproof(['check', 'cut.ack.ts', '--strict', '--max-states', '2'], { folder: place })
    expect(cut.stdout).not.toContain('branch-never-ran')
  })

  it('finds none in the template of ackproof new', async () => {
    const place = folderWith({})
    await ackproof(['new', 'lock'], { folder: place })
    const { code, stdout } = await ackproof(['check', 'lock.ack.ts', '--strict'], { folder: place })
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('finding')])
  })
})
