/**
 * The thread in which the user's code is loaded and explored, one request after the other. It never touches the
 * terminal; it publishes its counters in shared memory and posts results as plain data.
 */
import { type MessagePort, workerData } from 'node:worker_threads'
import type { Progress } from '../checker/contract/options.ts'
import { oneLine } from '../counterexamples/print/plain-text.ts'
import { explore, replayActivity, runAgain } from '../runs/engine/explore.ts'
import type { Exploration, Failure, Replayed } from '../runs/port/engine.ts'
import { buildFailureOf, failureOf, lateFailureOf } from '../runs/port/failure.ts'
import { outlineOf, shippedOutlineOf } from '../runs/port/outline.ts'
import { partialResult } from '../runs/port/partial-result.ts'
import type { RanPlaces } from '../runs/port/ran-places.ts'
import { definitionFor } from '../runs/port/suites.ts'
import { keyOfSource, type ScenarioSource, type SuiteSource, type Task } from '../runs/port/task.ts'
import type { AnySuite, SpecDefinition } from '../spec/language/index.ts'
import { builtInNames, loadBuiltIn } from './built-in.ts'
import { collectGarbage } from './collect-garbage.ts'
import { type ImportedSuites, importSuites, loadProblemOf } from './import-suites.ts'
import { lockGlobals } from './lock-globals.ts'
import { takeRan } from './ran.ts'
import { Phase, SharedCounters } from './shared-counters.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './thread-protocol.ts'

/** How long to explore between two looks at the requests of the main thread. */
const sliceMs = 50

const setup = workerData as WorkerSetup
const shared = new SharedCounters(setup.shared)
const port = setup.port as MessagePort
delete setup.port
lockGlobals()
process.setSourceMapsEnabled(true)

/** What user code let happen behind the back of a run: it must neither end the thread nor pass unseen. */
const lateErrors: unknown[] = []
process.on('uncaughtException', (thrown) => lateErrors.push(thrown))

/** Places of the user's files that ran while these were loaded, by their source; see `RanPlaces`. */
const loadedBy = new Map<string, Set<number>>()

port.on('message', async (request: ToWorker) => {
  try {
    post(await answerTo(request))
  } catch (error) {
    post(isOutOfMemory(error) ? { kind: 'out-of-memory' } : { kind: 'failed', failure: failureOf(error) })
  } finally {
    // What ran for stories is of no interest.
    takeRan()
    shared.phase = Phase.Idle
  }
})

function noteLoading(source: SuiteSource): void {
  const key = keyOfSource(source)
  loadedBy.set(key, new Set([...(loadedBy.get(key) ?? []), ...takeRan()]))
}

function loadingOf({ source }: Task): readonly number[] {
  const key = keyOfSource(source)
  return [...(loadedBy.get(key) ?? [])].sort((left, right) => left - right)
}

function post(message: FromWorker): void {
  port.postMessage(message)
}

async function answerTo(request: ToWorker): Promise<FromWorker> {
  if (request.kind === 'load') return load(request.source)
  const suites = await suitesOf(request.task.source).catch((error: unknown) => {
    if (isOutOfMemory(error)) throw error
    return notLoadedHere(error)
  })
  if ('code' in suites) return { kind: 'failed', failure: suites }
  const built = build(suites, request.task)
  if ('failure' in built) return request.kind === 'explore' ? explored(built) : replayed(built.failure)
  // What building it ran counts as loading.
  noteLoading(request.task.source)
  const message =
    request.kind === 'explore' ? runTask(built.definition, request.task) : replayStory(built.definition, request.task)
  // A rejected promise or a timer of the user's shows only after the run.
  await nextTurn()
  if (lateErrors.length === 0 || hasFailed(message)) return message
  return { kind: 'failed', failure: lateFailureOf(built.definition, lateErrors[0]) }
}

/** Loads a module under the eyes of the main thread. It must come to its end with nothing else going on. */
async function load(source: SuiteSource): Promise<FromWorker> {
  shared.phase = Phase.Loading
  // A module that waits for nothing in the world ends the thread, and so is noticed at once.
  port.unref()
  try {
    const { suites: loaded, unchecked } = await importedFrom(source)
    const suites = loaded.map(source.kind === 'built-in' ? shippedOutlineOf : outlineOf)
    await nextTurn()
    if (lateErrors.length > 0) return { kind: 'not-loaded', ...loadProblemOf(lateErrors[0]) }
    for (const name of unchecked) process.stderr.write(`${noteOfUnchecked(name)}\n`)
    return { kind: 'loaded', suites }
  } catch (error) {
    return { kind: 'not-loaded', ...loadProblemOf(error) }
  } finally {
    port.ref()
  }
}

