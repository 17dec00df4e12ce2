/** Runs a compiler as a process of its own, which ends with ours at the latest. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { Compiler } from './compiler.ts'

export interface TscEnded {
  /** Null where it was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const isWindows = process.platform === 'win32'

/**
 * Resolves when the compiler has ended, also where `signal` ended it, or where it could not be started. `folder` is where
 * it runs, and what the paths that it prints start from.
 */
export function runTsc(
  { program }: Compiler,
  words: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<TscEnded> {
  if (signal.aborted) return Promise.resolve({ code: null, stdout: '', stderr: '' })
  // A group of its own: version 7 starts a second program, which a signal to the first would leave running.
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    detached: !isWindows,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = (): void => killAll(child)
  signal.addEventListener('abort', kill, { once: true })
  process.once('exit', kill)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      signal.removeEventListener('abort', kill)
      process.off('exit', kill)
      resolve({ code, stdout, stderr })
    }
    child.on('error', (error) => {
      stderr += error.message
      end(null)
    })
    child.on('close', end)
  })
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    if (isWindows) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'])
    else process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
