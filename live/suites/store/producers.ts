/** Producers, one for each message, and what the broker has told them. */
import { Link } from '../../faults/link.ts'
import { until, WaitRanOut } from '../../machine/wait.ts'
import { Client, type SendStatus, type Sent } from '../../remoting/client.ts'
import { NoAnswer } from '../../remoting/no-answer.ts'
import { Refused } from '../../remoting/refused.ts'
import type { BrokerThreads } from './broker-threads.ts'
import { topic } from './names.ts'

const never = 3_600_000

/** As a producer knows it. */
export type Status = 'unsent' | 'waiting' | SendStatus | 'failed'

interface Producer {
  readonly message: string
  readonly link: Link
  readonly client: Client
  /** False once the broker has ended. */
  isOfThisRun: boolean
  status: Status
  answer: Sent | null
  /** Why it failed, where the broker said so. */
  refusal: string | null
  /** Where its record ends, once the broker has taken it in to be flushed. */
  end: number | null
  /** What the broker has sent, and the link holds. */
  onItsWay: SendStatus | null
}

export class Producers {
  readonly #address: string
  readonly #isSync: boolean
  readonly #all = new Map<string, Producer>()

  constructor(address: string, isSync: boolean) {
    this.#address = address
    this.#isSync = isSync
  }

  statusOf(message: string): Status {
    return this.#all.get(message)?.status ?? 'unsent'
  }

  /** The queue offset that the broker has told. */
  offsetTold(message: string): number | null {
    return this.#all.get(message)?.answer?.queueOffset ?? null
  }

  /** Messages of which the running broker has said, in one way or the other, that their records lie behind a physical offset. */
  behind(position: number): readonly string[] {
    return [...this.#all.values()]
      .filter(({ isOfThisRun, end, answer }) => {
        if (!isOfThisRun) return false
        return end === null ? answer !== null && answer.physicalOffset >= position : end > position
      })
      .map(({ message }) => message)
  }

  /** Comes back once the producer is answered, or the broker has taken its record in to be flushed. */
  async send(message: string, threads: BrokerThreads): Promise<void> {
    const link = await Link.open('127.0.0.1:0', this.#address)
    const client = await Client.open(link.address)
    const producer: Producer = {
      message,
      link,
      client,
      isOfThisRun: true,
      status: 'waiting',
      answer: null,
      refusal: null,
      end: null,
      onItsWay: null,
    }
    this.#all.set(message, producer)
    void this.#listen(producer)
    await until(`the broker to take in ${message}`, async () => {
      if (producer.status !== 'waiting') return true
      producer.end = this.#isSync ? await threads.takenIn() : null
      return producer.end !== null
    })
  }

  async #listen(producer: Producer): Promise<void> {
    try {
      producer.answer = await producer.client.send(topic, producer.message, { patience: never })
      producer.status = producer.answer.status
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Refused)) throw error
      producer.refusal = error.message
      producer.status = 'failed'
    }
  }

  /**
   * The flusher tells a producer that its record is flushed. Comes back as well where the flusher stands before its next fsync: then
   * it has nothing to tell.
   */
  async acknowledge(message: string, threads: BrokerThreads): Promise<void> {
    const producer = this.#producer(message)
    for (;;) {
      if (producer.onItsWay === 'SEND_OK') return await this.#arrive(producer)
      const answering = await threads.flusherAnswers()
      if (answering !== null) await this.#letAnswer(answering, threads, 'SEND_OK')
      else if (threads.isFlusherIdle) return
      await this.#flusherStands(threads)
    }
  }

  async #flusherStands(threads: BrokerThreads): Promise<void> {
    await until('the flusher', async () => threads.isFlusherIdle || (await threads.flusherAnswers()) !== null)
  }

  /** The flusher stands before its next fsync: whoever had to be told something by it is told so, a while later. */
  async freeFlusher(threads: BrokerThreads): Promise<void> {
    await until('the flusher', async () => {
      const answering = await threads.flusherAnswers()
      if (answering !== null) await this.#letAnswer(answering, threads, 'SEND_OK')
      return answering === null && threads.isFlusherIdle
    })
  }

  /**
   * The watcher tells a producer that the time is over. It looks at them in the order in which they came: those before this one
   * are told the same, a while later, or `mayTimeOut` says that they are not to be.
   */
  async timeOut(message: string, threads: BrokerThreads, mayTimeOut: (message: string) => boolean): Promise<void> {
    const producer = this.#producer(message)
    while (producer.onItsWay === null && producer.status === 'waiting') {
      const answering = await until('the watcher of flushes', () => threads.watcherAnswers())
      const other = this.#endingAt(answering.end)
      if (other !== undefined && other !== producer && isOpen(other) && !mayTimeOut(other.message)) {
        // If it is flushed, the flusher tells it so before.
        const flushed = await threads.flusherAnswers()
        if (flushed === null || this.#endingAt(flushed.end) !== other) {
          throw new WaitRanOut(`${message} cannot time out before ${other.message}: the broker times out in order`)
        }
        await this.#letAnswer(flushed, threads, 'SEND_OK')
        await this.#flusherStands(threads)
      }
      await this.#letAnswer(answering, threads, 'FLUSH_DISK_TIMEOUT')
    }
    await this.#arrive(producer)
  }

  /** What comes for the producer stays on its way. Nothing comes for one that was answered before. */
  async #letAnswer(
    answering: { readonly thread: bigint; readonly end: number },
    threads: BrokerThreads,
    status: SendStatus,
  ): Promise<void> {
    const producer = this.#endingAt(answering.end)
    if (producer !== undefined && isOpen(producer)) {
      producer.link.set('held')
      producer.onItsWay = status
    }
    await threads.letAnswer(answering)
  }

  async #arrive(producer: Producer): Promise<void> {
    producer.link.set('open')
    await until(`the answer to ${producer.message}`, () => producer.status !== 'waiting')
  }

  /** The broker has ended: what was on its way is lost. */
  async lose(): Promise<void> {
    for (const producer of this.#all.values()) producer.isOfThisRun = false
    const waiting = [...this.#all.values()].filter(({ status }) => status === 'waiting')
    for (const { link } of waiting) link.set('cut')
    await until('producers to see that they lost the broker', () => waiting.every(({ status }) => status !== 'waiting'))
  }

  async close(): Promise<void> {
    for (const { client, link } of this.#all.values()) {
      client.close()
      link.set('cut')
      await link.close()
    }
  }

  #producer(message: string): Producer {
    const producer = this.#all.get(message)
    if (producer === undefined) throw new Error(`nobody has sent ${message}`)
    return producer
  }

  #endingAt(end: number): Producer | undefined {
    // After a power cut another record may end there: it is the later one that the broker speaks of.
    return [...this.#all.values()].filter((producer) => producer.end === end).at(-1)
  }
}

/** Neither answered nor about to be. */
function isOpen({ status, onItsWay }: Producer): boolean {
  return status === 'waiting' && onItsWay === null
}
