/**
 * A worker thread that waits for requests. One may be started before anybody needs it: what it runs is loaded meanwhile.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { leastHeapBytes } from './resident-memory.ts'
import { SharedCounters } from './shared-counters.ts'
import type { WorkerSetup } from './thread-protocol.ts'

export interface Thread {
  readonly worker: Worker
  readonly port: MessagePort
}

interface Spare extends Thread {
  readonly shared: SharedCounters
  readonly memoryLimitBytes: number
}

/**
 * Runs of user code leave short-lived objects behind, the exploring loop none: by default the space for young objects
 * would grow to 48 MB and stay there.
 */
const youngGenerationMegabytes = 12

let spare: Spare | null = null

export function startThread(shared: SharedCounters, memoryLimitBytes: number): Thread {
  const { port1, port2 } = new MessageChannel()
  const setup: WorkerSetup = { shared: shared.buffer, port: port2 }
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: setup,
    transferList: [port2],
    // What a specification prints must not mix with the results.
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.ceil((leastHeapBytes + memoryLimitBytes) / 2 ** 20),
      maxYoungGenerationSizeMb: youngGenerationMegabytes,
    },
  })
  worker.stdout.pipe(process.stderr, { end: false })
  worker.stderr.pipe(process.stderr, { end: false })
  return { worker, port: port1 }
}

/** Calls `body`, in which the first engine with this limit takes a thread that is started now. */
export async function withSpareThread<T>(memoryLimitBytes: number, body: () => Promise<T>): Promise<T> {
  const shared = new SharedCounters()
  const own = { ...startThread(shared, memoryLimitBytes), shared, memoryLimitBytes }
  spare = own
  try {
    return await body()
  } finally {
    // A mistake in the arguments may have come before any engine.
    if (spare === own) {
      spare = null
      own.port.close()
      await own.worker.terminate()
    }
  }
}

/** The thread that was started before there was an engine, with its counters; null where there is none. */
export function takeSpareThread(memoryLimitBytes: number): (Thread & { readonly shared: SharedCounters }) | null {
  const taken = spare
  if (taken === null || taken.memoryLimitBytes !== memoryLimitBytes) return null
  spare = null
  return taken
}
