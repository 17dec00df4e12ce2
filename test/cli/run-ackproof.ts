/** Runs the built program as a user would: in a folder of its own, without node_modules, as a child process. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportProblems } from '../../reporters/formats/testing/validators.ts'

export const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly folder?: string
  /** More of the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Sends this signal half a second after the text has appeared on stdout or stderr. */
  readonly interrupt?: { readonly signal: NodeJS.Signals; readonly after: string }
}

export function ackproof(
  words: readonly string[],
  { folder = emptyFolder(), environment = {}, interrupt }: RunOptions = {},
): Promise<Ended> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, GITHUB_ACTIONS: _github, npm_command: _npm, ...env } = process.env
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: { ...env, ...environment } })
  let stdout = ''
  let stderr = ''
  let isInterrupted = false
  const lookForInterrupt = (): void => {
    if (interrupt === undefined || isInterrupted || !(stdout + stderr).includes(interrupt.after)) return
    isInterrupted = true
    setTimeout(() => child.kill(interrupt.signal), 500)
  }
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    lookForInterrupt()
  })
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
    lookForInterrupt()
  })
  return new Promise((finish, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const problems = reportsIn(words, folder, stdout).flatMap(reportProblems)
      if (problems.length > 0) reject(new Error(`a report is not what its schema says: ${problems.join('\n')}`))
      else finish({ code, stdout, stderr })
    })
  })
}

/** The JSON reports that the words ask for, as far as they were written. */
function reportsIn(words: readonly string[], folder: string, stdout: string): readonly unknown[] {
  const places = words.flatMap((word, at) => {
    if (word === '--json') return words[at + 1] ?? []
    return word.startsWith('--json=') ? word.slice('--json='.length) : []
  })
  return places.flatMap((path) => {
    try {
      const report = JSON.parse(path === '-' ? stdout : readFileSync(resolve(folder, path), 'utf8'))
      // What a test puts there as an older report has no kind.
      return typeof report.version === 'number' && 'kind' in report ? [report] : []
    } catch {
      return []
    }
  })
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ackproof-test-'))
}

/** A folder with these files in it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
