/**
 * The engine that loads and explores in a worker thread, and watches it: passes on requests to stop, measures its
 * memory, and ends a thread that hangs in a function of the user's or dies, keeping what was found until then.
 */
import type { StopReason } from '../checker/contract/options.ts'
import { Activity } from '../checker/model/user-code.ts'
import type { Story } from '../counterexamples/index.ts'
import { onlyChosen } from '../runs/port/chosen-properties.ts'
import {
  type Engine,
  type Exploration,
  type Failure,
  LoadError,
  type Replayed,
  type Watch,
} from '../runs/port/engine.ts'
import type { ScenarioOutline, SpecOutline, SuiteOutline } from '../runs/port/outline.ts'
import { type Known, partialResult } from '../runs/port/partial-result.ts'
import { keyOfSource, type ReplayTask, type ScenarioSource, type SuiteSource, type Task } from '../runs/port/task.ts'
import { LoopWatch } from './loop-watch.ts'
import { readSource } from './read-source.ts'
import { ResidentMemory } from './resident-memory.ts'
import { Phase, SharedCounters } from './shared-counters.ts'
import { startThread, type Thread, takeSpareThread } from './thread.ts'
import type { FromWorker, LoadProblem, ToWorker } from './thread-protocol.ts'

/** How often the main thread looks at the counters. */
const sampleMs = 100

/** How long one run of a user's function may take, in milliseconds. */
export interface Patience {
  /** Once the run is to end. */
  readonly stoppingMs: number
  readonly runningMs: number
  /** How long a file of the user's may take to be loaded. */
  readonly loadingMs: number
}

const usualPatience: Patience = { stoppingMs: 2_000, runningMs: 10_000, loadingMs: 10_000 }

/** What a thread had told when it was ended. */
interface KnownByThread extends Known {
  /** Verdicts and traces, where stories were being told; null before. */
  readonly result: Exploration['result'] | null
  readonly stories: Readonly<Record<string, Story>>
}

/** What engines share that run side by side in this process. */
export interface Company {
  /** Suites by the URL of their module; '' = what ships with the tool. */
  readonly suites: Map<string, readonly SuiteOutline[]>
  readonly memory: ResidentMemory
}

/** How a request ends: with a message, or before the thread could send one. */
interface Endings<Result> {
  readonly of: (message: FromWorker) => Result | null
  readonly early: (reason: StopReason, known: KnownByThread, failure: Failure | null) => Result
}

export class ThreadEngine implements Engine {
  readonly atOnce = 1
  readonly #memoryLimitBytes: number
  readonly #patience: Patience
  readonly #shared: SharedCounters
  readonly #company: Company
  #thread: Thread | null
  #wasShortOfMemory = false
  #endNow: (() => void) | null = null

  constructor(
    memoryLimitBytes: number,
    patience: Partial<Patience> = {},
    company: Company = { suites: new Map(), memory: new ResidentMemory() },
  ) {
    this.#memoryLimitBytes = memoryLimitBytes
    const spare = takeSpareThread(memoryLimitBytes)
    this.#thread = spare
    this.#shared = spare?.shared ?? new SharedCounters()
    this.#patience = { ...usualPatience, ...patience }
    this.#company = company
  }

  /** Whether there was too little memory for the last task, here or in all engines together. */
  get wasShortOfMemory(): boolean {
    return this.#wasShortOfMemory
  }

