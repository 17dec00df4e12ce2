/**
 * The engine that explores in the thread that asks: in a test, in a browser's page. It gives way between slices, so that
 * timers and events go on. A function of the user's that never returns is the caller's to end.
 */
import type { AnySuite, SpecDefinition } from '../../spec/language/index.ts'
import { requireContentEquality } from '../../spec/source/require-content-equality.ts'
import { type Counters, type Engine, type Exploration, LoadError, type Replayed, type Watch } from '../port/engine.ts'
import { buildFailureOf, failureOf } from '../port/failure.ts'
import { outlineOf, type SuiteOutline } from '../port/outline.ts'
import { partialResult } from '../port/partial-result.ts'
import { definitionFor } from '../port/suites.ts'
import type { ReplayTask, ScenarioSource, SuiteSource, Task } from '../port/task.ts'
import { explore, runAgain } from './explore.ts'
import { type ReadSource, toldWithSource } from './told-with-source.ts'

/** How long to explore before the thread is given back, in milliseconds. */
const sliceMs = 20

export class InThisThread implements Engine {
  readonly atOnce = 1
  readonly #suites: readonly AnySuite[]
  readonly #read: ReadSource

  /** `read` gives the source of the functions, where there is a way to it. */
  constructor(suites: readonly AnySuite[], read: ReadSource = () => null) {
    this.#suites = suites
    this.#read = read
  }

  async load(source: SuiteSource): Promise<readonly SuiteOutline[]> {
    if (source.kind !== 'built-in') throw new LoadError('this engine runs the suites that it was given, and no modules')
    const { name } = source
    return this.#suites.filter((suite) => name === undefined || suite.name === name).map(outlineOf)
  }

  async explore(task: Task, { onProgress, signal }: Watch): Promise<Exploration> {
    const built = this.#build(task)
    if ('failure' in built) return { result: partialResult(built.scenario, 'stopped'), stories: {}, ...built }
    const slices = explore(built.definition, task, {
      sliceMs,
      stopReason: () => (signal?.aborted === true ? 'stopped' : null),
    })
    for (;;) {
      const slice = slices.next()
      if (slice.done === true) return { ...slice.value, result: toldWithSource(slice.value.result, this.#read) }
      const { violated: _, ...counters } = slice.value
      onProgress?.(counters satisfies Counters)
      await nextTurn()
    }
  }

  async replay(task: ReplayTask): Promise<Replayed> {
    const built = this.#build(task)
    if ('failure' in built) return { result: null, failure: built.failure }
    try {
      return runAgain(built.definition, task)
    } catch (error) {
      return { result: null, failure: failureOf(error) }
    }
  }

  async close(): Promise<void> {}

  #build(task: ScenarioSource): { readonly definition: SpecDefinition } | Unbuilt {
    const { budget: _, ...plain } = task
    const scenario = definitionFor(this.#suites, plain)
    try {
      const definition = definitionFor(this.#suites, task)
      // Files are rewritten to compare content; functions that were handed over are only looked at.
      requireContentEquality(definition)
      return { definition }
    } catch (error) {
      return { scenario, failure: buildFailureOf(task.suite, error) }
    }
  }
}

interface Unbuilt {
  /** The specification as the scenario itself has it. */
  readonly scenario: SpecDefinition
  readonly failure: NonNullable<Exploration['failure']>
}

/** Resolves after all that waits: a message comes behind the timers that are due, and is not held back as they are. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
