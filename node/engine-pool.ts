/**
 * Threads side by side behind the port of one engine: each carries out a task at a time, and has its own watchdog. A
 * thread is started when a task first needs it, and loads the file of the task itself.
 *
 * The memory limit is for all of them. Which thread takes how much is not known well enough to blame one: a task that
 * ends for want of memory while others ran is done again alone, with all the memory there is. So what comes out does not
 * depend on what ran beside it.
 */
import type { Engine, Exploration, Replayed, Watch } from '../runs/port/engine.ts'
import type { SuiteOutline } from '../runs/port/outline.ts'
import type { ReplayTask, SuiteSource, Task } from '../runs/port/task.ts'
import { Permits } from './permits.ts'
import { ResidentMemory } from './resident-memory.ts'
import { type Patience, ThreadEngine } from './thread-engine.ts'

export class EnginePool implements Engine {
  readonly atOnce: number
  readonly #memory: ResidentMemory
  readonly #permits: Permits
  readonly #engines: readonly ThreadEngine[]
  readonly #idle: ThreadEngine[]

  constructor(threads: number, memoryLimitBytes: number, patience: Partial<Patience> = {}) {
    this.atOnce = threads
    this.#memory = new ResidentMemory(threads)
    this.#permits = new Permits(threads)
    const company = { suites: new Map(), memory: this.#memory }
    this.#engines = Array.from({ length: threads }, () => new ThreadEngine(memoryLimitBytes, patience, company))
    this.#idle = [...this.#engines].reverse()
  }

  load(source: SuiteSource): Promise<readonly SuiteOutline[]> {
    return this.#withOne((engine) => engine.load(source))
  }

  explore(task: Task, watch: Watch): Promise<Exploration> {
    return this.#fairly((engine) => engine.explore(task, watch), watch)
  }

  replay(task: ReplayTask, watch: Watch): Promise<Replayed> {
    return this.#fairly((engine) => engine.replay(task, watch), watch)
  }

  /** Ends what is running without waiting for it; what is known of it is given out. */
  endNow(): void {
    for (const engine of this.#engines) engine.endNow()
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.close()))
  }

  async #fairly<T>(run: (engine: ThreadEngine) => Promise<T>, { signal }: Watch): Promise<T> {
    let wasShort = false
    const result = await this.#withOne(async (engine) => {
      const done = await run(engine)
      wasShort = engine.wasShortOfMemory
      return done
    })
    if (!wasShort || this.atOnce === 1 || signal?.aborted === true) return result
    return this.#permits.holdAll(async () => {
      await this.close()
      this.#memory.forget()
      return run(this.#engines[0] as ThreadEngine)
    })
  }

  #withOne<T>(run: (engine: ThreadEngine) => Promise<T>): Promise<T> {
    return this.#permits.holdOne(async () => {
      const engine = this.#idle.pop() as ThreadEngine
      try {
        return await run(engine)
      } finally {
        this.#idle.push(engine)
      }
    })
  }
}
