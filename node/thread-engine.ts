/**
 * Runs scenarios in a worker thread and watches it: passes on requests to stop, keeps an eye on memory, and ends a
 * thread that hangs in a function of the user's or dies, keeping what was found until then.
 */
import { Worker } from 'node:worker_threads'
import type { ReplayOutcome } from '../checker/faults/replay.ts'
import type { StopReason } from '../checker/options.ts'
import type { VariantNotes } from '../runs/mutate/variant.ts'
import { type Known, partialResult } from '../runs/partial-result.ts'
import type { SpecDefinition } from '../spec/language/index.ts'
import { LoopWatch } from './loop-watch.ts'
import { type Counters, Phase, SharedCounters } from './shared-counters.ts'
import type { Failure, FromWorker, Job, ReplayJob, Scripts, Told } from './thread-protocol.ts'

/** What became of one scenario. */
export interface Run extends Told {
  /** Of a job with a fault budget of its own. */
  readonly scripts?: Scripts
  readonly failure: Failure | null
  /** What was learned besides, where the job asked for a variant and it came to its end. */
  readonly notes?: VariantNotes
}

/** What became of a story that was run again; `outcome` is null where it was ended before it told. */
export interface Replayed {
  readonly outcome: ReplayOutcome | null
  readonly failure: Failure | null
}

/** How a job ends: with a message, or before it could send one. */
interface Endings<Result> {
  readonly of: (message: FromWorker) => Result | null
  readonly early: (reason: StopReason, known: Known, failure: Failure | null) => Result
  /** Where the job failed, and told what it had found. */
  readonly failed?: (told: Told, failure: Failure) => Result
}

/** How often the main thread looks at the counters. */
const sampleMs = 100
/** How long one run of a user's function may take: two seconds once the run is to end, else ten. */
const patience = { stoppingMs: 2_000, runningMs: 10_000 } as const
/**
 * Runs of user code leave short-lived objects behind, the exploring loop none: by default the space for the young would
 * grow to 48 MB and stay there.
 */
const youngGenerationMegabytes = 12

/** V8 needs so much to load the library and a specification at all. */
const leastHeapBytes = 96 * 2 ** 20

export class ScenarioRunner {
  readonly #memoryLimitBytes: number
  readonly #shared = new SharedCounters()
  #worker: Worker | null = null
  /** Resident memory of the process with an idle worker: what the limit is counted from. */
  #idleBytes: number | null = null
  #endNow: (() => void) | null = null
  #stopRequests = 0

  constructor(memoryLimitBytes: number) {
    this.#memoryLimitBytes = memoryLimitBytes
  }

