/** Bundles a user's file here, and has it loaded where it will be explored. */
import { basename, extname } from 'node:path'
import { type Engine, LoadError } from '../runs/port/engine.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'
import { bundleSpec } from './bundle/bundle-spec.ts'
import { UsageError } from './usage-error.ts'

/** The suites that a file exports. Rejects with `UsageError`: one line, and where. */
export async function loadFile(path: string, engine: Engine): Promise<readonly PlannedSuite[]> {
  // Threads import it until the end of the process, which is when it goes.
  const { url } = await bundleSpec(path)
  const source = { kind: 'module', url, stem: stemOf(path) } as const
  try {
    const suites = await engine.load(source)
    return suites.map((suite) => ({ suite, source, argument: path }))
  } catch (error) {
    if (!(error instanceof LoadError)) throw error
    throw new UsageError(`cannot load "${path}": ${error.message}`, { cause: error.cause, location: error.location })
  }
}

/** `counter` for `counter.spec.ts`. */
function stemOf(path: string): string {
  return basename(path, extname(path)).replace(/\.spec$/, '')
}
