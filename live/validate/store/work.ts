/** Random work on the queues of one topic of a real broker, with random faults. Each queue is a run of its own. */

import { whyNoSyncFaults } from '../../faults/sync-faults.ts'
import { sleep, until } from '../../machine/wait.ts'
import { BrokerOnDisk } from '../../recording/broker-on-disk.ts'
import type { Chance } from '../../recording/chance.ts'
import { type Batch, type Work, workThrough } from '../../recording/live-work.ts'
import type { Client, Pulled } from '../../remoting/client.ts'
import { NoAnswer } from '../../remoting/no-answer.ts'
import { Refused } from '../../remoting/refused.ts'
import { readCommitLog } from '../../store/commit-log.ts'
import { UnreadableAnswer } from '../../store/record.ts'
import type { QueueRecord, StoreFacts, StoreRecording, StoreSighting } from './recording.ts'

const topic = 'T'
const group = 'G'
/** A run of more messages has a search that is much larger, and shows little more. */
const mostMessages = 4
const never = 3_600_000
/** Turns for each queue, and faults that strike all of them. */
const turnsEach = 14
const mostFaults = 4
/** A broker writes its offsets for the first time 10 s after its start. */
const firstOffsets = 20_000

/** One queue: its consumer, and what was seen of it. */
interface QueueWork {
  readonly queue: number
  readonly seen: StoreSighting[]
  position: number
  /** As the broker has answered last. */
  groupOffset: number
  sent: number
  /** A request stayed without an answer while the broker ran: nobody knows what it has done, and nothing is said from there on. */
  isOver: boolean
}

/** Runs on queues 0, 1, … of a broker that is booted for them. */
export async function workOnStore(batch: Batch): Promise<readonly StoreRecording[]> {
  const { version, folder, chance, flushDiskType } = batch
  const flushesSoon = chance.in(50)
  const store = await BrokerOnDisk.prepare(version, folder, {
    flushDiskType,
    flushIntervalCommitLog: flushesSoon ? 100 : never,
    flushCommitLogThoroughInterval: flushesSoon ? 100 : never,
    flushCommitLogLeastPages: 0,
    flushConsumerOffsetInterval: 300,
    syncFlushTimeout: 400,
    messageDelayLevel: '1s',
  })
  return await workThrough(new StoreWork(store, batch), batch)
}

class StoreWork implements Work<StoreRecording> {
  readonly turns: number
  readonly #queues: readonly QueueWork[]
  readonly #batch: Batch
  readonly #store: BrokerOnDisk
  readonly #chance: Chance
  readonly #isSync: boolean
  readonly #pending = new Set<Promise<void>>()
  #client: Client | null = null
  readonly #strikesAt: ReadonlySet<number>
  #hasFailingFsyncs = false

