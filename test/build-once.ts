/**
 * The tests of the command line run the built program, worker threads and all. This builds it once before the tests,
 * where a source is newer than the build.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sourceFolders = [
  'spec',
  'checker',
  'counterexamples',
  'runs',
  'reporters',
  'audit',
  'node',
  'cli',
  'public',
  'bench',
  'live',
]
const builtProgram = join(root, 'dist/cli/main.js')

export default function buildOnce(): void {
  if (existsSync(builtProgram) && newestSource() <= statSync(builtProgram).mtimeMs) return
  // Type errors are the business of `npm run types`; what could be compiled is there all the same.
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (!existsSync(builtProgram))
    throw new Error(`the build failed (exit code ${status}), so there is no program to test`)
}

function newestSource(): number {
  const times = sourceFolders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.includes('.test'))
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    )
  return Math.max(0, ...times)
}