  async load(source: SuiteSource): Promise<readonly SuiteOutline[]> {
    const loaded = await this.#perform<readonly SuiteOutline[] | LoadProblem>(
      { kind: 'load', source },
      'the file',
      {},
      {
        of: (message) => {
          if (message.kind === 'loaded') return message.suites
          if (message.kind === 'not-loaded') return message
          return message.kind === 'failed' ? { ...message.failure, problem: message.failure.message } : null
        },
        early: (reason, _known, failure) => {
          const problem =
            reason === 'memory' ? 'it takes more memory than there is' : (failure?.message ?? 'it was stopped')
          return { problem, location: null, stack: null }
        },
      },
    )
    if (!('problem' in loaded)) {
      this.#company.suites.set(keyOfSource(source), loaded)
      return loaded
    }
    const cause = new Error(loaded.problem)
    if (loaded.stack !== null) cause.stack = loaded.stack
    throw new LoadError(loaded.problem, loaded.location, { cause })
  }

  async explore(task: Task, watch: Watch): Promise<Exploration> {
    const spec = this.#specOf(task)
    const exploration = await this.#perform<Exploration>({ kind: 'explore', task }, `spec "${spec.name}"`, watch, {
      of: (message) => (message.kind === 'explored' ? message.exploration : null),
      early: (reason, known, failure) => ({
        result: known.result ?? partialResult(spec, reason, known),
        stories: known.stories,
        failure,
      }),
    })
    if (exploration.result.completeness === 'memory') this.#wasShortOfMemory = true
    return withSource(exploration)
  }

  replay(task: ReplayTask, watch: Watch): Promise<Replayed> {
    return this.#perform<Replayed>({ kind: 'replay', task }, `spec "${this.#specOf(task).name}"`, watch, {
      of: (message) => (message.kind === 'replayed' ? message.replayed : null),
      early: (_reason, _known, failure) => ({ result: null, failure }),
    })
  }

  /** Ends what is running without waiting for it; what is known of it is given out. */
  endNow(): void {
    this.#endNow?.()
  }

  async close(): Promise<void> {
    const thread = this.#thread
    this.#thread = null
    thread?.port.close()
    await thread?.worker.terminate()
  }

  #specOf({ source, suite, scenario, properties }: ScenarioSource): SpecOutline {
    const isNamed = (each: ScenarioOutline): boolean => each.name === scenario
    const found = this.#company.suites
      .get(keyOfSource(source))
      ?.find(({ name }) => name === suite)
      ?.scenarios.find(isNamed)
    if (found === undefined) throw new Error(`scenario "${scenario}" of suite "${suite}" has not been loaded`)
    return onlyChosen(found.spec, properties)
  }

  async #perform<Result>(request: ToWorker, subject: string, watch: Watch, endings: Endings<Result>): Promise<Result> {
    this.#shared.reset()
    const thread = this.#readyThread()
    const { memory } = this.#company
    memory.beginAtIdle()
    this.#wasShortOfMemory = false
    const result = await this.#watch(thread, request, subject, watch, endings)
    memory.note(this, null)
    if (this.#shared.stopRequest === 'memory') this.#wasShortOfMemory = true
    // Memory that one scenario leaves behind must not count against the next.
    if (memory.usedBytes() > this.#memoryLimitBytes / 4) await this.close()
    return result
  }

  #readyThread(): Thread {
    this.#thread ??= startThread(this.#shared, this.#memoryLimitBytes)
    return this.#thread
  }

  #watch<Result>(
    { worker, port }: Thread,
    request: ToWorker,
    subject: string,
    { onProgress, signal }: Watch,
    endings: Endings<Result>,
  ): Promise<Result> {
    const timeLimitSeconds = request.kind === 'explore' ? request.task.bounds.timeLimitSeconds : undefined
    const shared = this.#shared
    const patience = this.#patience
    const { memory } = this.#company
    const loops = new LoopWatch()
    const startMs = performance.now()
    let functionNames: readonly string[] = []
    let violated: readonly string[] = []
    let result: KnownByThread['result'] = null
    const stories: Record<string, Story> = {}

    return new Promise((resolve) => {
      let isEnding = false
      const end = (result: Result): void => {
        port.off('message', onMessage)
        worker.off('error', onError).off('exit', onExit)
        signal?.removeEventListener('abort', onAbort)
        clearInterval(sampling)
        this.#endNow = null
        resolve(result)
      }
      const endEarly = (reason: StopReason, failure: Failure | null, hints: readonly string[] = []): void => {
        if (isEnding) return
        isEnding = true
        if (reason === 'memory') this.#wasShortOfMemory = true
        const known: KnownByThread = { counters: shared.read(), violated, hints, result, stories }
        // The thread must be gone before the next one starts: it holds the memory, and the shared counters.
        this.close().finally(() => end(endings.early(reason, known, failure)))
      }
      const isLoading = (): boolean => shared.phase === Phase.Loading
      const sample = (): void => {
        const counters = shared.read()
        onProgress?.(counters)
        memory.note(this, counters.memoryBytes)
        const usedBytes = memory.exploringBytes()
        if (usedBytes > this.#memoryLimitBytes && memory.isLargest(this)) shared.requestStop('memory')
        if (usedBytes > this.#memoryLimitBytes * 1.3) endEarly('memory', null)
        const isOverTime = performance.now() - startMs > (timeLimitSeconds ?? Number.POSITIVE_INFINITY) * 1000
        // Stories that are still to be told are cut short.
        if (isOverTime && shared.phase === Phase.Concluding) shared.requestStop('time')
        const reason = shared.stopRequest ?? (isOverTime ? 'time' : null)
        // Asked to end, the explorer does so after the state at hand; many slow runs for one state count as one.
        const isRunCounted = reason === null || shared.phase !== Phase.Exploring
        const hungMs = loops.sample(performance.now(), {
          activity: isLoading() ? -1 : Atomics.load(shared.activity, 0),
          runs: isRunCounted ? Atomics.load(shared.activity, 1) : 0,
          heartbeat: shared.heartbeat,
        })
        if (hungMs < patienceFor(reason)) return
        // Asked to end, nobody waits for a function that may be slow; only one that had all its time does not return.
        const isHung = hungMs >= patienceFor(null) || isLoading()
        if (isHung && reason !== 'memory') endEarly(reason ?? 'stopped', doesNotReturn(hungMs))
        else endEarly(reason ?? 'stopped', null, [stillRunning(hungMs)])
      }
      const patienceFor = (reason: StopReason | null): number => {
        if (reason !== null) return patience.stoppingMs
        return isLoading() ? patience.loadingMs : patience.runningMs
      }
      const runningFunction = (): string => {
        const activity = Atomics.load(shared.activity, 0)
        if (activity === Activity.InitialStates) return 'startingFrom()'
        return functionNames[activity - 1] ?? 'a function'
      }
      const doesNotReturn = (ms: number): Failure => {
        const seconds = `${Math.round(ms / 1000)} s`
        const problem = isLoading()
          ? `it has been loading for ${seconds}, and does not come to an end (is there a loop without an end?)`
          : `${runningFunction()} has been running for ${seconds}: it does not return`
        return failure('does-not-return', request.kind === 'load' ? problem : `${subject}: ${problem}`)
      }
      const stillRunning = (ms: number): string =>
        `${runningFunction()} had been running for ${Math.round(ms / 1000)} s when the run was ended: does it return? Is it slow?`
      const onMessage = (message: FromWorker): void => {
        if (isEnding) return
        const ended = endings.of(message)
        if (ended !== null) end(ended)
        else if (message.kind === 'started') functionNames = message.functionNames
        else if (message.kind === 'violated') violated = message.properties
        else if (message.kind === 'result') result = message.result
        else if (message.kind === 'story') stories[message.property] = message.story
        else if (message.kind === 'failed') endEarly('stopped', message.failure)
        else if (message.kind === 'out-of-memory') endEarly('memory', null)
      }
      const onError = (error: Error & { readonly code?: string }): void => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') endEarly('memory', null)
        else endEarly('stopped', failure('internal', `internal error: ${error.message}`, error.stack))
      }
      const onExit = (): void => {
        const problem = isLoading()
          ? 'it ended the process, or never finished, while it was loaded'
          : `${runningFunction()} ended the thread that was checking it (is there a process.exit?)`
        endEarly('stopped', failure('exited', request.kind === 'load' ? problem : `${subject}: ${problem}`))
      }
      const onAbort = (): void => shared.requestStop('stopped')

      const sampling = setInterval(sample, sampleMs)
      port.on('message', onMessage)
      worker.on('error', onError).on('exit', onExit)
      this.#endNow = () => endEarly('stopped', null)
      if (signal?.aborted === true) onAbort()
      signal?.addEventListener('abort', onAbort)
      port.postMessage(request)
    })
  }
}

function failure(code: string, message: string, stack: string | null = null): Failure {
  return { code, message, location: null, stack }
}

/** The parser takes a while to load, and most explorations have nothing to ask of it. */
async function withSource(exploration: Exploration): Promise<Exploration> {
  if (exploration.result.wholeReads.length === 0) return exploration
  const { toldWithSource } = await import('../runs/engine/told-with-source.ts')
  return { ...exploration, result: toldWithSource(exploration.result, readSource) }
}
