/** One behaviour, carried out by one broker. */
import { performance } from 'node:perf_hooks'
import { UsageError } from '../../node/usage-error.ts'
import type { Adapter } from '../../runs/conform/adapter.ts'
import type { Attempt } from '../../runs/conform/attempt.ts'
import { type Conformance, conform } from '../../runs/conform/conform.ts'
import type { Projection } from '../../runs/observed/lens.ts'
import type { StopSignal } from '../../runs/port/stop-signal.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Version } from '../classpath/versions.ts'
import { releaseAll } from '../machine/belongings.ts'
import { DiskFull, fullDisk, orDiskFull } from '../machine/full-disk.ts'
import { Missing } from '../machine/missing.ts'
import { givePortsBack } from '../machine/ports.ts'
import { workFolder } from '../machine/work-folder.ts'
import { DiedAtStart } from '../processes/java-process.ts'
import type { LiveRow } from './row.ts'

/** How long a step may take: a broker that is started again on a busy machine is among them. */
const defaultWaitMs = 45_000

export interface CarryOptions {
  readonly version: Version
  /** Steps that the specification refuses, and that are tried; none where it is left out. */
  readonly attempts?: readonly Attempt[]
  readonly waitMs?: number
  /** Others were started before: one that cannot be is a failure of its own, and not the end of all. */
  readonly canStart?: boolean
  readonly signal?: StopSignal
}

export type Carried =
  | { readonly conformance: Conformance; readonly projection: Projection | undefined; readonly seconds: number }
  /** This machine cannot do it. */
  | { readonly missing: string }
  /** The broker or its adapter broke down: neither a result nor a wait that ran out. */
  | { readonly failure: string }

/** A broker that dies before anything was asked of it. One that dies when it is started again has a reason to be looked for. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}

/**
 * A new broker for each, one after the other. Rejects only where no run can be made: with a `UsageError` (a port that is taken), with `CannotStart`, or for
 * a full disk. Somebody else may take a port before a broker has it: then another broker is started, on other ports.
 */
export async function carryOut(row: LiveRow, path: Trace, options: CarryOptions): Promise<Carried> {
  for (let tries = 1; ; tries++) {
    try {
      return await carryOutOnce(row, path, options)
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error
      if (tries < mostTries && error.message.includes('Address already in use')) continue
      if (options.canStart !== true) throw error
      return { failure: error.message }
    }
  }
}

const mostTries = 3

async function carryOutOnce(
  { live, scenario }: LiveRow,
  path: Trace,
  { version, attempts = [], waitMs = defaultWaitMs, signal }: CarryOptions,
): Promise<Carried> {
  const began = performance.now()
  const work = workFolder()
  let full: string | null = null
  try {
    const configuration = scenario.configuration as never
    const adapter = live.open({ configuration, version, trace: path, attempts, folder: work.path })
    const options = { waitMs, attempts, ...(signal !== undefined && { signal }) }
    // While all that the broker has written is still there.
    const watched = whenItStops(withFirstStart(adapter), () => {
      full = fullDisk(work.path)
    })
    const conformance = await conform(scenario.definition, watched, path, options)
    if (full !== null && conformance.outcome !== 'follows') throw new DiskFull(full)
    return { conformance, projection: adapter.projection, seconds: (performance.now() - began) / 1_000 }
  } catch (thrown) {
    const error = full === null ? orDiskFull(thrown, work.path) : new DiskFull(full)
    if (error instanceof UsageError || error instanceof CannotStart || isDiskFull(error)) throw error
    if (error instanceof Missing) return { missing: error.message }
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  } finally {
    // Runs come one after the other: whatever is left now is of this one, also where the adapter could not clean up.
    releaseAll()
    givePortsBack()
  }
}

/** `look` is called before the adapter takes anything away. */
function whenItStops(adapter: Adapter, look: () => void): Adapter {
  return {
    ...adapter,
    stop: () => {
      look()
      return adapter.stop()
    },
  }
}

function withFirstStart(adapter: Adapter): Adapter {
  const { actions, attempts, projection } = adapter
  return {
    actions,
    ...(attempts !== undefined && { attempts }),
    ...(projection !== undefined && { projection }),
    start: async (initial, signal) => {
      try {
        await adapter.start(initial, signal)
      } catch (error) {
        if (error instanceof DiedAtStart) throw new CannotStart(error.message, { cause: error })
        throw error
      }
    },
    observe: (signal) => adapter.observe(signal),
    stop: () => adapter.stop(),
  }
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOSPC'
}
