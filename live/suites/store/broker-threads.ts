/**
 * The threads of a broker that write, flush, answer and index, each held by a gate, and let through for one round at a time. Nothing
 * happens in the store but what was asked for.
 */
import { type Version, versions } from '../../classpath/versions.ts'
import { Debugger } from '../../faults/debugger/debugger.ts'
import type { Gate } from '../../faults/debugger/gate.ts'
import { HeldThread } from '../../faults/debugger/held-thread.ts'
import { until } from '../../machine/wait.ts'

const queueOfFiles = 'org.apache.rocketmq.store.MappedFileQueue'
const store = 'org.apache.rocketmq.store.DefaultMessageStore'
const reput = `${store}$ReputMessageService`
const request = 'org.apache.rocketmq.store.CommitLog$GroupCommitRequest'
const checkpoint = 'org.apache.rocketmq.store.StoreCheckpoint'
const offsets = 'org.apache.rocketmq.broker.offset.ConsumerOffsetManager'

const flushers = /FlushRealTime|GroupCommit/
const watcher = /FlushDiskWatcher/
const groupCommit = /GroupCommit/

/** The thread of the index asks at most so often, before it takes a record, whether it may: the round on its way, and a whole one. */
const mostLooks = 8

/** What that thread asks in each round. In 5.3.3 a round may have no end, while there is an unflushed record behind a flushed one. */
function endOfReput(version: Version): string {
  return versions.indexOf(version) < versions.indexOf('5.3.0') ? 'isCommitLogAvailable' : 'getReputEndOffset'
}

/** A thread that is about to answer a producer, or that has just taken in what a producer waits for. */
export interface Answering {
  readonly thread: bigint
  /** The physical offset at which the producer's record ends. */
  readonly end: number
}

export class BrokerThreads {
  readonly #debugger: Debugger
  readonly #flush: Gate
  readonly #commit: Gate
  readonly #dispatch: Gate
  readonly #reputRounds: Gate
  readonly #answers: Gate
  readonly #requests: Gate
  /** The files of the log, an object of the JVM. */
  #log: Buffer | null = null

  /** From here on all of them are held. The broker has to be ready. */
  static async hold(debugPort: number, version: Version): Promise<BrokerThreads> {
    const port = await Debugger.attach(debugPort)
    const threads = new BrokerThreads(port, {
      flush: await port.gate(queueOfFiles, 'flush'),
      commit: await port.gate(queueOfFiles, 'commit'),
      dispatch: await port.gate(store, 'doDispatch'),
      reputRounds: await port.gate(reput, endOfReput(version)),
      // Loaded with the first message that somebody waits for.
      answers: await port.gateOnceLoaded(request, 'wakeupCustomer'),
      requests: await port.gateOnceLoaded(request, 'future'),
    })
    await threads.#close(await port.gate(offsets, 'encode'), await port.gate(checkpoint, 'flush'))
    return threads
  }

  private constructor(
    port: Debugger,
    gates: Readonly<Record<'flush' | 'commit' | 'dispatch' | 'reputRounds' | 'answers' | 'requests', Gate>>,
  ) {
    this.#debugger = port
    this.#flush = gates.flush
    this.#commit = gates.commit
    this.#dispatch = gates.dispatch
    this.#reputRounds = gates.reputRounds
    this.#answers = gates.answers
    this.#requests = gates.requests
  }

