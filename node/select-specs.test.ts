import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectSpecs } from './select-specs.ts'

const files = [
  'lock.ack.ts',
  'lock.ts',
  'specs/b.ack.mts',
  'specs/a.ack.tsx',
  'specs/a.spec.ts',
  'specs/types.d.ts',
  'specs/notes.md',
  'specs/deep/c.ack.cjs',
  'specs/[id].ack.ts',
  '-odd.ack.ts',
  'specs/declared.ack.d.ts',
  // Not looked for:
  '.hidden/d.ack.ts',
  'node_modules/package/e.ack.ts',
  'dist/f.ack.js',
  'specs/coverage/g.ack.ts',
]
const builtIn = ['classic/die-hard', 'classic/peterson', 'rocketmq/store', 'rocketmq/store/flush']

const before = process.cwd()
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))
  process.chdir(folder)
  for (const file of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
  }
  mkdirSync('empty')
  mkdirSync('rocketmq/store', { recursive: true })
  writeFileSync('rocketmq/store/mine.ack.ts', '')
  symlinkSync(join('..', 'specs'), 'empty/link')
  symlinkSync('lock.ack.ts', 'same.ts')
})
afterAll(() => process.chdir(before))

const notes: string[] = []
const select = async (specs: readonly string[], isBuiltIn = false): Promise<readonly string[]> =>
  (await selectSpecs({ specs, isBuiltIn }, builtIn, (text) => notes.push(text))).map((each) =>
    each.kind === 'file' ? each.path : `suite ${each.name}`,
  )

const below = ['specs/[id].ack.ts', 'specs/a.ack.tsx', 'specs/b.ack.mts', 'specs/deep/c.ack.cjs']

describe('files', () => {
  it('are all *.ack.* below the current folder where nothing is asked for, in a fixed order', async () => {
    expect(await select([])).toEqual(['./-odd.ack.ts', 'lock.ack.ts', 'rocketmq/store/mine.ack.ts', ...below])
  })

  it('are those of a folder, also where it is one that is passed over on the way', async () => {
    for (const folder of ['specs', './specs', 'specs/', 'empty/../specs']) expect(await select([folder])).toEqual(below)
    expect(await select(['dist'])).toEqual(['dist/f.ack.js'])
    expect(await select([join(process.cwd(), 'dist')])).toEqual([join(process.cwd(), 'dist/f.ack.js')])
  })

  it('are matched by globs, in which * stays within a folder and ** does not', async () => {
    expect(await select(['specs/*'])).toEqual(below.slice(0, 3).concat('specs/deep/c.ack.cjs'))
    expect(await select(['specs/*.ack.*'])).toEqual(below.slice(0, 3))
    expect(await select(['**/c*'])).toEqual(['specs/deep/c.ack.cjs'])
    expect(await select(['spec?/**'])).toEqual(below)
    expect(await select(['./*.ack.ts'])).toEqual(['./-odd.ack.ts', 'lock.ack.ts'])
  })

  it('may have any name where they or their ending are named', async () => {
    expect(await select(['lock.ts'])).toEqual(['lock.ts'])
    expect(await select(['specs/*.ts'])).toEqual(['specs/[id].ack.ts', 'specs/a.spec.ts'])
    expect(await select(['specs/*.{mts,md}'])).toEqual(['specs/b.ack.mts'])
    expect(await select(['specs/[id].ack.ts'])).toEqual(['specs/[id].ack.ts'])
  })

  it('are taken once, also by two names', async () => {
    expect(await select(['lock.ack.ts', './lock.ack.ts', 'same.ts', '*.ack.ts'])).toEqual([
      'lock.ack.ts',
      './-odd.ack.ts',
    ])
  })
})

describe('built-in suites', () => {
  it('are named, matched by globs in which * is any text, or all of them', async () => {
    expect(await select(['rocketmq/*'])).toEqual(['suite rocketmq/store', 'suite rocketmq/store/flush'])
    expect(await select(['*/?e*'])).toEqual(['suite classic/peterson'])
    expect(await select([], true)).toEqual(builtIn.map((name) => `suite ${name}`))
    expect(await select(['lock.ts', 'classic/peterson'], true)).toEqual([
      ...builtIn.map((name) => `suite ${name}`),
      'lock.ts',
    ])
  })

  it('win over a folder of that name, which ./ means, and this is said', async () => {
    notes.length = 0
    expect(await select(['rocketmq/store'])).toEqual(['suite rocketmq/store'])
    expect(notes).toEqual([
      '"rocketmq/store" is taken for built-in suites; write "./rocketmq/store" for what lies here',
    ])
    expect(await select(['rocketmq/*'])).toEqual(['suite rocketmq/store', 'suite rocketmq/store/flush'])
    expect(notes[1]).toBe('"rocketmq/*" is taken for built-in suites; write "./rocketmq/*" for what lies here')
    expect(await select(['./rocketmq/store'])).toEqual(['rocketmq/store/mine.ack.ts'])
  })
})

describe('an argument that stands for nothing', () => {
  it.each([
    ['classic', 'there is no built-in suite, file or folder "classic"; did you mean "classic/*"?'],
    ['clasic/die-hard', '"clasic/die-hard"; did you mean "classic/die-hard"?'],
    ['lock', 'there is no built-in suite, file or folder "lock"; did you mean "lock.ack.ts"?'],
    ['./lock', 'there is no built-in suite, file or folder "./lock"; did you mean "lock.ack.ts"?'],
    ['classic/z*', 'no built-in suite and no specification file matches "classic/z*"'],
    ['', 'SPEC is empty'],
    ['lokc.ack.ts', 'no such file: "lokc.ack.ts"; did you mean "lock.ack.ts"?'],
    ['spec/b.ack.mts', 'no such file: "spec/b.ack.mts"; did you mean "specs/b.ack.mts"?'],
    ['lokc.ack.*ts', 'matches "lokc.ack.*ts"; did you mean "lock.ack.ts"?'],
    ['**/*.jsx', 'matches "**/*.jsx"; there are: '],
    ['nowhere/**', 'matches "nowhere/**"'],
    ['empty', 'there is no specification (*.ack.ts) in the folder "empty"'],
    ['specs/notes.md', '"specs/notes.md" cannot be a specification'],
    ['specs/*.md', 'no built-in suite and no specification file matches "specs/*.md"'],
  ])('is "%s", and what is near is named', async (argument, message) => {
    await expect(select([argument])).rejects.toThrow(message)
  })

  it('is no argument where there is no file, and what to do is said', async () => {
    const here = process.cwd()
    process.chdir('empty')
    await expect(select([])).rejects.toThrow(
      /^there is no specification \(\*\.ack\.ts\) in this folder or below it; `ackproof new lock` writes one, --built-in takes/,
    )
    process.chdir(here)
  })
})
