/**
 * A broker that does of transactions only what it is let: its check rounds, its op batches, its request threads before they
 * mark a half, its writes of offsets and its flusher stand at gates.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import type { Version } from '../../classpath/versions.ts'
import { debugFlag } from '../../faults/debugger/debugger.ts'
import { HeldThread } from '../../faults/debugger/held-thread.ts'
import { LoopDisk } from '../../faults/loop-disk.ts'
import { freePorts } from '../../machine/ports.ts'
import { until, WaitRanOut } from '../../machine/wait.ts'
import { type Broker, broker } from '../../processes/broker.ts'
import type { Settings } from '../../processes/settings-file.ts'
import type { Client } from '../../remoting/client.ts'
import { readCommitLog } from '../../store/commit-log.ts'
import { offsetIn, readGroupOffsets } from '../../store/configuration-files.ts'
import { readConsumeQueue } from '../../store/consume-queue.ts'
import { fsyncsOffsets, hasOpBatches, hidesUnflushed } from './by-version.ts'
import { CheckRounds } from './check-rounds.ts'
import { closedGates, type Gates } from './gates.ts'
import type { Plan } from './plan.ts'
import { type FoundRecord, halfTopic, opTopic, realTopic, recordsFound } from './transaction-log.ts'

const never = 3_600_000
const roundEvery = 50
const lateRound = 2_000
const batchEvery = 20
const systemGroup = 'CID_RMQ_SYS_TRANS'
const flushers = /GroupCommit|FlushRealTime/

/** The broker while it runs. */
interface Running {
  readonly gates: Gates
  readonly rounds: CheckRounds
  readonly client: Client
}

export interface GatedBrokerOptions {
  readonly version: Version
  readonly folder: string
  readonly plan: Plan
  readonly configuration: TransactionConfiguration
}

export class GatedBroker {
  readonly #options: GatedBrokerOptions
  readonly #broker: Broker
  readonly #disk: LoopDisk | null
  readonly #debugPort: number
  /** As it was written first. */
  readonly #settings: Buffer
  #running: Running | null = null
  /** What `consumerOffset.json` was after each write, by the half offset in it. */
  readonly #offsetFiles = new Map<number, Buffer>()
  /** The file has what we have put there; the broker has not written it since. */
  #isOffsetFileOurs = false
  /** Bytes of the log that had been flushed when the flusher was stopped; null while it runs. */
  #flushedEnd: number | null = null
  #isHeld = false

  /** Starts nothing. Throws `Missing`. */
  static async create(options: GatedBrokerOptions): Promise<GatedBroker> {
    const { version, folder, plan } = options
    const disk = plan.hasPowerCut ? new LoopDisk(folder) : null
    const debugPort = await freePorts(1)
    const one = await broker({
      version,
      folder,
      ...(disk === null ? {} : { store: join(disk.path, 'store') }),
      flags: [debugFlag(debugPort)],
      settings: settingsOf(plan, version),
    })
    return new GatedBroker(options, one, disk, debugPort)
  }

  private constructor(options: GatedBrokerOptions, one: Broker, disk: LoopDisk | null, debugPort: number) {
    this.#options = options
    this.#broker = one
    this.#disk = disk
    this.#debugPort = debugPort
    this.#settings = readFileSync(this.#settingsFile)
  }

  /** For all that no producer asks: requests that are under way, pulls, offsets, settings. */
  get client(): Client {
    return this.#alive.client
  }

  get #alive(): Running {
    if (this.#running === null) throw new Error('the broker does not run')
    return this.#running
  }

  async start(): Promise<void> {
    await this.#boot()
    await this.client.createTopic(realTopic)
    this.#disk?.sync()
  }

  async newClient(): Promise<Client> {
    return await this.#broker.client()
  }

