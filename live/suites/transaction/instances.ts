/** The two instances of the producer group, and the questions that the broker asks them. */
import type { Producer } from '../../../spec/rocketmq/transaction/producer.ts'
import { until } from '../../machine/wait.ts'
import type { Client, HalfCopy } from '../../remoting/client.ts'

const group = 'producers'

/** A question that has arrived at an instance. */
export interface Question {
  readonly to: Producer
  /** The copy that it asks about. */
  readonly copy: HalfCopy
}

export class Instances {
  readonly #clients = new Map<Producer, Client>()
  readonly #registered = new Set<Producer>()
  readonly #arrived: Question[] = []

  /** Questions so far, also those that were answered or lost since. */
  get arrived(): readonly Question[] {
    return [...this.#arrived]
  }

  connect(name: Producer, client: Client): void {
    client.onCheck(({ half }) => this.#arrived.push({ to: name, copy: half }))
    this.#clients.set(name, client)
  }

  /** Throws where the instance has stopped. */
  client(name: Producer): Client {
    const client = this.#clients.get(name)
    if (client === undefined) throw new Error(`producer ${name} has stopped`)
    return client
  }

  get names(): readonly Producer[] {
    return [...this.#clients.keys()]
  }

  /** The broker knows this instance of the group and no other, or none: so it is known whom it will ask. */
  async registerOnly(wanted: Producer | null): Promise<void> {
    for (const [name, client] of this.#clients) {
      if (name !== wanted && this.#registered.delete(name)) await client.leaveProducers(group)
    }
    if (wanted === null || this.#registered.has(wanted)) return
    await this.client(wanted).heartbeat({ producers: [group] })
    this.#registered.add(wanted)
  }

  /** The question after the first so many. Throws `WaitRanOut`. */
  async question(after: number): Promise<Question> {
    return await until('a question of the broker', () => this.#arrived[after], { patience: 5_000 })
  }

  async stopOne(name: Producer): Promise<void> {
    const client = this.client(name)
    if (this.#registered.delete(name)) await client.leaveProducers(group)
    client.close()
    this.#clients.delete(name)
  }

  /** All connections are gone; the instances live on. Gives who they are. */
  disconnect(): readonly Producer[] {
    const { names } = this
    for (const client of this.#clients.values()) client.close()
    this.#clients.clear()
    this.#registered.clear()
    return names
  }
}
