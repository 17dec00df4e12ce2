/** The user's own compiler, beside the exploration. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkTypes } from '../../node/types/check-types.ts'
import { ackproof, type Ended } from './run-ackproof.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compilers = ['typescript', 'typescript-5.9']

/** A folder with ackproof and a compiler installed; `compiler` is a package of ours, or the script of a false one. */
function project(files: Readonly<Record<string, string>>, compiler: string | null = 'typescript'): string {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/ackproof'))
  const own = join(folder, 'node_modules/typescript')
  if (compiler?.includes('\n')) {
    mkdirSync(own)
    writeFileSync(join(own, 'package.json'), '{ "version": "9.9.9", "bin": { "tsc": "./tsc.cjs" } }')
    writeFileSync(join(own, 'tsc.cjs'), compiler)
  } else if (compiler !== null) symlinkSync(join(root, 'node_modules', compiler), own)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const check = (folder: string, ...words: readonly string[]): Promise<Ended> => ackproof(['check', ...words], { folder })

/** Only the compiler sees the misspelt literal: no state has it. */
const spec = (phase: string, before = ''): string => `import { at, each, specify } from 'ackproof'
${before}
const workers = ['a', 'b'] as const
export default specify('workers', { phase: each(workers, 'working' as 'working' | 'committed') })
  .action('commit').over('w', workers).when((s, { w }) => s.phase[w] === 'working')
  .changes((_s, { w }) => ({ phase: at(w, ${phase}) }))
  .always('known', (s) => workers.every((w) => s.phase[w] !== undefined))
`
const good = spec(`'committed'`)
const misspelt = spec(`'comitted'`)
const strict = '{ "compilerOptions": { "strict": true, "target": "es2022" } }'

describe.each(compilers)('with %s', (compiler) => {
  it('a literal that is misspelt fails after the verdict, at its place, and stands in the report', async () => {
    const folder = project({ 'a.ack.ts': misspelt, 'tsconfig.json': strict }, compiler)
    const { code, stdout } = await check(folder, '--json', 'report.json')
    expect(code).toBe(2)
    expect(stdout).toMatch(/✓ ok[\s\S]*1 type error\n {2}a\.ack\.ts:6:\d+ {2}TS\d+: .*comitted/)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    expect(report).toMatchObject({ ok: false, exitCode: 2, results: [{ ok: true }] })
    expect(report.typeErrors).toHaveLength(1)
    expect(report.typeErrors[0].message).toMatch(/^TS\d+: .*comitted/)
    expect(report.typeErrors[0].location).toMatch(/a\.ack\.ts:6:\d+$/)
  })

  it('a good one passes under settings that are made for a build, and imports as a bundler does', async () => {
    const compilerOptions = {
      strict: true,
      composite: true,
      declaration: true,
      declarationMap: true,
      emitDeclarationOnly: true,
      rootDir: 'elsewhere',
      outDir: 'dist',
      module: 'nodenext',
      verbatimModuleSyntax: true,
      lib: ['es2022'],
    }
    const files = {
      'specs/a.ack.ts': spec(
        'goal',
        "import { goal } from '../goal.ts'\nimport data from '../data.json'\nexport const n: number = data.n * scale",
      ),
      'goal.ts': "export const goal = 'committed'",
      'data.json': '{ "n": 1 }',
      'types/globals.d.ts': 'declare const scale: number',
      'package.json': '{ "type": "commonjs" }',
      'tsconfig.json': JSON.stringify({ compilerOptions, include: ['types'], references: [{ path: './nowhere' }] }),
    }
    const { errors } = (await checkTypes([join(project(files, compiler), 'specs/a.ack.ts')]).ended) ?? {}
    expect(errors).toEqual([])
  })

  it('mistakes of an imported file count, those of others and of packages do not', async () => {
    const folder = project(
      {
        'a.ack.ts': spec(`goal`, "import { goal } from './goal.js'\nimport 'careless'"),
        'goal.ts': "export const goal: number = 'committed' as const",
        'unrelated.ts': "export const n: number = 'x'",
        'node_modules/careless/index.ts': "export const n: number = 'x'",
        'node_modules/careless/package.json': '{ "name": "careless", "exports": "./index.ts" }',
        'tsconfig.json': strict,
      },
      compiler,
    )
    const { errors } = (await checkTypes([join(folder, 'a.ack.ts')]).ended) ?? {}
    expect(errors?.map(({ location }) => location?.replace(/.*\/(\w+)\.(?:ack\.)?ts:.*/, '$1'))).toEqual(
      expect.arrayContaining(['goal', 'a']),
    )
    expect(JSON.stringify(errors)).not.toMatch(/unrelated|careless/)
  })

  it('files that have not changed are not compiled again, and those that have are', async () => {
    const folder = project({ 'a.ack.ts': good, 'tsconfig.json': strict }, compiler)
    const spot = join(folder, 'a.ack.ts')
    const cache = join(folder, 'node_modules/.cache/ackproof')
    const kept = (): number => {
      const name = readdirSync(cache).find((each) => each.endsWith('.tsbuildinfo')) ?? ''
      return statSync(join(cache, name)).mtimeMs
    }
    expect(await checkTypes([spot]).ended).toEqual({ errors: [], notes: [] })
    const before = kept()
    expect(await checkTypes([spot]).ended).toEqual({ errors: [], notes: [] })
    expect(kept()).toBe(before)
    writeFileSync(spot, misspelt)
    expect((await checkTypes([spot]).ended)?.errors).toHaveLength(1)
    expect((await checkTypes([spot]).ended)?.errors).toHaveLength(1)
    expect(kept()).not.toBe(before)
  })

  it('the project is the one that a tsconfig.json refers to, where that only refers to others', async () => {
    const files = {
      'src/a.ack.ts': spec(`'committed'`, 'export const id = (x) => x'),
      'tsconfig.json':
        '{ "files": [], "references": [{ "path": "./tsconfig.node.json" }, { "path": "./tsconfig.app.json" }] }',
      'tsconfig.node.json': '{ "compilerOptions": { "strict": false }, "include": ["*.config.ts"] }',
      'tsconfig.app.json': '{ "compilerOptions": { "strict": true }, "include": ["src"] }',
      'x.config.ts': 'export {}',
    }
    const { errors } = (await checkTypes([join(project(files, compiler), 'src/a.ack.ts')]).ended) ?? {}
    expect(errors?.map(({ message }) => message.slice(0, 7))).toEqual(['TS7006:'])
  })

  it('a JavaScript file is compiled only where checkJs says so', async () => {
    const source = `${misspelt.replace(/ as 'working' \| 'committed'| as const/g, '')}\n/** @type {number} */ export const n = 'x'`
    const files = { 'a.ack.js': source, 'tsconfig.json': strict }
    expect(await checkTypes([join(project(files, compiler), 'a.ack.js')]).ended).toEqual({ errors: [], notes: [] })
    const checked = project({ ...files, 'tsconfig.json': '{ "compilerOptions": { "checkJs": true } }' }, compiler)
    const { errors } = (await checkTypes([join(checked, 'a.ack.js')]).ended) ?? {}
    expect(errors?.some(({ message }) => message.startsWith('TS2322'))).toBe(true)
  })
})

it('a setting that an older compiler does not know keeps it from nothing', async () => {
  const settings = {
    strict: true,
    erasableSyntaxOnly: true,
    isolatedDeclarations: true,
    declaration: true,
    emitDeclarationOnly: true,
  }
  const files = { 'a.ack.ts': misspelt, 'tsconfig.json': JSON.stringify({ compilerOptions: settings }) }
  const { errors } = (await checkTypes([join(project(files, 'typescript-5.4'), 'a.ack.ts')]).ended) ?? {}
  expect(errors?.map(({ message }) => message.slice(0, 6))).toEqual(['TS2322'])
})

it('an error of types wins over a broken promise', async () => {
  const folder = project({ 'a.ack.ts': `${misspelt}.always('never', () => false)`, 'tsconfig.json': strict })
  const { code, stdout } = await check(folder)
  expect(code).toBe(2)
  expect(stdout).toMatch(/UNMET[\s\S]*1 type error/)
})

it('is left out by --no-types, by a signal, and where no file of yours is checked', async () => {
  const marker = "require('fs').writeFileSync(__dirname + '/started', '')\nsetTimeout(() => {}, 1e6)"
  const folder = project({ 'a.ack.ts': misspelt }, marker)
  const started = join(folder, 'node_modules/typescript/started')
  expect((await check(folder, '--no-types')).code).toBe(0)
  expect((await check(folder, 'classic/die-hard')).code).toBe(0)
  expect(existsSync(started)).toBe(false)
  const interrupt = { signal: 'SIGINT', after: 'as expected' } as const
  const ended = await ackproof(['check', '--json', 'report.json'], { folder, interrupt })
  expect(ended.code).toBe(130)
  expect(existsSync(started)).toBe(true)
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
    ok: false,
    interrupted: 'SIGINT',
  })
})

