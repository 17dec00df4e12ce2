/** Spin, where `spin` and `gcc` are on the PATH: a checker is generated, compiled and run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contender, Turn } from './contender.ts'
import { hasProgram, numberIn, runProgram } from './run-program.ts'

/** The flags of an honest comparison: exact, optimised, safety only, and no partial-order reduction. */
const compilerFlags = ['-O3', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=8000'] as const
/** Room for the deepest path, a table that need not grow, and no complaint about states that end. */
const runFlags = ['-m1000000', '-w24', '-E'] as const

export function whySpinIsMissing(): string | null {
  return hasProgram('spin', '-V') && hasProgram('gcc', '--version') ? null : 'spin or gcc is not on the PATH'
}

export function spinContender(form: string, promela: string): Contender {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-spin-'))
  writeFileSync(join(folder, 'model.pml'), promela)
  runProgram('spin', ['-a', 'model.pml'], { folder })
  runProgram('gcc', [...compilerFlags, '-o', 'pan', 'pan.c'], { folder })
  return {
    tool: 'spin',
    form: `${form}, depth-first`,
    keeps: 'whole states',
    run: () => explore(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function explore(folder: string): Turn {
  const { output, wallSeconds, processorSeconds } = runProgram(join(folder, 'pan'), runFlags, { folder })
  // Its exit code is 0 after an error as well, and where the search was cut off.
  if (!output.includes('errors: 0')) throw new Error(`Spin found an error in the translation:\n${output}`)
  if (/max search depth too small|out of memory/i.test(output)) throw new Error(`Spin did not finish:\n${output}`)
  return {
    counts: {
      distinct: numberIn(output, /^\s*(\S+) states, stored/m),
      // The initial state is counted with them, as TLC does.
      generated: numberIn(output, /^\s*(\S+) transitions/m),
      depth: null,
    },
    wallSeconds,
    processorSeconds,
    peakMegabytes: numberIn(output, /^\s*(\S+)\s+total actual memory usage/m) * 1.048576,
    details: null,
  }
}
