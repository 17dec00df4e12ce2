/** Runs a program to its end, and says how much processor time it took: its own, and that of whatever it started. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

export interface Finished {
  readonly output: string
  readonly wallSeconds: number
  /** User and system time of the whole process, start-up included, to a hundredth of a second. */
  readonly processorSeconds: number
}

export interface RunOptions {
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** `times` of the shell: first its own times, then on a line of their own those of the programs that it ran. */
const script = '"$@"; status=$?; times > "$TIMES_FILE"; exit $status'

/** Throws an Error with what the program printed, where it cannot be run or fails. */
export function runProgram(
  program: string,
  options: readonly string[],
  { folder, environment }: RunOptions = {},
): Finished {
  const scratch = mkdtempSync(join(tmpdir(), 'ackproof-bench-'))
  const timesFile = join(scratch, 'times')
  try {
    const began = performance.now()
    const { status, stdout, stderr, error } = spawnSync('sh', ['-c', script, 'sh', program, ...options], {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: { ...process.env, ...environment, TIMES_FILE: timesFile },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    const wallSeconds = (performance.now() - began) / 1000
    if (error !== undefined) throw new Error(`sh cannot be run: ${error.message}`)
    if (status !== 0) throw new Error(`${program} failed with exit code ${status}:\n${lastLines(stderr || stdout)}`)
    return { output: stdout, wallSeconds, processorSeconds: secondsOfChildren(readFileSync(timesFile, 'utf8')) }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Whether a program is there and takes this option. */
export function hasProgram(program: string, option: string): boolean {
  return spawnSync(program, [option]).status === 0
}

/** The number that a pattern finds in a report. */
export function numberIn(report: string, pattern: RegExp): number {
  const text = pattern.exec(report)?.[1]
  if (text === undefined) throw new Error(`no ${pattern.source} in the report:\n${lastLines(report)}`)
  return Number(text)
}

/** `0m1.23s 0m0.04s` on the second line. */
function secondsOfChildren(times: string): number {
  const line = times.trim().split('\n')[1] ?? ''
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)]
  if (parts.length !== 2) throw new Error(`the shell's "times" printed something unknown: ${times}`)
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-12).join('\n')
}
