/** Modules that a specification imports mean what they mean to Node, and bundles leave nothing behind. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, emptyFolder } from './run-ackproof.ts'

function folderTree(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A specification that holds if `expression` is `expected`. */
const promise = (imports: string, expression: string, expected: unknown): string => `
import { specify } from 'ackproof'
${imports}
const found: unknown = JSON.parse(JSON.stringify(${expression}))
if (JSON.stringify(found) !== ${JSON.stringify(JSON.stringify(expected))}) throw new Error('found ' + JSON.stringify(found))
export default specify('one', { n: 0 }).action('inc').when((s) => s.n < 1).changes((s) => ({ n: s.n + 1 }))
  .always('small', (s) => s.n < 2)
`

/** A CommonJS package whose names cannot be guessed from its source. */
const commonJs = {
  'node_modules/lodashy/package.json': '{ "name": "lodashy", "main": "index.js" }',
  'node_modules/lodashy/index.js':
    'const names = { identity: (x) => x, five: 5 }; for (const name of Object.keys(names)) module.exports[name] = names[name]',
}

describe('what a specification imports', () => {
  it.each([
    ['names of a CommonJS package', "import { five, identity } from 'lodashy'", '[five, identity(6)]', [5, 6]],
    ['all of a CommonJS package', "import * as _ from 'lodashy'", '[_.five, _.identity(6)]', [5, 6]],
    ['a CommonJS package', "import _ from 'lodashy'", '[_.five, _.identity(6)]', [5, 6]],
    ['data', "import data from './data.json' with { type: 'json' }", 'data', { m: 7 }],
    ['a CommonJS file', "import { eight } from './eight.cjs'", 'eight', 8],
    ['a typed CommonJS file', "import { nine } from './nine.cts'", 'nine', 9],
    [
      'what Node has',
      "import { join } from 'node:path'\nimport { basename } from 'path'",
      "basename(join('a', 'b'))",
      'b',
    ],
  ])('means what it means to Node: %s', async (_what, imports, expression, expected) => {
    const folder = folderTree({
      'one.spec.ts': promise(imports, expression, expected),
      'data.json': '{ "m": 7 }',
      'eight.cjs': 'module.exports = { eight: 8, same: (a, b) => a === b }',
      'nine.cts': 'export const nine: number = 9',
      ...commonJs,
    })
    expect(await ackproof(['check', 'one.spec.ts', '--no-types'], { folder })).toMatchObject({ code: 0, stderr: '' })
  })

  it('knows where it lies itself, in any folder', async () => {
    const folder = folderTree({
      'one.spec.ts': promise(
        "import { own, limit } from './far/away/helper.ts'",
        "[limit, own.map((path) => path.endsWith('/far/away') || path.endsWith('/far/away/helper.ts')), import.meta.url.endsWith('/one.spec.ts')]",
        [3, [true, true, true], true],
      ),
      'far/away/helper.ts': `import { readFileSync } from 'node:fs'
        export const limit = Number(readFileSync(new URL('./limit.txt', import.meta.url), 'utf8'))
        export const own = [import.meta.url, import.meta.dirname, import.meta.filename]`,
      'far/away/limit.txt': '3',
      'limit.txt': '4',
    })
    expect(await ackproof(['check', 'one.spec.ts', '--no-types'], { folder })).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    ['.cjs', 'own/ten.cjs', {}],
    ['.js in a folder of CommonJS files', 'own/ten.js', { 'own/package.json': '{ "type": "commonjs" }' }],
  ])(
    'is required by a CommonJS file, which knows where it lies, and compares content: %s',
    async (_what, file, more) => {
      const folder = folderTree({
        'one.spec.ts': promise(`import ten from './${file}'`, 'ten', ['own', true, 5, { m: 7 }, true, 11]),
        [file]: `'use strict'
        const { basename, sep } = require('node:path')
        const fs = require('fs')
        const { identity, five } = require('lodashy')
        const a = { x: 1 }
        const eleven = require('./eleven.cjs')
        module.exports = [
          basename(__dirname), __filename === __dirname + sep + '${file.slice(4)}' && fs.existsSync(__filename),
          identity(five), require('../data.json'), a === { x: 1 }, eleven,
        ]`,
        'own/eleven.cjs': 'module.exports = 11',
        'data.json': '{ "m": 7 }',
        ...commonJs,
        ...more,
      })
      expect(await ackproof(['check', 'one.spec.ts', '--no-types'], { folder })).toMatchObject({ code: 0, stderr: '' })
    },
  )

  it('is an error with its place where a CommonJS file requires what is not there', async () => {
    const folder = folderTree({
      'one.spec.ts': "export { a } from './a.cjs'",
      'a.cjs': "exports.a = require('nosuch')",
    })
    expect((await ackproof(['check', 'one.spec.ts'], { folder })).stderr).toContain(
      'a.cjs:1:21: require("nosuch") finds no such package',
    )
  })

  it('is an error that names the package.json where that cannot be read', async () => {
    const folder = folderTree({
      'one.spec.ts': "export { a } from './a.js'",
      'a.js': 'exports.a = __dirname',
      'package.json': '{ type',
    })
    expect((await ackproof(['check', 'one.spec.ts'], { folder })).stderr).toMatch(
      /a\.js:1:1: cannot read this file: "[^"]*package\.json" is no JSON that can be read/,
    )
  })

  it('cannot be required, or resolved by hand', async () => {
    const folder = folderTree({
      'require.spec.ts': "const _ = require('lodashy')\nexport default _",
      'resolve.spec.ts': "export default import.meta.resolve('lodashy')",
    })
    expect((await ackproof(['check', 'require.spec.ts'], { folder })).stderr).toContain(
      'require.spec.ts:1:19: require("lodashy") does not work in a specification',
    )
    expect((await ackproof(['check', 'resolve.spec.ts'], { folder })).stderr).toContain(
      'resolve.spec.ts:1:16: import.meta.resolve does not work in a specification',
    )
  })
})

describe('bundles', () => {
  it('are gone when the program has ended, also those of a process that could not take them away', async () => {
    const before = process.env.TMPDIR
    const own = mkdtempSync(join(tmpdir(), 'bundles-'))
    const shared = join(own, `ackproof-${process.getuid?.() ?? 'specs'}`)
    const ended = spawnSync(process.execPath, ['--version']).pid
    const leftBy = (pid: number): string => join(shared, `on-${hostname().replace(/[^\w.-]/g, '_')}-${pid}-abc`)
    for (const folder of [leftBy(ended), leftBy(process.pid)]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, 'left.mjs'), '')
    }
    chmodSync(shared, 0o700)
    const folder = folderTree({ 'one.spec.ts': promise('', '1', 1), 'broken.spec.ts': 'throw new Error()' })
    process.env.TMPDIR = own
    try {
      expect(await ackproof(['check', 'one.spec.ts', '--no-types'], { folder })).toMatchObject({ code: 0 })
      expect(await ackproof(['check', 'broken.spec.ts'], { folder })).toMatchObject({ code: 2 })
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    }
    expect(readdirSync(shared)).toEqual([basename(leftBy(process.pid))])
  })
})
