/**
 * Fsyncs that fail, or come late: `strace` stands between a running program and its system calls. Nothing of ours is in the JVM.
 * An injected error leaves the pages dirty, and the kernel may still write them: a real device that fails need not.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { belongs } from '../machine/belongings.ts'
import { Missing } from '../machine/missing.ts'
import { runs } from '../machine/programs.ts'
import { until } from '../machine/wait.ts'

const calls = 'msync,fsync,fdatasync'

let known: string | null | undefined

/** Null where it can be done; otherwise what is missing, in one line. */
export function whyNoSyncFaults(): string | null {
  known ??= findWhy()
  return known
}

function findWhy(): string | null {
  if (!runs('strace', '-V')) return 'failing fsyncs need strace, which is not on the PATH'
  if (runs('strace', '-qq', '-o', '/dev/null', '-e', 'trace=fsync', '-e', 'inject=fsync:error=EIO', 'true')) return null
  return 'strace may not trace here, or is too old to inject errors'
}

export type SyncFault = { readonly kind: 'fails' } | { readonly kind: 'held'; readonly milliseconds: number }

export interface ActiveFault {
  /** From here on fsyncs work again. A program that stands in a held one goes on when its time is over. */
  stop(): Promise<void>
}

/** Every fsync of the process fails with EIO, or is held before it begins. Comes back once it holds for every thread. */
export async function injectSyncFault(pid: number, fault: SyncFault): Promise<ActiveFault> {
  const why = whyNoSyncFaults()
  if (why !== null) throw new Missing(why)
  const how = fault.kind === 'fails' ? 'error=EIO' : `delay_enter=${fault.milliseconds * 1_000}`
  const options = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-p',
    String(pid),
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${calls}:${how}`,
  ]
  const tracer = spawn('strace', options, { stdio: 'ignore' })
  const release = belongs(() => tracer.kill('SIGKILL'))
  const ended = new Promise<void>((resolve) => {
    tracer.once('exit', () => resolve())
    tracer.once('error', () => resolve())
  })
  const stop = async (): Promise<void> => {
    release()
    await ended
  }
  try {
    await until('strace to be attached', () => hasEnded(tracer) || isTraced(pid), { patience: 10_000 })
    if (hasEnded(tracer)) throw new Missing(`strace cannot be attached to process ${pid}`)
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined
}

/** All threads, and those that begin later are traced from their first instruction on. */
function isTraced(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    try {
      return /^TracerPid:\s+[1-9]/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))
    } catch {
      return true // It has ended.
    }
  })
}
