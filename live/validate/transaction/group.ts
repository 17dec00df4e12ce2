/** A group of two producers. Each has a connection of its own, and another one over which what it says can be held or lost. */
import { Link } from '../../faults/link.ts'
import { type Check, Client } from '../../remoting/client.ts'

export type Instance = 0 | 1
export const instances: readonly Instance[] = [0, 1]

export class ProducerGroup {
  readonly name: string
  readonly #address: string
  readonly #links = new Map<Instance, Link>()
  readonly #clients = new Map<Instance, Client>()
  readonly #slow = new Map<Instance, Client>()
  readonly #stopped = new Set<Instance>()
  readonly #asked: (check: Check, instance: Instance) => void

  constructor(name: string, address: string, asked: (check: Check, instance: Instance) => void) {
    this.name = name
    this.#address = address
    this.#asked = asked
  }

  get live(): readonly Instance[] {
    return instances.filter((each) => !this.#stopped.has(each))
  }

  /** After each start of the broker. */
  async connect(): Promise<void> {
    this.disconnect()
    for (const instance of this.live) {
      const link = this.#links.get(instance) ?? (await Link.open('127.0.0.1:0', this.#address))
      this.#links.set(instance, link)
      if (link.state === 'cut') link.set('open')
      this.#slow.set(instance, await Client.open(link.address))
      const client = await Client.open(this.#address)
      this.#clients.set(instance, client)
      client.onCheck((check) => this.#asked(check, instance))
      await client.heartbeat({ producers: [this.name] })
    }
  }

  disconnect(): void {
    for (const client of [...this.#clients.values(), ...this.#slow.values()]) client.close()
    this.#clients.clear()
    this.#slow.clear()
  }

  async close(): Promise<void> {
    this.disconnect()
    await Promise.all([...this.#links.values()].map((link) => link.close()))
  }

  stop(instance: Instance): void {
    this.#stopped.add(instance)
    this.#clients.get(instance)?.close()
    this.#slow.get(instance)?.close()
  }

  /** Undefined while there is no broker. */
  client(instance: Instance): Client | undefined {
    return this.#clients.get(instance)
  }

  /** The one whose messages may be held. */
  slowClient(instance: Instance): Client | undefined {
    return this.#slow.get(instance)
  }

  hold(instance: Instance): void {
    this.#links.get(instance)?.set('held')
  }

  letGo(instance: Instance): void {
    this.#links.get(instance)?.set('open')
  }

  /** What is held is lost. */
  async lose(instance: Instance): Promise<void> {
    const link = this.#links.get(instance)
    if (link === undefined || this.#stopped.has(instance)) return
    link.set('cut')
    this.#slow.get(instance)?.close()
    link.set('open')
    this.#slow.set(instance, await Client.open(link.address))
  }
}