  async #close(timerOfOffsets: Gate, timerOfCheckpoint: Gate): Promise<void> {
    await this.#flush.close(flushers)
    await this.#commit.close(/CommitRealTime/)
    await this.#dispatch.close(/Reput/)
    await this.#answers.close(new RegExp(`${groupCommit.source}|${watcher.source}`))
    await this.#requests.close(/SendMessageThread/)
    // 10 seconds after its start the broker writes offsets by itself, once.
    await timerOfOffsets.close(/Scheduled/)
    // Every second a broker of 5.x brings this file to the device, and the journal of the file system with it.
    await timerOfCheckpoint.close()
  }

  /** When the broker has ended. */
  leave(): void {
    this.#debugger.close()
  }

  /** One round of the thread that takes records from direct memory to the file. */
  async commit(): Promise<void> {
    await this.#commit.arrival()
    await this.#commit.pass()
    await this.#commit.arrival()
  }

  /** Whether the flusher stands before its next fsync, and answers nobody before that. */
  get isFlusherIdle(): boolean {
    return this.#flush.held.length > 0
  }

  /** Up to where the broker believes its log to be on the disk. */
  async flushedWhere(): Promise<number> {
    this.#log ??= await new HeldThread(this.#debugger, (await this.#flush.arrival()).thread).object()
    return await this.#debugger.longFieldOf(this.#log, queueOfFiles, 'flushedWhere')
  }

  /** One fsync. Comes back when the flusher stands before the next one, or before an answer. */
  async flush(): Promise<void> {
    await this.#flush.arrival()
    await this.#flush.pass()
    await until('the end of an fsync', () => this.isFlusherIdle || this.#standing(groupCommit) !== null)
  }

  /** The index gets one record. False where a whole round of its thread found none that it may have. */
  async dispatch(): Promise<boolean> {
    if (!(await this.#hasDispatch())) return false
    await this.#reputRounds.close(/Reput/)
    await this.#dispatch.pass()
    // Back at the next record, or at the next round.
    await until('the index', () => this.#dispatch.held.length > 0 || this.#reputRounds.held.length > 0)
    await this.#reputRounds.open()
    return true
  }

  async #hasDispatch(): Promise<boolean> {
    if (this.#dispatch.held.length > 0) return true
    await this.#reputRounds.close(/Reput/)
    for (let look = 0; look < mostLooks && this.#dispatch.held.length === 0; look++) {
      await this.#reputRounds.pass()
      await until('the index', () => this.#dispatch.held.length > 0 || this.#reputRounds.held.length > 0)
    }
    await this.#reputRounds.open()
    return this.#dispatch.held.length > 0
  }

  /**
   * What the broker's timer does every `flushConsumerOffsetInterval`: its own `ConfigManager#persist`, called on a thread that is
   * held anyway. The timer cannot be used: its first time is fixed at 10 seconds.
   */
  async persistOffsets(): Promise<void> {
    const isAtDispatch = this.#dispatch.held[0] !== undefined
    if (!isAtDispatch) await this.#reputRounds.close(/Reput/)
    const { thread } = this.#dispatch.held[0] ?? (await this.#reputRounds.arrival())
    const manager = await this.#debugger.onlyInstance(offsets)
    await new HeldThread(this.#debugger, thread).call(
      manager,
      'org.apache.rocketmq.common.ConfigManager',
      'persist',
      '()V',
    )
    if (!isAtDispatch) await this.#reputRounds.open()
  }

  /** The producer whose record the broker has taken in to be flushed; it goes on. Null while there is none. */
  async takenIn(): Promise<number | null> {
    const [held] = this.#requests.held
    if (held === undefined) return null
    const { end } = await this.#answering(held.thread)
    await this.#requests.passOne(held.thread)
    return end
  }

  /** Whom the flusher is about to answer that it was done; null while it is elsewhere. */
  async flusherAnswers(): Promise<Answering | null> {
    const thread = this.#standing(groupCommit)
    return thread === null ? null : await this.#answering(thread)
  }

  /** Whom the watcher is about to answer that the time is over; null while it is elsewhere. */
  async watcherAnswers(): Promise<Answering | null> {
    const thread = this.#standing(watcher)
    return thread === null ? null : await this.#answering(thread)
  }

  async letAnswer({ thread }: Answering): Promise<void> {
    await this.#answers.passOne(thread)
  }

  #standing(who: RegExp): bigint | null {
    return this.#answers.held.find(({ name }) => who.test(name))?.thread ?? null
  }

  async #answering(thread: bigint): Promise<Answering> {
    const waiting = await new HeldThread(this.#debugger, thread).object()
    return { thread, end: await this.#debugger.longFieldOf(waiting, request, 'nextOffset') }
  }
}