/** It was loaded before, in another thread: something that it does outside of itself cannot be done once more. */
function notLoadedHere(error: unknown): Failure {
  const { problem, location, stack } = loadProblemOf(error)
  const message = `the file was loaded once, and cannot be loaded in another thread: ${problem}`
  return { code: 'user-exception', message, location, stack }
}

/** Goes where the prints of the file go: whoever runs it sees them. */
function noteOfUnchecked(name: string): string {
  return `ackproof: note: "${oneLine(name)}" is a specification beside suites that are not made of it, and is not checked`
}

async function suitesOf(source: SuiteSource): Promise<readonly AnySuite[]> {
  return (await importedFrom(source)).suites
}

async function importedFrom(source: SuiteSource): Promise<ImportedSuites> {
  shared.phase = Phase.Loading
  const imported =
    source.kind === 'built-in' ? await shippedSuites(source.name) : await importSuites(source.url, source.stem)
  noteLoading(source)
  return imported
}

/** Loaded where they are asked for: it takes as long as all else that a thread begins with. */
async function shippedSuites(name?: string): Promise<ImportedSuites> {
  const names = name === undefined ? builtInNames : [name]
  return { suites: await Promise.all(names.map(loadBuiltIn)), unchecked: [] }
}

interface Unbuilt {
  readonly result: Exploration['result']
  readonly failure: NonNullable<Exploration['failure']>
}

function build(suites: readonly AnySuite[], task: ScenarioSource): { readonly definition: SpecDefinition } | Unbuilt {
  const { budget: _, ...plain } = task
  const scenario = definitionFor(suites, plain)
  try {
    return { definition: definitionFor(suites, task) }
  } catch (error) {
    return { result: partialResult(scenario, 'stopped'), failure: buildFailureOf(task.suite, error) }
  }
}

function explored({ result, failure }: Unbuilt): FromWorker {
  return { kind: 'explored', exploration: { result, stories: {}, failure } }
}

function replayed(failure: Replayed['failure']): FromWorker {
  return { kind: 'replayed', replayed: { result: null, failure } }
}

function hasFailed(message: FromWorker): boolean {
  return message.kind === 'explored' && message.exploration.failure !== null
}

function replayStory(definition: SpecDefinition, task: Extract<ToWorker, { kind: 'replay' }>['task']): FromWorker {
  post({ kind: 'started', functionNames: [replayActivity] })
  shared.phase = Phase.Concluding
  shared.activity[0] = 1
  try {
    return { kind: 'replayed', replayed: runAgain(definition, task, shared.activity) }
  } finally {
    shared.activity[0] = 0
  }
}

function runTask(definition: SpecDefinition, task: Task): FromWorker {
  shared.phase = Phase.Exploring
  let known = 0
  let ran: RanPlaces | null = null
  const publish = ({ violated, ...counters }: Progress): void => {
    shared.publish(counters)
    if (violated.length > known) post({ kind: 'violated', properties: violated })
    known = violated.length
  }
  const slices = explore(definition, task, {
    sliceMs,
    activity: shared.activity,
    collectGarbage,
    stopReason: () => shared.stopRequest,
    onStart: (functionNames) => post({ kind: 'started', functionNames }),
    onSettled: publish,
    onExplored: (isWhole) => {
      ran = { loading: loadingOf(task), exploring: takeRan(), isWhole }
    },
    onConclude: () => {
      if (task.asksAll === true) ran ??= { loading: loadingOf(task), exploring: takeRan(), isWhole: false }
      shared.phase = Phase.Concluding
    },
    onResult: (result) => post({ kind: 'result', result }),
    onStory: (property, story) => post({ kind: 'story', property, story }),
  })
  for (;;) {
    const slice = slices.next()
    if (slice.done === true) {
      return { kind: 'explored', exploration: { ...slice.value, ...(ran !== null && { ran }) } }
    }
    publish(slice.value)
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

/** A typed array that cannot be allocated is an error of its own kind in V8, not the end of the thread. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|Invalid typed array length/i.test(error.message)
}