  /** Asks the scenario that is running to end; a second request does not wait for it. */
  stop(): void {
    this.#stopRequests++
    this.#shared.requestStop('stopped')
    if (this.#stopRequests > 1) this.#endNow?.()
  }

  run(job: Job, definition: SpecDefinition, onProgress: (counters: Counters) => void): Promise<Run> {
    return this.#perform<Run>(job, definition, onProgress, {
      of: (message) => (message.kind === 'done' ? runOf(message) : null),
      early: (reason, known, failure) => ({ result: partialResult(definition, reason, known), stories: {}, failure }),
      failed: (told, failure) => ({ ...told, failure }),
    })
  }

  replay(job: ReplayJob, definition: SpecDefinition): Promise<Replayed> {
    return this.#perform<Replayed>(job, definition, () => {}, {
      of: (message) => (message.kind === 'replayed' ? { outcome: message.outcome, failure: null } : null),
      early: (_reason, _known, failure) => ({ outcome: null, failure }),
    })
  }

  async #perform<Result>(
    job: Job | ReplayJob,
    definition: SpecDefinition,
    onProgress: (counters: Counters) => void,
    endings: Endings<Result>,
  ): Promise<Result> {
    this.#shared.reset()
    const worker = this.#readyWorker()
    this.#idleBytes ??= process.memoryUsage.rss()
    const run = await this.#watch(worker, job, definition, onProgress, endings)
    // Memory that one scenario leaves behind must not count against the next.
    if (this.#usedBytes() > this.#memoryLimitBytes / 4) await this.close()
    return run
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #readyWorker(): Worker {
    this.#worker ??= startWorker(this.#shared.buffer, this.#memoryLimitBytes)
    return this.#worker
  }

  #usedBytes(): number {
    return process.memoryUsage.rss() - (this.#idleBytes ?? 0)
  }

  #watch<Result>(
    worker: Worker,
    job: Job | ReplayJob,
    definition: SpecDefinition,
    onProgress: (counters: Counters) => void,
    endings: Endings<Result>,
  ): Promise<Result> {
    const timeLimitSeconds = 'options' in job ? job.options.timeLimitSeconds : undefined
    const shared = this.#shared
    const loops = new LoopWatch()
    const startMs = performance.now()
    let functionNames: readonly string[] = []
    let violated: readonly string[] = []

    return new Promise((resolve) => {
      let isEnding = false
      const end = (run: Result): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        clearInterval(sampling)
        this.#endNow = null
        resolve(run)
      }
      const endWith = (result: () => Result): void => {
        if (isEnding) return
        isEnding = true
        // The thread must be gone before the next one starts: it holds the memory, and the shared counters.
        this.close().finally(() => end(result()))
      }
      const endEarly = (reason: StopReason, failure: Failure | null): void => {
        const known: Known = { counters: shared.read(), violated }
        endWith(() => endings.early(reason, known, failure))
      }
      const endFailed = ({ known, failure }: Extract<FromWorker, { readonly kind: 'failed' }>): void => {
        const { failed } = endings
        if (known === null || failed === undefined) endEarly('stopped', failure)
        else endWith(() => failed(known, failure))
      }
      const sample = (): void => {
        onProgress(shared.read())
        const usedBytes = this.#usedBytes() - leastHeapBytes
        if (usedBytes > this.#memoryLimitBytes) shared.requestStop('memory')
        if (usedBytes > this.#memoryLimitBytes * 1.3) endEarly('memory', null)
        const isOverTime = performance.now() - startMs > (timeLimitSeconds ?? Number.POSITIVE_INFINITY) * 1000
        const reason = shared.stopRequest ?? (isOverTime ? 'time' : null)
        const hungMs = loops.sample(performance.now(), Atomics.load(shared.activity, 0), shared.heartbeat)
        const isHurried = reason !== null && shared.phase === Phase.Exploring
        if (hungMs >= (isHurried ? patience.stoppingMs : patience.runningMs)) {
          endEarly(reason ?? 'stopped', reason === 'memory' ? null : doesNotReturn(hungMs))
        }
      }
      const runningFunction = (): string => functionNames[Atomics.load(shared.activity, 0) - 1] ?? 'a function'
      const doesNotReturn = (ms: number): Failure => {
        const problem = `${runningFunction()} has been running for ${Math.round(ms / 1000)} s: it does not return`
        return failure('does-not-return', `spec "${definition.name}": ${problem}`)
      }
      const onMessage = (message: FromWorker): void => {
        if (isEnding) return
        const ended = endings.of(message)
        if (ended !== null) end(ended)
        else if (message.kind === 'started') functionNames = message.functionNames
        else if (message.kind === 'violated') violated = message.properties
        else if (message.kind === 'failed') endFailed(message)
        else if (message.kind === 'out-of-memory') endEarly('memory', null)
      }
      const onError = (error: Error & { readonly code?: string }): void => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') endEarly('memory', null)
        else endEarly('stopped', failure('internal', `internal error: ${error.message}`, error.stack))
      }
      const onExit = (): void => {
        const problem = `${runningFunction()} ended the thread that was checking it (is there a process.exit?)`
        endEarly('stopped', failure('exited', `spec "${definition.name}": ${problem}`))
      }

      const sampling = setInterval(sample, sampleMs)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      this.#endNow = () => endEarly('stopped', null)
      worker.postMessage(job)
    })
  }
}

function runOf({ kind: _, ...run }: Extract<FromWorker, { readonly kind: 'done' }>): Run {
  return { ...run, failure: null }
}

function failure(code: string, message: string, stack: string | null = null): Failure {
  return { code, message, location: null, stack }
}

function startWorker(shared: SharedArrayBuffer, memoryLimitBytes: number): Worker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: shared,
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
  return worker
}
