/** The package as a project of somebody else's has it: packed, unpacked into `node_modules`, without the network. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Ran {
  readonly exitCode: number | null
  /** What was printed, on both ways out, without colours. */
  readonly printed: string
}

export interface Consumer {
  readonly folder: string
  /** Runs vitest in the project. */
  vitest(...words: readonly string[]): Promise<Ran>
  /** Runs a program of the project. */
  node(...words: readonly string[]): Promise<Ran>
}

/** The built package, packed and unpacked once a process. */
let unpacked: string | null = null

/** The folder `package` of the tarball. */
function unpackedPackage(): string {
  if (unpacked !== null) return unpacked
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-packed-'))
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  execFileSync('tar', ['-xzf', tarball], { cwd: folder })
  unpacked = join(folder, 'package')
  return unpacked
}

/** An empty project with these files, the package, and links to this checkout's copies of what the package needs. */
export function consumer(files: Readonly<Record<string, string>>, nodeProgram = process.execPath): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-consumer-'))
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== 'ackproof' && name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  execFileSync('cp', ['-R', unpackedPackage(), join(modules, 'package')])
  renameSync(join(modules, 'package'), join(modules, 'ackproof'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const run = (words: readonly string[]): Promise<Ran> => ran(nodeProgram, words, folder)
  return {
    folder,
    vitest: (...words) => run([join(modules, 'vitest/vitest.mjs'), 'run', '--reporter=verbose', ...words]),
    node: (...words) => run(words),
  }
}

function ran(program: string, words: readonly string[], cwd: string): Promise<Ran> {
  const { FORCE_COLOR: _force, VITEST: _vitest, NODE_OPTIONS: _options, ...env } = process.env
  const outer = Object.keys(env).filter((name) => name.startsWith('VITEST') || name === 'NODE_ENV' || name === 'TEST')
  for (const name of outer) delete env[name]
  const child = spawn(program, words, { cwd, env: { ...env, NO_COLOR: '1' } })
  let printed = ''
  const listen = (chunk: Buffer): void => {
    printed += chunk.toString()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, printed }))
  })
}