  /** `kill -9`, and a new start. */
  async crash(): Promise<void> {
    const wasHeld = this.#isHeld
    await this.#broker.process.kill()
    this.#leave()
    await this.#boot()
    this.#isHeld = wasHeld
    if (!wasHeld || !this.#options.plan.isSyncFlush) return
    await this.#closeFlusher()
    // Recovery takes all that it finds for flushed.
    this.#flushedEnd = readCommitLog(this.#broker.store).end
  }

  /**
   * The power is cut and comes back. Of the log `kept` records of the transaction survive, and of the offset file the version
   * with `savedOffset`. Throws `WaitRanOut` where the kernel has written more than was wanted.
   */
  async cutPower(kept: number, savedOffset: number, isAllDurable: boolean): Promise<void> {
    const disk = this.#disk
    if (disk === null) throw new Error('a power cut needs a disk')
    if (fsyncsOffsets(this.#options.version) && this.fileOffset() !== savedOffset) {
      throw new WaitRanOut(
        `the file of offsets is fsynced: it has ${this.fileOffset()}, and ${savedOffset} cannot come back`,
      )
    }
    if (this.records().length === kept && !isAllDurable) this.#syncLog()
    if (this.fileOffset() === savedOffset && existsSync(this.#offsetFile)) disk.syncFile(this.#offsetFile)
    await disk.cutPower(this.#broker.process)
    this.#leave()
    const left = this.records().length
    if (left > kept)
      throw new WaitRanOut(
        `${left} records reached the disk before the power cut, ${kept} were to: the kernel wrote back`,
      )
    this.#chooseOffsetFile(savedOffset)
    // A round that finds its offset beyond the end of the queue takes it back: none is to come before it can be seen.
    const halves = this.records().filter(({ stored }) => stored.topic === halfTopic).length
    await this.#boot(savedOffset > halves ? lateRound : roundEvery)
  }

  async stop(): Promise<void> {
    await this.#broker.process.kill()
    this.#leave()
    this.#disk?.remove()
  }

  /** Records of the transaction, in the order of the log. */
  records(): readonly FoundRecord[] {
    return recordsFound(readCommitLog(this.#broker.store).records)
  }

  /** Those that rounds and consumers can see. */
  visibleRecords(): readonly FoundRecord[] {
    const end = this.#flushedEnd
    if (end === null || !hidesUnflushed(this.#options.version)) return this.records()
    return this.records().filter(({ stored }) => stored.position < end)
  }

  /** The offset of the half queue in the file; 0 where a broker would find none. */
  fileOffset(): number {
    for (const copy of ['main', 'backup'] as const) {
      const file = readGroupOffsets(this.#broker.store, copy)
      if (file.kind === 'read') return offsetIn(file.value, halfTopic, systemGroup) ?? 0
    }
    return 0
  }

  /** Whether its value is one that the broker has written. */
  get isOffsetFileWritten(): boolean {
    return !this.#isOffsetFileOurs
  }

  async halfOffset(): Promise<number> {
    return (await this.client.groupOffset(halfTopic, { group: systemGroup })) ?? 0
  }

  /**
   * Stops the flusher after all that is in the log, or lets it go on. `isAllDurable`: the broker has to have seen to that by itself,
   * so nothing is done for it.
   */
  async holdFlusher(isHeld: boolean, isAllDurable: boolean): Promise<void> {
    if (isHeld === this.#isHeld) return
    this.#isHeld = isHeld
    if (isHeld && !isAllDurable) this.#syncLog()
    if (!this.#options.plan.isSyncFlush) return
    if (isHeld) {
      await this.#closeFlusher()
      if (!isAllDurable) await this.#flushOnce()
      this.#flushedEnd = readCommitLog(this.#broker.store).end
    } else {
      this.#flushedEnd = null
      await this.#alive.gates.flusher.open()
    }
  }

  /** No fsync comes while this is done: a thread that waits for one is seen to wait. */
  async whileFlusherHeld<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isHeld || !this.#options.plan.isSyncFlush) return await work()
    await this.#closeFlusher()
    const done = await work()
    await this.#alive.gates.flusher.open()
    return done
  }

  /** Whether a request thread is about to wait for the fsync of its final message. It goes on, into that wait. */
  async hasWait(): Promise<boolean> {
    const { waits } = this.#alive.gates
    const [held] = waits.held
    if (held === undefined) return false
    await waits.passOne(held.thread)
    return true
  }

  async #closeFlusher(): Promise<void> {
    const { flusher } = this.#alive.gates
    await flusher.close(flushers)
    await flusher.arrival()
  }

  /** Once around, for what was appended since its last look. */
  async #flushOnce(): Promise<void> {
    const { flusher } = this.#alive.gates
    await flusher.pass()
    await flusher.arrival()
  }

  /** As the kernel may write back any page at any time. */
  #syncLog(): void {
    if (this.#disk !== null && existsSync(this.#logFile)) this.#disk.syncFile(this.#logFile)
  }

  /** One check round that looks at the copy at `target` and at no other, or the rest of the one that has begun. */
  async round(target: number): Promise<void> {
    const { rounds } = this.#alive
    if (!rounds.hasBegun) await this.#dispatched()
    await rounds.round(target)
  }

  /** A check round that decides what to do with the copy at `target`, and waits before it does that. */
  async beginRound(target: number): Promise<void> {
    await this.#dispatched()
    await this.#alive.rounds.begin(target)
  }

  /** Lets the op batch service write what is buffered. */
  async writeBatch(): Promise<void> {
    const before = this.records().length
    await until('the op batch', async () => {
      await this.batchRound()
      return this.records().length > before
    })
  }

  /** A whole round of the op batch service, whether it has something to write or not. There is none before 5.1.0. */
  async batchRound(): Promise<void> {
    const { batches } = this.#alive.gates
    if (batches === null) return
    await batches.arrival()
    await batches.pass()
    await batches.arrival()
  }

  /** Copies whose request threads stand before the mark. */
  async markers(): Promise<ReadonlyMap<number, bigint>> {
    const { debug, marks } = this.#alive.gates
    const found = new Map<number, bigint>()
    for (const { thread } of marks.held) {
      const held = new HeldThread(debug, thread)
      const message = await held.objectArgument(1)
      const half = await held.callForLong(message, 'org.apache.rocketmq.common.message.MessageExt', 'getQueueOffset')
      found.set(half, thread)
    }
    return found
  }

  async letMark(thread: bigint): Promise<void> {
    await this.#alive.gates.marks.passOne(thread)
  }

  /** Has the broker write `consumerOffset.json`, as it does by itself every 5 s. */
  async saveOffsets(): Promise<void> {
    await this.#alive.rounds.saveOffsets()
    this.#isOffsetFileOurs = false
    if (existsSync(this.#offsetFile)) this.#offsetFiles.set(this.fileOffset(), readFileSync(this.#offsetFile))
  }

  /** Waits until all that may be seen is in the half queue and in the op queue. */
  async #dispatched(): Promise<void> {
    const visible = this.visibleRecords()
    for (const topic of [halfTopic, opTopic]) {
      const last = visible.findLast(({ stored }) => stored.topic === topic)
      await until(`the dispatch of ${topic}`, () => {
        return readConsumeQueue(this.#broker.store, topic, 0).length > (last?.stored.queueOffset ?? -1)
      })
    }
  }

  async #boot(firstRound = roundEvery): Promise<void> {
    // A broker writes settings that are changed while it runs into its file.
    writeFileSync(this.#settingsFile, `${this.#settings}transactionCheckInterval=${firstRound}\n`)
    await this.#broker.start()
    const { version, configuration } = this.#options
    const gates = await closedGates(this.#debugPort, { version, isRoundSoon: firstRound === roundEvery })
    const client = await this.#broker.client()
    this.#running = { gates, client, rounds: new CheckRounds(gates, () => client.maxOffset(halfTopic)) }
    // From here on a round asks about each copy that is not marked, however young, until it was asked about often enough.
    await client.changeSettings({ transactionTimeOut: -never, transactionCheckMax: configuration.transactionCheckMax })
  }

  /** Only once the broker has ended: a gate opens when its connection does. */
  #leave(): void {
    this.#running?.gates.debug.close()
    this.#running?.client.close()
    this.#running = null
    this.#isHeld = false
    this.#flushedEnd = null
  }

  /** A power cut may leave any version of the file that was not fsynced. */
  #chooseOffsetFile(wanted: number): void {
    if (this.fileOffset() === wanted) return
    rmSync(`${this.#offsetFile}.bak`, { force: true })
    const bytes = wanted === 0 ? Buffer.alloc(0) : this.#offsetFiles.get(wanted)
    if (bytes === undefined) throw new Error(`the offset file never had the half offset ${wanted}`)
    writeFileSync(this.#offsetFile, bytes)
    this.#isOffsetFileOurs = true
  }

  get #settingsFile(): string {
    return join(this.#options.folder, 'broker.conf')
  }

  get #logFile(): string {
    return join(this.#broker.store, 'commitlog', '00000000000000000000')
  }

  get #offsetFile(): string {
    return join(this.#broker.store, 'config', 'consumerOffset.json')
  }
}

function settingsOf(plan: Plan, version: Version): Settings {
  return {
    flushDiskType: plan.isSyncFlush ? 'SYNC_FLUSH' : 'ASYNC_FLUSH',
    // Until the gates are closed, a round finds nothing old enough, and nothing that was checked too often.
    transactionTimeOut: never,
    transactionCheckMax: 1_000,
    ...(hasOpBatches(version) ? { transactionOpBatchInterval: batchEvery } : {}),
    flushIntervalCommitLog: never,
    flushCommitLogThoroughInterval: never,
    flushCommitLogLeastPages: 1_000,
    flushConsumerOffsetInterval: never,
    syncFlushTimeout: plan.hasTimeout ? 1_500 : never,
    ...slaveSettings(plan, version),
  }
}

/** A master that waits for a slave, where there is none. */
function slaveSettings({ outcome }: Plan, version: Version): Settings {
  if (outcome !== 'SLAVE_NOT_AVAILABLE' && outcome !== 'FLUSH_SLAVE_TIMEOUT') return {}
  const role = { brokerRole: 'SYNC_MASTER', slaveTimeout: 500 }
  return hasOpBatches(version) ? { ...role, inSyncReplicas: 2 } : role
}
