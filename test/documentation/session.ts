/** Runs the commands of a page as its reader would: in a shell, in a folder with the files of the page. */
import { spawn } from 'node:child_process'
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { project } from './pages.ts'
import type { SampleFile } from './samples.ts'

export interface CommandResult {
  readonly exitCode: number
  /** What was printed: the results, or where there are none the messages. */
  readonly printed: string
}

/** A fresh folder with these files, and the project's examples. */
export function folderOf(files: readonly SampleFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-page-'))
  for (const { name, blocks } of files) writeFileSync(join(folder, name), blocks.map(({ text }) => text).join(''))
  symlinkSync(join(project, 'examples'), join(folder, 'examples'))
  return folder
}

const endOfCommand = '\u001e'

/** The results of the commands, typed one after the other in one shell. `npx ackproof` is the built program. */
export async function runShellSession(folder: string, commands: readonly string[]): Promise<readonly CommandResult[]> {
  const script = commands
    .map(
      (command) => `${command}\ncode=$?; printf '${endOfCommand}%s${endOfCommand}' $code; printf '${endOfCommand}' >&2`,
    )
    .map((lines) => `${lines}; (exit $code)\n`)
    .join('')
  const { stdout, stderr } = await shell(folder, script)
  const results = stdout.split(endOfCommand)
  const messages = stderr.split(endOfCommand)
  return commands.map((_, index) => {
    const [printed = '', exitCode = ''] = results.slice(2 * index, 2 * index + 2)
    return {
      exitCode: Number.parseInt(exitCode, 10),
      printed: printed.trim() === '' ? (messages[index] ?? '') : printed,
    }
  })
}

function shell(folder: string, script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, GITHUB_ACTIONS: _github, ...env } = process.env
  const path = `${npxFolder()}${delimiter}${env.PATH ?? ''}`
  const child = spawn('sh', ['-c', script], { cwd: folder, env: { ...env, PATH: path, npm_command: 'exec' } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve({ stdout, stderr }))
  })
}

let folderWithNpx: string | null = null

/** A folder with an `npx` that knows one program, and takes it from the build. */
function npxFolder(): string {
  if (folderWithNpx !== null) return folderWithNpx
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-npx-'))
  const program = join(project, 'dist/cli/main.js')
  writeFileSync(
    join(folder, 'npx'),
    `#!/bin/sh\n[ "$1" = ackproof ] || { echo "no $1 here" >&2; exit 127; }\nshift\nexec "${process.execPath}" "${program}" "$@"\n`,
    { mode: 0o755 },
  )
  folderWithNpx = folder
  return folder
}
