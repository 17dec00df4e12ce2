/** What the main thread and the thread that explores say to each other: plain data only. */
import type { MessagePort } from 'node:worker_threads'
import type { Story } from '../counterexamples/index.ts'
import type { Exploration, Failure, Replayed } from '../runs/port/engine.ts'
import type { SuiteOutline } from '../runs/port/outline.ts'
import type { ReplayTask, SuiteSource, Task } from '../runs/port/task.ts'

/** What the thread is started with. It takes the port out before any code of the user's can see it. */
export interface WorkerSetup {
  readonly shared: SharedArrayBuffer
  port?: MessagePort
}

export type ToWorker =
  | { readonly kind: 'load'; readonly source: SuiteSource }
  | { readonly kind: 'explore'; readonly task: Task }
  | { readonly kind: 'replay'; readonly task: ReplayTask }

/** Why a file cannot be loaded. */
export interface LoadProblem {
  /** One line. */
  readonly problem: string
  /** `file:line:column` in the user's source, where it is known. */
  readonly location: string | null
  readonly stack: string | null
}

export type FromWorker =
  | { readonly kind: 'loaded'; readonly suites: readonly SuiteOutline[] }
  | ({ readonly kind: 'not-loaded' } & LoadProblem)
  /** `functionNames[n - 1]` is the user's function behind the activity number n. */
  | { readonly kind: 'started'; readonly functionNames: readonly string[] }
  | { readonly kind: 'violated'; readonly properties: readonly string[] }
  /** What is known before stories are told, and each story: what stands if the thread has to be ended. */
  | { readonly kind: 'result'; readonly result: Exploration['result'] }
  | { readonly kind: 'story'; readonly property: string; readonly story: Story }
  | { readonly kind: 'explored'; readonly exploration: Exploration }
  | { readonly kind: 'replayed'; readonly replayed: Replayed }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'out-of-memory' }
