/** The consumer: what it has read, and where it will read next. It outlives its broker. */

import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import type { Client } from '../../remoting/client.ts'
import { group, topic } from './names.ts'

export class Consumer {
  readonly #from: StoreConfiguration['consumeFromWhere']
  readonly #consumed = new Set<string>()
  #position: number

  constructor(from: StoreConfiguration['consumeFromWhere'], position: number) {
    this.#from = from
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  hasConsumed(message: string): boolean {
    return this.#consumed.has(message)
  }

  /** Reads one message, if there is one, or takes the position that the broker gives for one beyond the queue. */
  async pull(client: Client): Promise<void> {
    const { status, messages, next } = await client.pull(topic, this.#position, { group, max: 1 })
    if (status !== 'FOUND' && status !== 'OFFSET_ILLEGAL') return
    for (const { body } of messages) this.#consumed.add(String(body))
    this.#position = next
  }

  async commit(client: Client): Promise<void> {
    await client.commitOffset(topic, this.#position, { group })
  }

  /** Another instance of the group, as RocketMQ's `RebalancePushImpl#computePullFromWhere` begins. */
  async restart(client: Client): Promise<void> {
    const known = await client.groupOffset(topic, { group })
    this.#position = known ?? (this.#from === 'CONSUME_FROM_LAST_OFFSET' ? await client.maxOffset(topic) : 0)
  }
}
