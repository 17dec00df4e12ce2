/** Builds and runs a Promela model with Spin and gcc, where they are on the PATH. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

export interface SpinMeasurement {
  readonly distinct: number
  /** Spin's transitions; the initial state is counted with them, as TLC does. */
  readonly generated: number
  /** Run time of the built checker alone, without generating and compiling it. */
  readonly seconds: number
  readonly peakMegabytes: number
}

/** The flags of an honest comparison: exact, optimised, safety only, and no partial-order reduction. */
export const compilerFlags = ['-O3', '-DSAFETY', '-DNOREDUCE'] as const

export function hasSpin(): boolean {
  return ['spin -V', 'gcc --version'].every((command) => {
    const [program, option] = command.split(' ') as [string, string]
    return spawnSync(program, [option]).status === 0
  })
}

/** A built checker, and how to throw it away. */
export interface SpinChecker {
  run(): SpinMeasurement
  remove(): void
}

export function buildChecker(promela: string): SpinChecker {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-spin-'))
  writeFileSync(join(folder, 'model.pml'), promela)
  required(folder, 'spin', ['-a', 'model.pml'])
  required(folder, 'gcc', [...compilerFlags, '-o', 'pan', 'pan.c'])
  return {
    run: () => runChecker(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function runChecker(folder: string): SpinMeasurement {
  const began = performance.now()
  const report = required(folder, join(folder, 'pan'), ['-m1000000'])
  const seconds = (performance.now() - began) / 1000
  if (!report.includes('errors: 0')) throw new Error(`Spin found an error in the translation:\n${report}`)
  return {
    distinct: numberIn(report, /^\s*(\S+) states, stored/m),
    generated: numberIn(report, /^\s*(\S+) transitions/m),
    seconds,
    peakMegabytes: numberIn(report, /^\s*(\S+)\s+total actual memory usage/m) * 1.048576,
  }
}

function required(folder: string, program: string, options: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, options, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`)
  return stdout
}

function numberIn(report: string, pattern: RegExp): number {
  const text = pattern.exec(report)?.[1]
  if (text === undefined) throw new Error(`Spin's report has no ${pattern.source}`)
  return Number(text)
}