  constructor(store: BrokerOnDisk, batch: Batch) {
    const { chance, flushDiskType, runs } = batch
    const count = runs.length
    this.#batch = batch
    this.#store = store
    this.#chance = chance
    this.#isSync = flushDiskType === 'SYNC_FLUSH'
    this.turns = turnsEach * count
    this.#queues = Array.from({ length: count }, (_, queue) => ({
      ...{ queue, seen: [], position: 0, groupOffset: 0, sent: 0 },
      isOver: false,
    }))
    this.#strikesAt = chance.turns(chance.from(1, mostFaults), this.turns)
  }

  recordings(): readonly StoreRecording[] {
    const { version, seed, sources, runs, flushDiskType } = this.#batch
    const facts: StoreFacts = { flushDiskType, hasFailingFsyncs: this.#hasFailingFsyncs }
    const of = { suite: 'rocketmq/store', version, seed, sources, facts }
    return this.#queues.map(({ seen }, at) => ({ ...of, run: runs[at] as number, seen }))
  }

  /** A topic and a group that are old: the disk has them. */
  async begin(): Promise<void> {
    await this.#store.broker.start()
    await this.#connect()
    await this.#connected.createTopic(topic, this.#queues.length)
    for (const { queue } of this.#queues) await this.#connected.commitOffset(topic, 0, { queue, group })
    await until('the offsets on file', () => this.#queues.every((each) => this.#offsetOnFile(each) === 0), {
      patience: firstOffsets,
    })
    this.#store.disk?.sync()
  }

  async #connect(): Promise<void> {
    this.#client = await this.#store.broker.client()
    // A broker of 5.x takes no offset of a group that it has never heard of.
    await this.#client.heartbeat({ consumers: [{ group, topic }] })
  }

  async close(): Promise<void> {
    this.#client?.close()
    await this.#store.remove()
    await Promise.all(this.#pending)
  }

  /** Everything is seen once more. */
  async end(): Promise<void> {
    await this.#store.endSyncFault()
    await Promise.all(this.#pending)
    for (const each of this.#queues) {
      try {
        while ((await this.#pull(each)) === 'FOUND');
        await this.#look(each)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        each.isOver = true
      }
    }
    this.#readLog()
  }

  async turn(turn: number): Promise<void> {
    if (this.#strikesAt.has(turn)) return await this.#strike()
    const each = this.#chance.of(this.#queues)
    try {
      await this.#work(each)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      each.isOver = true
    }
  }

  async #work(each: QueueWork): Promise<void> {
    const what = this.#chance.weighted({
      send: each.sent < mostMessages ? 30 : 0,
      pull: 30,
      commit: 14,
      look: 8,
      'new consumer': 4,
      wait: 8,
      'fsyncs are late': this.#isSync && canDelay() ? 2 : 0,
      'fsyncs fail': canDelay() ? 1 : 0,
      'fsyncs work': this.#store.hasSyncFault ? 12 : 0,
    })
    switch (what) {
      case 'send':
        return this.#send(each)
      case 'pull':
        await this.#pull(each)
        return
      case 'commit':
        return await this.#commit(each)
      case 'look':
        return await this.#look(each)
      case 'new consumer':
        return await this.#startConsumer(each)
      case 'wait':
        return await sleep(this.#chance.from(10, 250))
      case 'fsyncs are late':
        return await this.#store.beginSyncFault({ kind: 'held', milliseconds: 700 })
      case 'fsyncs fail':
        if (this.#store.hasSyncFault) return
        this.#hasFailingFsyncs = true
        return await this.#store.beginSyncFault({ kind: 'fails' })
      case 'fsyncs work':
        // Long enough, now and then, for an answer that does not wait any longer.
        await sleep(this.#chance.from(0, 900))
        return await this.#store.endSyncFault()
    }
  }

  get #connected(): Client {
    if (this.#client === null) throw new Error('there is no connection')
    return this.#client
  }

  /** Not waited for: what comes next happens while it is under way. */
  #send(each: QueueWork): void {
    const body = `${each.queue}-${++each.sent}`
    const sending = this.#connected.send(topic, body, { queue: each.queue, patience: 10_000 }).then(
      ({ status }) => {
        this.#readLog()
        see(each, { seen: 'answer', body, status })
      },
      (error: unknown) => {
        // Not stored, or nobody knows: the log says.
        if (!(error instanceof NoAnswer) && !(error instanceof Refused)) throw error
      },
    )
    const done = sending.finally(() => this.#pending.delete(done))
    this.#pending.add(done)
  }

  async #pull(each: QueueWork): Promise<string> {
    this.#readLog()
    const from = each.position
    // What was not there at the time of the question is told at its place: an answer to a send may come in between.
    const place = each.seen.length
    const pulled = await this.#pulled(each)
    if (pulled === null) {
      this.#readLog()
      see(each, { seen: 'message', body: `no record at ${from}`, from })
      each.isOver = true
      return 'unreadable'
    }
    const { status, messages, next } = pulled
    if (status === 'NO_NEW_MSG') {
      if (!each.isOver) each.seen.splice(place, 0, { seen: 'nothing new', from })
      return status
    }
    this.#readLog()
    if (status === 'FOUND') {
      messages.forEach(({ body }, at) => void see(each, { seen: 'message', body: String(body), from: from + at }))
      each.position += messages.length
    } else if (status === 'OFFSET_ILLEGAL') {
      see(each, { seen: 'correction', from, to: next })
      each.position = next
    } else throw new Error(`a pull at ${from} was answered ${status}`)
    return status
  }

  /** Null where the broker sends what is no record. */
  async #pulled({ queue, position }: QueueWork): Promise<Pulled | null> {
    try {
      return await this.#connected.pull(topic, position, { queue, group, max: 2 })
    } catch (error) {
      if (error instanceof UnreadableAnswer) return null
      throw error
    }
  }

  async #commit(each: QueueWork): Promise<void> {
    if (each.position === each.groupOffset) return
    await this.#connected.commitOffset(topic, each.position, { queue: each.queue, group })
    see(each, { seen: 'commit', groupOffset: await this.#groupOffset(each) })
  }

  async #groupOffset(each: QueueWork): Promise<number | null> {
    const offset = await this.#connected.groupOffset(topic, { queue: each.queue, group })
    each.groupOffset = offset ?? 0
    return offset
  }

  async #look(each: QueueWork): Promise<void> {
    see(each, { seen: 'group offset', groupOffset: await this.#groupOffset(each) })
    const offset = this.#offsetOnFile(each)
    // The broker may be in the middle of writing it.
    if (offset !== null) see(each, { seen: 'offset file', offset })
  }

  async #startConsumer(each: QueueWork): Promise<void> {
    const groupOffset = await this.#groupOffset(each)
    see(each, { seen: 'new consumer', groupOffset })
    each.position = each.groupOffset
  }

  async #strike(): Promise<void> {
    const isCut = this.#store.disk !== null && this.#chance.in(60)
    // Sends that are under way when it strikes.
    const senders = this.#chance.in(50) ? this.#queues.filter(() => this.#chance.in(50)) : []
    for (const each of senders) if (each.sent < mostMessages) this.#send(each)
    if (isCut) await this.#cutPower()
    else await this.#kill()
    this.#client?.close()
    await this.#store.broker.start()
    await this.#connect()
    this.#readLog()
    for (const each of this.#queues) see(each, { seen: 'start', groupOffset: await this.#groupOffset(each) })
    // Long enough, now and then, for offsets to be written.
    if (this.#chance.in(40)) await sleep(10_500)
  }

  async #kill(): Promise<void> {
    await sleep(this.#chance.from(0, 30))
    await this.#store.kill()
    this.#readLog()
    for (const each of this.#queues) see(each, { seen: 'kill', offset: this.#offsetOnFile(each) })
  }

  async #cutPower(): Promise<void> {
    await sleep(this.#chance.from(0, 30))
    await this.#store.cutPower(() => this.#readLog())
    const records = this.#recordsByQueue()
    for (const each of this.#queues) {
      see(each, { seen: 'power cut', records: records.get(each.queue) ?? [], offset: this.#offsetOnFile(each) })
    }
  }

  #offsetOnFile({ queue }: QueueWork): number | null {
    return this.#store.offsetOnFile(topic, group, queue)
  }

  /** Each queue has seen what it has now; said only where that is something else than at its last reading. */
  #readLog(): void {
    const byQueue = this.#recordsByQueue()
    for (const each of this.#queues) {
      const records = byQueue.get(each.queue) ?? []
      const last = each.seen.findLast((sighting) => 'records' in sighting)
      const known = last !== undefined && 'records' in last ? last.records : []
      if (JSON.stringify(known) !== JSON.stringify(records)) see(each, { seen: 'log', records })
    }
  }

  #recordsByQueue(): ReadonlyMap<number, readonly QueueRecord[]> {
    const byQueue = new Map<number, QueueRecord[]>()
    for (const record of readCommitLog(this.#store.broker.store).records) {
      if (record.topic !== topic) continue
      const records = byQueue.get(record.queueId) ?? []
      byQueue.set(record.queueId, records)
      records.push({ body: String(record.body), queueOffset: record.queueOffset })
    }
    return byQueue
  }
}

function see({ seen, isOver }: QueueWork, sighting: StoreSighting): void {
  if (!isOver) seen.push(sighting)
}

const canDelay = (): boolean => whyNoSyncFaults() === null