it('says once that there is no compiler, or no ackproof for it to find, and passes', async () => {
  const without = await check(project({ 'a.ack.ts': misspelt, 'b.ack.ts': good }, null))
  expect(without.code).toBe(0)
  expect(without.stderr).toBe(
    'the types of a.ack.ts and b.ack.ts are not checked: there is no typescript (npm install --save-dev typescript)\n',
  )
  const folder = project({ 'a.ack.ts': misspelt })
  rmSync(join(folder, 'node_modules/ackproof'))
  const { code, stderr } = await check(folder)
  expect([code, stderr]).toEqual([
    0,
    'the types of a.ack.ts are not checked: ackproof is not installed there (npm install --save-dev ackproof)\n',
  ])
})

describe('a compiler that gives no answer is named, and nothing passes', () => {
  const cases = [
    [
      'crashes',
      "console.error('FATAL ERROR: out of luck')\nprocess.exit(134)",
      'it ended with exit code 134 and said: FATAL ERROR: out of luck',
    ],
    ['is killed', "process.kill(process.pid, 'SIGKILL')\n", 'it ended with a signal and said: nothing'],
    [
      'cannot read its settings',
      'console.log("error TS5102: Option \'x\' has been removed.")\nprocess.exit(1)',
      "TS5102: Option 'x' has been removed.",
    ],
    [
      'finds fault with a package alone',
      "console.log('node_modules/p/index.d.ts(1,2): error TS1005: x')\nprocess.exit(1)",
      'node_modules/p/index.d.ts:1:2: TS1005: x',
    ],
  ] as const

  it.each(cases)('where it %s', async (_, script, reason) => {
    const folder = project({ 'a.ack.ts': good }, script)
    const { errors = [] } = (await checkTypes([join(folder, 'a.ack.ts')]).ended) ?? {}
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('the types could not be checked by TypeScript 9.9.9 (')
    expect(errors[0]?.message).toContain(reason)
  })

  it('where it does not come to an end, and none of its processes is left', async () => {
    const script = `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'])
require('fs').writeFileSync(__dirname + '/child', String(child.pid))\nsetInterval(() => {}, 1e3)`
    const folder = project({ 'a.ack.ts': good }, script)
    const { errors = [] } = (await checkTypes([join(folder, 'a.ack.ts')], 2_000).ended) ?? {}
    expect(errors[0]?.message).toContain('it did not come to an end, and was killed; --no-types leaves types out')
    const child = Number(readFileSync(join(folder, 'node_modules/typescript/child'), 'utf8'))
    await expect.poll(() => isRunning(child), { timeout: 10_000 }).toBe(false)
  })
})

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
