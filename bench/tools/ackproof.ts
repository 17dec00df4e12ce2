/** Our own engine, in a process of its own for each turn; of this checkout, or of another one that is built. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender, Turn } from './contender.ts'
import type { Measurement } from './measurement.ts'
import { runProgram } from './run-program.ts'

/** As the command line sets it for its thread (`node/thread-engine.ts`). */
const nodeOptions = ['--max-semi-space-size=4'] as const

export interface OwnModel {
  readonly form: string
  readonly suite: string
  readonly config: Readonly<Record<string, unknown>>
  /** A bound on the depth, in states; null for the whole graph. */
  readonly maxDepth: number | null
}

export function ackproofContender(model: OwnModel): Contender {
  return contender('ackproof', fileURLToPath(new URL('../measure.js', import.meta.url)), model)
}

/** The same model in another checkout, which has to be built. */
export function otherContender(checkout: string, model: OwnModel): Contender {
  const other = contender('before', measureProgram(checkout), model)
  return {
    ...other,
    run: () => {
      try {
        return other.run()
      } catch {
        throw new Error('that checkout cannot measure it; it may be older than this model')
      }
    },
  }
}

export function isBuilt(checkout: string): boolean {
  return existsSync(measureProgram(checkout))
}

function measureProgram(checkout: string): string {
  return join(checkout, 'dist', 'bench', 'measure.js')
}

function contender(tool: string, program: string, { form, suite, config, maxDepth }: OwnModel): Contender {
  const options = [
    ...nodeOptions,
    program,
    suite,
    JSON.stringify(config),
    ...(maxDepth === null ? [] : [String(maxDepth)]),
  ]
  return { tool, form, keeps: 'whole states', run: () => explore(options), remove: () => {} }
}

function explore(options: readonly string[]): Turn {
  const { output, wallSeconds, processorSeconds } = runProgram(process.execPath, options)
  // Another checkout may be older than some of the fields.
  const found: Partial<Measurement> = JSON.parse(output)
  return {
    counts: { distinct: found.distinct ?? 0, generated: found.generated ?? 0, depth: found.depth ?? 0 },
    wallSeconds,
    processorSeconds,
    peakMegabytes: found.peakMegabytes ?? null,
    details: {
      checkSeconds: found.processorSeconds ?? null,
      reducerRuns: found.reducerRuns ?? 0,
      bitsPerState: found.bitsPerState ?? null,
    },
  }
}
