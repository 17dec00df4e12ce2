/** A broker on disks whose power can be cut, with its threads held, and what can be seen of it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Observation } from '../../../runs/observed/lens.ts'
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import type { Version } from '../../classpath/versions.ts'
import { debugFlag } from '../../faults/debugger/debugger.ts'
import { cutPower, LoopDisk } from '../../faults/loop-disk.ts'
import { injectSyncFault } from '../../faults/sync-faults.ts'
import { freePorts } from '../../machine/ports.ts'
import { until } from '../../machine/wait.ts'
import { type Broker, broker } from '../../processes/broker.ts'
import type { Settings } from '../../processes/settings-file.ts'
import type { Client } from '../../remoting/client.ts'
import { responseCode } from '../../remoting/codes.ts'
import { Refused } from '../../remoting/refused.ts'
import { type CommitLog, readCommitLog } from '../../store/commit-log.ts'
import { offsetIn, readGroupOffsets, readTopics } from '../../store/configuration-files.ts'
import { readConsumeQueue } from '../../store/consume-queue.ts'
import type { StoredRecord } from '../../store/record.ts'
import type { LiveRun } from '../live-suite.ts'
import { BrokerThreads } from './broker-threads.ts'
import { Consumer } from './consumer.ts'
import { group, onlooker, topic } from './names.ts'
import { Producers } from './producers.ts'
import { indexed } from './recovery.ts'

const never = 3_600_000
const agedLogFileSize = 64 * 2 ** 10

/** Only the page cache keeps what is on them apart from their devices: one has the log, one all else. */
interface Disks {
  readonly log: LoopDisk
  readonly rest: LoopDisk
}

export class StoreBroker {
  readonly #disks: Disks
  readonly #broker: Broker
  readonly #debugPort: number
  readonly #version: Version
  readonly #configuration: StoreConfiguration
  readonly producers: Producers
  #consumer: Consumer | null = null
  /** Where the queue begins: records before it have been deleted. */
  #base = 0
  #client: Client | null = null
  #threads: BrokerThreads | null = null

  /** Disks and settings. Whoever has it removes it. */
  static async prepare({ folder, version, configuration }: LiveRun<StoreConfiguration>): Promise<StoreBroker> {
    const debugPort = await freePorts(1)
    const rest = new LoopDisk(folder, { name: 'rest', megabytes: 48, isLazy: true })
    const log = new LoopDisk(folder, { name: 'log', megabytes: 48, isLazy: true })
    const one = await broker({
      version,
      folder,
      store: join(rest.path, 'store'),
      settings: { ...settingsOf(configuration), storePathCommitLog: join(log.path, 'commitlog') },
      flags: [debugFlag(debugPort)],
    })
    return new StoreBroker({ log, rest }, one, debugPort, { version, configuration })
  }

