/** Check rounds that are let go, one copy at a time, and what may be asked of their thread while it stands at a gate. */
import { HeldThread } from '../../faults/debugger/held-thread.ts'
import { until, WaitRanOut } from '../../machine/wait.ts'
import type { Gates } from './gates.ts'

const offsetManager = 'org.apache.rocketmq.broker.offset.ConsumerOffsetManager'
const configManager = 'org.apache.rocketmq.common.ConfigManager'
/** Of `getHalfMsg(MessageQueue, long)`. */
const offsetArgument = 2

export class CheckRounds {
  readonly #gates: Gates
  readonly #endOfQueue: () => Promise<number>
  /** A round stands before what it has decided. */
  #hasBegun = false

  /** `endOfQueue`: one more than the last offset that a round can find in the half queue. */
  constructor(gates: Gates, endOfQueue: () => Promise<number>) {
    this.#gates = gates
    this.#endOfQueue = endOfQueue
  }

  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /**
   * One round that looks at the copy at `target` and at no other, or the rest of the one that has begun. After that copy a round
   * would go on to others that were stored before it began; it finds the end of the queue instead, as a round does that
   * comes before their dispatch.
   */
  async round(target: number): Promise<void> {
    const { renewals, discards, rounds } = this.#gates
    if (this.#hasBegun) {
      this.#hasBegun = false
      await renewals.open()
      await discards.open()
    } else await this.#letIn()
    await this.#walk(target, () => rounds.held.length > 0)
  }

  /** A round that decides what to do with the copy at `target`, and waits before it does that. */
  async begin(target: number): Promise<void> {
    const { renewals, discards, rounds } = this.#gates
    await renewals.close()
    await discards.close()
    await this.#letIn()
    await this.#walk(target, () => [renewals, discards, rounds].some(({ held }) => held.length > 0))
    if (rounds.held.length > 0) throw new WaitRanOut(`the round did not stop at h${target}`)
    this.#hasBegun = true
  }

  /** Has the broker write its offsets, by a call on this thread. */
  async saveOffsets(): Promise<void> {
    const { debug, rounds, renewals, discards } = this.#gates
    const places = [rounds, renewals, discards]
    const { thread } = await until('the thread of check rounds', () => places.flatMap(({ held }) => held)[0])
    const manager = await debug.onlyInstance(offsetManager)
    await new HeldThread(debug, thread).call(manager, configManager, 'persist', '()V')
  }

  async #letIn(): Promise<void> {
    const { rounds } = this.#gates
    await rounds.arrival()
    await rounds.pass()
  }

  async #walk(target: number, hasStopped: () => boolean): Promise<void> {
    const { debug, looks } = this.#gates
    for (;;) {
      await until('the check round', () => looks.held.length > 0 || hasStopped(), { every: 5 })
      const look = looks.held[0]
      if (look === undefined) return
      const held = new HeldThread(debug, look.thread)
      if ((await held.longArgument(offsetArgument)) > target) {
        await held.setLongArgument(offsetArgument, await this.#endOfQueue())
      }
      await looks.passOne(look.thread)
    }
  }
}
