/** Type-checks every TypeScript sample in one run of the compiler, under the project's own settings. */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { project } from './pages.ts'
import type { SampleFile } from './samples.ts'

/** Each file lies in a folder of its page, and has its text on the lines where the page has it. */
function write(folder: string, files: readonly SampleFile[]): void {
  for (const { name, blocks } of files) {
    const page = blocks[0]?.page ?? ''
    const target = join(folder, page, name)
    let text = ''
    for (const block of blocks) {
      text += '\n'.repeat(block.line - text.split('\n').length)
      text += block.text
    }
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/** The files with the types of `ackproof`, `ackproof/check` and so on, as the package declares them. */
function entries(): Readonly<Record<string, readonly string[]>> {
  const { exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, { readonly types?: string } | string>>
  }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([entry, files]) =>
      typeof files === 'string' || files.types === undefined
        ? []
        : [[entry.replace(/^\./, 'ackproof'), [join(project, files.types)]]],
    ),
  )
}

/** Resolves with the compiler's complaints, each with the page and its line; empty where all is well. */
export function typeErrors(folder: string, files: readonly SampleFile[]): Promise<readonly string[]> {
  write(folder, files)
  const settings = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      rootDir: folder,
      types: ['node'],
      typeRoots: [join(project, 'node_modules/@types')],
      paths: { ...entries(), vitest: [join(project, 'node_modules/vitest/dist/index.d.ts')] },
    },
    include: [join(folder, '**/*.ts')],
    exclude: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  const compiler = join(project, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      { cwd: folder, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error !== null && stdout.trim() === '') reject(new Error(`the compiler did not run: ${stderr}`))
        else resolve(stdout.split(/\n(?! )/).filter((line) => line.trim() !== ''))
      },
    )
  })
}