  /**
   * The broker has known the group for long, and the topic too where it is no new one: offset 0 of the group is on the device, and
   * the log is empty.
   */
  async begin(): Promise<void> {
    if (this.#configuration.consumeFromWhere === 'CONSUME_FROM_LAST_OFFSET') await this.#age()
    if (this.#configuration.topic === 'new') this.#knowGroup()
    await this.#up()
    if (this.#configuration.topic === 'long known') {
      await this.client.createTopic(topic)
      this.#base = await this.client.maxOffset(topic)
    }
    this.#consumer = new Consumer(this.#configuration.consumeFromWhere, this.#base)
    // A pull makes a group known, and writes a file.
    for (const each of [group, onlooker]) await this.#isPulled(this.client.pull(topic, this.#base, { group: each }))
    if (this.#configuration.topic === 'long known') {
      await this.client.commitOffset(topic, this.#base, { group })
      await this.threads.persistOffsets()
    }
    for (const disk of [this.#disks.rest, this.#disks.log]) disk.sync()
  }

  /** The offset of a group in a topic that is not there: no broker takes that from a consumer. */
  #knowGroup(): void {
    const folder = join(this.#broker.store, 'config')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'consumerOffset.json'), `{"offsetTable":{"${topic}@${group}":{0:0}}}`)
  }

  /** False where the broker does not know the topic. */
  async #isPulled(pull: Promise<unknown>): Promise<boolean> {
    try {
      await pull
      return true
    } catch (error) {
      if (error instanceof Refused && error.code === responseCode.topicNotExist) return false
      throw error
    }
  }

  private constructor(
    disks: Disks,
    one: Broker,
    debugPort: number,
    { version, configuration }: Pick<LiveRun<StoreConfiguration>, 'version' | 'configuration'>,
  ) {
    this.#version = version
    this.#disks = disks
    this.#broker = one
    this.#debugPort = debugPort
    this.#configuration = configuration
    this.producers = new Producers(one.address, configuration.flushDiskType === 'SYNC_FLUSH')
  }

  get client(): Client {
    if (this.#client === null) throw new Error('the broker does not run')
    return this.#client
  }

  get threads(): BrokerThreads {
    if (this.#threads === null) throw new Error('the broker does not run')
    return this.#threads
  }

  get consumer(): Consumer {
    if (this.#consumer === null) throw new Error('the broker was never started')
    return this.#consumer
  }

  /** An offset of the broker's as the specification counts, which begins with 0. */
  specOffset(offset: number): number {
    return offset - this.#base
  }

  /**
   * A queue whose first message has been deleted with its file, as after `fileReservedTime`. While the first one is there, and in
   * memory, a broker answers 0 to a group that it does not know.
   */
  async #age(): Promise<void> {
    await this.#broker.start()
    const client = await this.#broker.client()
    await client.createTopic(topic)
    await client.send(topic, 'x'.repeat(agedLogFileSize - 1_000))
    // The next file begins with it.
    await client.createTopic('other')
    await client.send('other', 'x'.repeat(2_000))
    await until(
      'the index',
      async () => (await client.maxOffset(topic)) === 1 && (await client.maxOffset('other')) === 1,
    )
    client.close()
    await this.#broker.process.kill()
    rmSync(join(this.#disks.log.path, 'commitlog', '0'.repeat(20)))
  }

  async #up(): Promise<void> {
    await this.#broker.start()
    this.#threads = await BrokerThreads.hold(this.#debugPort, this.#version)
    this.#client = await this.#broker.client()
  }

  async restart(): Promise<void> {
    await this.#up()
    await indexed({
      isAllShown: async () => (await this.#queue()).length === this.writtenMessages().length,
      dispatch: () => this.threads.dispatch(),
    })
  }

  async crash(): Promise<void> {
    await this.#broker.process.kill()
    await this.#down()
  }

  /** `emptiesOffsets`: of the file system's journal and the bytes of the files of offsets, the journal alone reaches the device. */
  async cutPower({ emptiesOffsets }: { readonly emptiesOffsets: boolean }): Promise<void> {
    if (emptiesOffsets) this.#disks.rest.syncJournal()
    await cutPower(this.#broker.process, [this.#disks.log, this.#disks.rest])
    await this.#down()
  }

  async #down(): Promise<void> {
    this.#threads?.leave()
    this.#client?.close()
    this.#threads = null
    this.#client = null
    await this.producers.lose()
  }

  /** The flusher's next fsync fails. */
  async failFlush(): Promise<void> {
    const fault = await injectSyncFault(this.#broker.process.pid, { kind: 'fails' })
    try {
      await this.threads.flush()
    } finally {
      await fault.stop()
    }
  }

  /** As the kernel might by itself. */
  writeBackLog(): void {
    this.#disks.log.sync()
  }

  writeBack(file: 'consumerOffset.json' | 'topics.json'): void {
    this.#disks.rest.syncFile(join(this.#broker.store, 'config', file))
  }

  /** Of both devices: what has reached them so far. */
  get sectorsWritten(): Readonly<Record<keyof Disks, number>> {
    return { log: this.#disks.log.sectorsWritten, rest: this.#disks.rest.sectorsWritten }
  }

  /** Bodies of what stands in the file of the log. */
  writtenMessages(): readonly string[] {
    return bodiesIn(this.#readLog())
  }

  /** The log as it was read from its device, when nobody has written to it since. */
  platter(): Observation {
    const records = this.writtenMessages()
    return { records, written: records.length, durable: records.length }
  }

  #readLog(): CommitLog {
    return readCommitLog(this.#disks.log.path)
  }

  async observe(): Promise<Observation> {
    const log = this.#readLog()
    const written = bodiesIn(log)
    const spec = (offset: number | null): number | null => (offset === null ? null : this.specOffset(offset))
    const offsetFile = spec(this.#offsetOnFile())
    const topicFile = this.#isTopicOnFile()
    if (!this.#broker.process.isRunning) {
      return { broker: 'down', offsetFile, topicFile, log: { records: written, written: written.length } }
    }
    const flushedWhere = await this.threads.flushedWhere()
    const flushed = log.records.filter(
      ({ topic: of, position, size }) => of === topic && position + size <= flushedWhere,
    )
    const groupOffset = spec(offsetIn(await this.client.allOffsets(), topic, group))
    return {
      // It has answered. Whether it refuses writes is seen when it does.
      ...(this.#configuration.enableRunningFlagsInFlush ? {} : { broker: 'running' }),
      offsetFile,
      topicFile,
      log: {
        records: [...written, ...(this.#configuration.transientStorePoolEnable ? this.producers.behind(log.end) : [])],
        written: written.length,
        flushed: flushed.length,
      },
      queue: await this.#queue(),
      groupOffset,
    }
  }

  /** As a consumer sees it; of a topic that the broker does not know, as the file of the index has it. */
  async #queue(): Promise<readonly string[]> {
    const seen: StoredRecord[] = []
    const pull = async (): Promise<void> => {
      seen.push(...(await this.client.pullAll(topic, this.#base, { group: onlooker })))
    }
    if (await this.#isPulled(pull())) return seen.map(({ body }) => String(body))
    const records = new Map(this.#readLog().records.map(({ position, body }) => [position, String(body)]))
    return readConsumeQueue(this.#broker.store, topic, 0).map(
      ({ physicalOffset }) => records.get(physicalOffset) ?? `nothing at ${physicalOffset}`,
    )
  }

  #isTopicOnFile(): boolean {
    for (const copy of ['main', 'backup'] as const) {
      const found = readTopics(this.#broker.store, copy)
      if (found.kind === 'read') return found.value.has(topic)
    }
    return false
  }

  /** What a broker would load: the file, and where that has nothing, its backup. */
  #offsetOnFile(): number | null {
    for (const copy of ['main', 'backup'] as const) {
      const found = readGroupOffsets(this.#broker.store, copy)
      if (found.kind === 'read') return offsetIn(found.value, topic, group)
    }
    return null
  }

  async remove(): Promise<void> {
    await this.#broker.process.kill()
    this.#threads?.leave()
    this.#client?.close()
    await this.producers.close()
    for (const disk of [this.#disks.log, this.#disks.rest]) disk.remove()
  }
}

/** Nothing is done by a clock, but for what gates hold. */
function settingsOf(configuration: StoreConfiguration): Settings {
  const { flushDiskType, transientStorePoolEnable, consumeFromWhere, enableRunningFlagsInFlush } = configuration
  return {
    flushDiskType,
    transientStorePoolEnable,
    transientStorePoolSize: 5,
    flushIntervalCommitLog: 10,
    flushCommitLogLeastPages: 0,
    commitIntervalCommitLog: 10,
    commitCommitLogLeastPages: 0,
    syncFlushTimeout: 1,
    // A failed fsync is noticed where it is one of the file, and none of its mapping: with the pool it is, until a restart.
    ...(enableRunningFlagsInFlush ? { enableRunningFlagsInFlush, writeWithoutMmap: !transientStorePoolEnable } : {}),
    flushConsumerOffsetInterval: never,
    flushIntervalConsumeQueue: never,
    ...(consumeFromWhere === 'CONSUME_FROM_LAST_OFFSET' ? { mappedFileSizeCommitLog: agedLogFileSize } : {}),
  }
}

function bodiesIn({ records }: CommitLog): readonly string[] {
  return records.filter(({ topic: of }) => of === topic).map(({ body }) => String(body))
}
