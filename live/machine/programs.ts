/** Programs that this machine may lack. */
import { spawnSync } from 'node:child_process'
import { Missing } from './missing.ts'

/** Whether a program is on the PATH and runs with these arguments. */
export function runs(program: string, ...options: readonly string[]): boolean {
  return spawnSync(program, options, { stdio: 'ignore' }).status === 0
}

/** Throws `Missing` where a program cannot be run, and an Error with a line that it printed where it fails. */
export function run(program: string, ...options: readonly string[]): string {
  const { status, signal, stdout, stderr, error } = spawnSync(program, options, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (error !== undefined) throw new Missing(`${program} cannot be run: ${error.message}`)
  if (status === 0) return stdout
  const lines = (stderr.trim() || stdout.trim()).split('\n')
  // Maven says what is wrong first, and ends with advice.
  const said = lines.find((line) => line.startsWith('[ERROR]')) ?? lines.at(-1) ?? ''
  throw new Error(`"${[program, ...options].join(' ')}" failed with ${signal ?? `exit code ${status}`}: ${said}`)
}
