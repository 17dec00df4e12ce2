/**
 * TLC, where `TLA2TOOLS_JAR` says where it is, a jar or a class path, and `java` is on the PATH: our own modules,
 * `bench/tla`, are checked by one worker.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender, Turn } from './contender.ts'
import { hasProgram, numberIn, runProgram } from './run-program.ts'

const modules = fileURLToPath(new URL('../../../bench/tla', import.meta.url))
const classPath = process.env.TLA2TOOLS_JAR ?? ''

export function whyTlcIsMissing(): string | null {
  if (classPath === '') return 'TLA2TOOLS_JAR does not name tla2tools.jar or a class path with TLC'
  return hasProgram('java', '-version') ? null : 'java is not on the PATH'
}

/** `constants` and `invariants` as they stand in a configuration. */
export function tlcContender(
  form: string,
  module: string,
  constants: Readonly<Record<string, string>>,
  invariants: readonly string[],
): Contender {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-tlc-'))
  copyFileSync(join(modules, `${module}.tla`), join(folder, `${module}.tla`))
  const lines = [
    'SPECIFICATION Spec',
    ...Object.entries(constants).map(([name, value]) => `CONSTANT ${name} = ${value}`),
    ...invariants.map((name) => `INVARIANT ${name}`),
    'CHECK_DEADLOCK FALSE',
    '',
  ]
  writeFileSync(join(folder, `${module}.cfg`), lines.join('\n'))
  return {
    tool: 'tlc',
    form: `${form}, 1 worker`,
    keeps: 'fingerprints',
    run: () => explore(folder, module),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function explore(folder: string, module: string): Turn {
  const states = join(folder, 'states')
  rmSync(states, { recursive: true, force: true })
  const { output, wallSeconds, processorSeconds } = runProgram(
    'java',
    [
      ...['-Xmx4g', '-XX:+UseParallelGC', '-cp', classPath, 'tlc2.TLC'],
      ...['-workers', '1', '-nowarning', '-metadir', states, '-config', `${module}.cfg`, `${module}.tla`],
    ],
    { folder },
  )
  const counted = /^(\d+) states generated, (\d+) distinct states found, 0 states left/m
  return {
    counts: {
      generated: numberIn(output, counted),
      distinct: numberIn(output, /^\d+ states generated, (\d+) distinct states found, 0 states left/m),
      depth: numberIn(output, /depth of the complete state graph search is (\d+)/),
    },
    wallSeconds,
    processorSeconds,
    peakMegabytes: null,
    details: null,
  }
}
