/** Counters in memory that both threads see, so that a busy explorer can be watched and asked to stop. */
import type { StopReason } from '../checker/contract/options.ts'
import type { Counters } from '../runs/port/engine.ts'

const counterNames = ['distinct', 'generated', 'waiting', 'depth', 'memoryBytes', 'seconds', 'isExplored'] as const
const controlsOffset = counterNames.length * 8
const Control = { Heartbeat: 0, Stop: 1, Phase: 2 } as const
const activityOffset = controlsOffset + 4 * 4
const stopReasons: readonly StopReason[] = ['stopped', 'time', 'memory']

/** What the thread is at: between requests, exploring, working out traces and stories, or loading the user's file. */
export const Phase = { Idle: 0, Exploring: 1, Concluding: 2, Loading: 3 } as const
export type PhaseNumber = (typeof Phase)[keyof typeof Phase]

export class SharedCounters {
  readonly buffer: SharedArrayBuffer
  /** For the engine: element 0 is the number of the user's function that is running, or 0. */
  readonly activity: Int32Array
  readonly #counters: Float64Array
  readonly #controls: Int32Array

  constructor(buffer = new SharedArrayBuffer(activityOffset + 2 * 4)) {
    this.buffer = buffer
    this.#counters = new Float64Array(buffer, 0, counterNames.length)
    this.#controls = new Int32Array(buffer, controlsOffset, 4)
    this.activity = new Int32Array(buffer, activityOffset, 2)
  }

  /** Before a scenario: everything at zero. */
  reset(): void {
    this.#counters.fill(0)
    this.#controls.fill(0)
    this.activity.fill(0)
  }

  publish(progress: Counters): void {
    for (const [index, name] of counterNames.entries()) this.#counters[index] = Number(progress[name])
    Atomics.add(this.#controls, Control.Heartbeat, 1)
  }

  read(): Counters {
    const [distinct = 0, generated = 0, waiting = 0, depth = 0, memoryBytes = 0, seconds = 0, isExplored = 0] =
      this.#counters
    return { distinct, generated, waiting, depth, memoryBytes, seconds, isExplored: isExplored === 1 }
  }

  /** Grows with every slice of exploring: as long as it does, no single function hangs. */
  get heartbeat(): number {
    return Atomics.load(this.#controls, Control.Heartbeat)
  }

  get phase(): number {
    return Atomics.load(this.#controls, Control.Phase)
  }

  set phase(phase: PhaseNumber) {
    Atomics.store(this.#controls, Control.Phase, phase)
  }

  get stopRequest(): StopReason | null {
    return stopReasons[Atomics.load(this.#controls, Control.Stop) - 1] ?? null
  }

  /** The first request stands. */
  requestStop(reason: StopReason): void {
    Atomics.compareExchange(this.#controls, Control.Stop, 0, stopReasons.indexOf(reason) + 1)
  }
}
