/**
 * The thread that explores: runs one scenario after the other on request. It never touches the terminal; it publishes
 * its counters in shared memory and posts results as plain data. Stories are told here, because a set or a bag that
 * crosses to another thread is a plain array there.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { isReplayable, replay, scriptOf } from '../checker/faults/replay.ts'
import { createExplorer, type Explorer } from '../checker/index.ts'
import type { CheckOptions } from '../checker/options.ts'
import type { CheckResult } from '../checker/result.ts'
import { builtInSuites } from '../cli/catalog.ts'
import { messageOf } from '../cli/usage-error.ts'
import { tell } from '../counterexamples/index.ts'
import { variantOf } from '../runs/mutate/variant.ts'
import { userFrame } from '../spec/language/call-site.ts'
import { type AnySuite, type SpecDefinition, SpecError } from '../spec/language/index.ts'
import { collectGarbage } from './collect-garbage.ts'
import { importSuites } from './load-spec.ts'
import { Phase, SharedCounters } from './shared-counters.ts'
import type { Failure, FromWorker, Job, ReplayJob, ScenarioSource, Scripts, Stories, Told } from './thread-protocol.ts'

/** How long to explore between two looks at the requests of the main thread. */
const sliceMs = 50

const shared = new SharedCounters(workerData as SharedArrayBuffer)
process.setSourceMapsEnabled(true)

/** What user code let happen behind the back of a run: it must neither end the thread nor pass unseen. */
const lateErrors: unknown[] = []
process.on('uncaughtException', (thrown) => lateErrors.push(thrown))

parentPort?.on('message', async (job: Job | ReplayJob) => {
  try {
    const definition = await loadDefinition(job)
    lateErrors.length = 0
    const message = 'script' in job ? runAgain(definition, job) : explore(definition, job)
    // A rejected promise or a timer of the user's shows only after the run.
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (lateErrors.length > 0 && message.kind !== 'failed') throw asynchronous(definition, lateErrors[0])
    post(message)
  } catch (error) {
    post(isOutOfMemory(error) ? { kind: 'out-of-memory' } : { kind: 'failed', failure: failureOf(error), known: null })
  } finally {
    shared.phase = Phase.Idle
  }
})

function post(message: FromWorker): void {
  parentPort?.postMessage(message)
}

async function loadDefinition(job: ScenarioSource): Promise<SpecDefinition> {
  const suites: readonly AnySuite[] =
    job.source.kind === 'built-in' ? builtInSuites : await importSuites(job.source.url, job.source.stem)
  const suite = suites.find((each) => each.name === job.suite)
  const scenario = suite?.scenarios.find((each) => each.name === job.scenario)
  if (suite === undefined || scenario === undefined) {
    throw new Error(
      `scenario "${job.scenario}" of suite "${job.suite}" is gone on the second load: the file does not always export the same`,
    )
  }
  return job.budget === undefined ? scenario.definition : suite.build({ ...scenario.configuration, ...job.budget })
}

function runAgain(definition: SpecDefinition, { property, script }: ReplayJob): FromWorker {
  post({ kind: 'started', functionNames: ['a step of a story, run again with more faults,'] })
  shared.phase = Phase.Concluding
  shared.activity[0] = 1
  const outcome = replay(definition, property, script)
  shared.activity[0] = 0
  return { kind: 'replayed', outcome }
}

function explore(definition: SpecDefinition, job: Job): FromWorker {
  shared.phase = Phase.Exploring
  const variant = job.variant === undefined ? null : variantOf(definition, job.variant)
  const options: CheckOptions = {
    ...job.options,
    activity: shared.activity,
    collectGarbage,
    // At once, because the function that runs next may never return.
    onFinding: () => publish(explorer),
  }
  const explorer: Explorer = createExplorer(variant?.definition ?? definition, options, variant?.tuning)
  const sentences = 'a sentence of the story (says) or a promise, while the story was told'
  post({ kind: 'started', functionNames: [...explorer.functionNames, sentences] })
  try {
    exploreInSlices(explorer, variant?.mustHold ?? [])
  } catch (error) {
    // Before stories are told: a function that is run for them may never return.
    publish(explorer)
    if (variant !== null || !(error instanceof SpecError)) throw error
    return { kind: 'failed', failure: failureOf(error), known: knownIn(definition, explorer, job) }
  }
  publish(explorer)
  shared.phase = Phase.Concluding
  const result = explorer.result()
  if (variant !== null) return { kind: 'done', result, stories: {}, notes: variant.notes() }
  shared.activity[0] = explorer.functionNames.length + 1
  const stories = storiesOf(definition, result, job.tells)
  shared.activity[0] = 0
  return { kind: 'done', result, stories, ...(job.budget !== undefined && { scripts: scriptsOf(result) }) }
}

/** Stories of what was found before an error, where they can still be told. */
function knownIn(definition: SpecDefinition, explorer: Explorer, { tells }: Job): Told | null {
  shared.phase = Phase.Concluding
  try {
    const result = explorer.resultAfterError()
    return result === null ? null : { result, stories: storiesOf(definition, result, tells) }
  } catch {
    return null
  }
}

/** To the end, to a request to stop, or until one of the properties that must hold is broken. */
function exploreInSlices(explorer: Explorer, mustHold: readonly string[]): void {
  let violated = 0
  let isStopping = false
  while (!explorer.step(sliceMs)) {
    violated = publish(explorer, violated)
    const isBroken = mustHold.length > 0 && explorer.progress().violated.some((name) => mustHold.includes(name))
    const reason = shared.stopRequest ?? (isBroken ? 'stopped' : null)
    if (reason !== null && !isStopping) explorer.stop(reason)
    isStopping = reason !== null
  }
}

/** Returns how many violations the main thread knows of. */
function publish(explorer: Explorer, violatedBefore = 0): number {
  const progress = explorer.progress()
  shared.publish(progress)
  const { violated } = progress
  if (violated.length > violatedBefore) post({ kind: 'violated', properties: violated })
  return violated.length
}

function storiesOf(definition: SpecDefinition, result: CheckResult, wanted?: readonly string[]): Stories {
  return Object.fromEntries(
    result.properties.flatMap(({ name, kind, part, trace, pointOfNoReturn = null }) =>
      trace === null || wanted?.includes(name) === false
        ? []
        : [[name, tell(definition, { property: name, kind, part, trace, pointOfNoReturn })]],
    ),
  )
}

/** Written here for the same reason as stories: arguments are whole here. */
function scriptsOf(result: CheckResult): Scripts {
  return Object.fromEntries(
    result.properties.flatMap(({ name, kind, trace }) =>
      trace === null || !isReplayable(kind) ? [] : [[name, scriptOf(trace)]],
    ),
  )
}

/** A typed array that cannot be allocated is an error of its own kind in V8, not the end of the thread. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|Invalid typed array length/i.test(error.message)
}

function asynchronous({ name }: SpecDefinition, thrown: unknown): SpecError {
  return new SpecError({
    code: 'user-exception',
    spec: name,
    where: 'a promise or a timer',
    problem: `it failed with "${messageOf(thrown)}"`,
    hint: 'Nothing in a specification is asynchronous.',
    location: thrown instanceof Error ? userFrame(thrown.stack ?? '') : null,
  })
}

function failureOf(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? null) : null
  if (error instanceof SpecError) {
    return { code: error.details.code, message: error.message, location: error.details.location ?? null, stack }
  }
  return { code: 'internal', message: `internal error: ${messageOf(error)}`, location: null, stack }
}
