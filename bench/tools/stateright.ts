/** Stateright, where `cargo` is on the PATH: our own models in Rust, `bench/stateright`, are compiled and run. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender, Turn } from './contender.ts'
import { hasProgram, runProgram } from './run-program.ts'

const crate = fileURLToPath(new URL('../../../bench/stateright', import.meta.url))
/** Not beside the sources: what is built lies in a folder that git ignores, and is built again only where it changed. */
const buildFolder = fileURLToPath(new URL('../../../out/bench/stateright', import.meta.url))

export function whyStaterightIsMissing(): string | null {
  return hasProgram('cargo', '--version') ? null : 'cargo is not on the PATH'
}

let isBuilt = false

function build(): void {
  if (isBuilt) return
  runProgram('cargo', ['build', '--release', '--locked', '--quiet'], {
    folder: crate,
    environment: { CARGO_TARGET_DIR: buildFolder },
  })
  isBuilt = true
}

export function staterightContender(form: string, model: string, size: string, order: 'bfs' | 'dfs'): Contender {
  build()
  return {
    tool: 'stateright',
    form: `${form}, ${order === 'bfs' ? 'breadth' : 'depth'}-first`,
    keeps: 'fingerprints',
    run: () => explore(model, size, order),
    remove: () => {},
  }
}

function explore(model: string, size: string, order: 'bfs' | 'dfs'): Turn {
  const program = join(buildFolder, 'release', 'ackproof-bench')
  const { output, wallSeconds, processorSeconds } = runProgram(program, [model, size, order])
  const { distinct, generated, depth, peakMegabytes } = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  return {
    counts: { distinct, generated, depth: order === 'bfs' ? depth : null },
    wallSeconds,
    processorSeconds,
    peakMegabytes,
    details: null,
  }
}
