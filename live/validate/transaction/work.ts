/** Random transactions on a real broker, with random faults. Each transaction is a run of its own. */
import type { HalfSendOutcome } from '../../../spec/rocketmq/transaction/configuration.ts'
import type { Producer, Row } from '../../../spec/rocketmq/transaction/producer.ts'
import { whyNoSyncFaults } from '../../faults/sync-faults.ts'
import { sleep } from '../../machine/wait.ts'
import { BrokerOnDisk } from '../../recording/broker-on-disk.ts'
import type { Chance } from '../../recording/chance.ts'
import { type Batch, type Work, workThrough } from '../../recording/live-work.ts'
import type { Check, HalfCopy } from '../../remoting/client.ts'
import type { Decision } from '../../remoting/codes.ts'
import { NoAnswer } from '../../remoting/no-answer.ts'
import { Refused } from '../../remoting/refused.ts'
import { readCommitLog } from '../../store/commit-log.ts'
import { type Instance, instances, ProducerGroup } from './group.ts'
import type { TransactionFacts, TransactionRecord, TransactionRecording, TransactionSighting } from './recording.ts'

const topic = 'T'
/** Turns for each transaction, and faults that strike all of them. */
const turnsEach = 18
const mostFaults = 3
const halfTopic = 'RMQ_SYS_TRANS_HALF_TOPIC'
const opTopic = 'RMQ_SYS_TRANS_OP_HALF_TOPIC'
const discardTopic = 'TRANS_CHECK_MAX_TIME_TOPIC'
const systemGroup = 'CID_RMQ_SYS_TRANS'

/** A final message is in the log by then, and a request that waits for no fsync is answered. A wait is longer: `syncFlushTimeout`. */
const untilAppended = 50
const untilAnswered = 150
/** Longer than any run: a request without an answer is one that waits, or whose connection is gone. */
const patience = 600_000

/** How a producer stands with its transaction. */
type Call = 'not begun' | 'sends the half' | 'runs' | 'decided' | 'over'

interface TransactionWork {
  readonly name: string
  readonly group: ProducerGroup
  readonly seen: TransactionSighting[]
  readonly asked: { of: number; producer: Producer }[]
  begunBy: Instance
  call: Call
  /** As the database has it. */
  row: Row
  decision: Decision
  half: HalfCopy | null
  outcome: HalfSendOutcome | null
  readonly requests: EndRequest[]
}

/** An end request about the copy at a place of the log. */
interface EndRequest {
  readonly of: number
  /** It did not go over a way that may be held, where answers are held as well. */
  readonly isDirect: boolean
  /** Or there will be no answer any more. */
  isAnswered: boolean
}

/** Transactions of a broker that is booted for them. */
export async function workOnTransactions(batch: Batch): Promise<readonly TransactionRecording[]> {
  const { version, folder, chance, flushDiskType } = batch
  const facts = {
    flushDiskType,
    transactionCheckMax: chance.of([1, 2, 3] as const),
    rowAbsentAnswer: chance.of(['UNKNOWN', 'UNKNOWN', 'ROLLBACK', 'ROLLBACK behind a fence row'] as const),
  }
  const store = await BrokerOnDisk.prepare(version, folder, {
    flushDiskType,
    syncFlushTimeout: 400,
    transactionTimeOut: chance.of([300, 700]),
    transactionCheckInterval: chance.of([300, 600]),
    transactionCheckMax: facts.transactionCheckMax,
    transactionOpBatchInterval: chance.of([100, 500, 1_500]),
    flushConsumerOffsetInterval: 300,
  })
  return await workThrough(new TransactionsWork(store, batch, facts), batch)
}

/** Where the send had no answer, the log says whether it has left a half. */
function outcomeOf({ outcome, seen }: TransactionWork): HalfSendOutcome {
  if (outcome !== null) return outcome
  const isStored = seen.some((each) => 'records' in each && each.records.some(({ type }) => type === 'half'))
  return isStored ? 'exception, half stored' : 'exception, half not stored'
}

class TransactionsWork implements Work<TransactionRecording> {
  readonly turns: number
  readonly #transactions: readonly TransactionWork[]
  readonly #batch: Batch
  readonly #store: BrokerOnDisk
  readonly #chance: Chance
  readonly #facts: Omit<TransactionFacts, 'outcome' | 'asked'>
  readonly #groups: readonly ProducerGroup[]
  readonly #pending = new Set<Promise<void>>()
  readonly #strikesAt: ReadonlySet<number>
  #stops = 1

  constructor(store: BrokerOnDisk, batch: Batch, facts: Omit<TransactionFacts, 'outcome' | 'asked'>) {
    const { chance, runs } = batch
    this.turns = turnsEach * runs.length
    this.#batch = batch
    this.#store = store
    this.#chance = chance
    this.#facts = facts
    this.#groups = ['G0', 'G1'].map(
      (name) => new ProducerGroup(name, store.broker.address, (check, instance) => this.#beAsked(check, instance)),
    )
    this.#transactions = Array.from({ length: runs.length }, (_, at) => ({
      name: `t${at}`,
      group: this.#groups[at % this.#groups.length] as ProducerGroup,
      seen: [],
      asked: [],
      begunBy: 0,
      call: 'not begun',
      row: 'absent',
      decision: 'UNKNOWN',
      half: null,
      outcome: null,
      requests: [],
    }))
    this.#strikesAt = chance.turns(chance.from(1, mostFaults), this.turns)
  }

  recordings(): readonly TransactionRecording[] {
    const { version, seed, sources, runs } = this.#batch
    return this.#transactions.map((each, at) => ({
      suite: 'rocketmq/transaction',
      version,
      seed,
      run: runs[at] as number,
      sources,
      facts: { ...this.#facts, outcome: outcomeOf(each), asked: [...each.asked] },
      seen: [...each.seen],
    }))
  }

  async begin(): Promise<void> {
    await this.#store.broker.start()
    const client = await this.#store.broker.client()
    await client.createTopic(topic)
    client.close()
    await this.#connect()
    this.#store.disk?.sync()
  }

  async #connect(): Promise<void> {
    for (const group of this.#groups) await group.connect()
  }

  async close(): Promise<void> {
    await Promise.all(this.#groups.map((group) => group.close()))
    await this.#store.remove()
    await Promise.all(this.#pending)
  }

  /** Rounds of checks go on for a while. */
  async end(): Promise<void> {
    await this.#store.endSyncFault()
    await Promise.all(this.#pending)
    for (const group of this.#groups) for (const each of group.live) group.letGo(each)
    await sleep(4_000)
    this.#readLog()
  }

  async turn(turn: number): Promise<void> {
    if (this.#strikesAt.has(turn)) return await this.#strike()
    const each = this.#chance.of(this.#transactions)
    const group = this.#chance.of(this.#groups)
    const instance = this.#chance.of(instances)
    const canHoldSyncs = this.#facts.flushDiskType === 'SYNC_FLUSH' && whyNoSyncFaults() === null
    // So that some decide while their final messages have to wait.
    const late = this.#undecided.length > 0 ? 6 : 1
    const what = this.#chance.weighted({
      'go on': 70,
      wait: 14,
      hold: 3,
      'let go': 6,
      lose: 2,
      stop: this.#stops > 0 ? 1 : 0,
      'fsyncs are late': canHoldSyncs ? late : 0,
      'fsyncs work': this.#store.hasSyncFault ? 20 : 0,
      'look for answers': this.#store.hasSyncFault ? 40 : 0,
    })
    switch (what) {
      case 'go on':
        return this.#goOn(each)
      case 'wait':
        return await sleep(this.#chance.from(20, 300))
      case 'hold':
        return group.hold(instance)
      case 'let go':
        return group.letGo(instance)
      case 'lose':
        return await group.lose(instance)
      case 'stop':
        return this.#stop(group, instance)
      case 'fsyncs are late':
        return await this.#store.beginSyncFault({ kind: 'held', milliseconds: 700 })
      case 'fsyncs work':
        // Long enough, now and then, for a send that does not wait any longer.
        await sleep(this.#chance.from(0, 900))
        return await this.#store.endSyncFault()
      case 'look for answers':
        return await this.#lookForAnswers()
    }
  }

  /** Their halves are stored, and their end requests not sent. */
  get #undecided(): readonly TransactionWork[] {
    return this.#transactions.filter(({ call }) => call === 'runs' || call === 'decided')
  }

  /**
   * A request whose final message is in the log, and that has no answer for some time after that was read. It had none when the log
   * was read, so that is its place.
   */
  async #lookForAnswers(): Promise<void> {
    if (this.#undecided.length > 0) {
      const each = this.#chance.of(this.#undecided)
      this.#goOn(each)
      if (each.call === 'decided') this.#goOn(each)
      await sleep(untilAppended)
    }
    this.#readLog()
    const open = this.#transactions.flatMap((each) =>
      unanswered(each).map((request) => ({ each, request, place: each.seen.length })),
    )
    await sleep(untilAnswered)
    for (const { each, request, place } of open) {
      if (!request.isAnswered) each.seen.splice(place, 0, { seen: 'unanswered', of: request.of })
    }
  }

  /** The next step of the producer that has begun the transaction, or that begins it. */
  #goOn(each: TransactionWork): void {
    if (each.call === 'not begun') this.#begin(each)
    else if (!each.group.live.includes(each.begunBy)) return
    else if (each.call === 'runs') this.#decide(each)
    else if (each.call === 'decided') this.#sendEnd(each)
  }

  #begin(each: TransactionWork): void {
    const { group, seen, name } = each
    if (group.live.length === 0) return
    each.begunBy = this.#chance.of(group.live)
    for (const stopped of instances.filter((instance) => !group.live.includes(instance))) {
      seen.push({ seen: 'producer stops', producer: producerOf(each, stopped) })
    }
    const client = group.client(each.begunBy)
    if (client === undefined) return
    each.call = 'sends the half'
    seen.push({ seen: 'send' })
    const sending = client.sendHalf(topic, name, { group: group.name, patience: 10_000 }).then(
      (half) => {
        this.#readLog()
        each.half = half
        each.outcome = half.status
        each.call = half.status === 'SEND_OK' ? 'runs' : 'decided'
        each.decision = 'ROLLBACK'
      },
      (error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error
        each.call = 'over'
      },
    )
    const done = sending.finally(() => this.#pending.delete(done))
    this.#pending.add(done)
  }

  #decide(each: TransactionWork): void {
    const commits = each.row === 'absent' && this.#chance.in(70)
    this.#readLog()
    each.seen.push({ seen: 'local transaction', row: commits ? 'committed' : 'rolled back' })
    if (commits) each.row = 'committed'
    each.decision = commits ? 'COMMIT' : 'ROLLBACK'
    each.call = 'decided'
  }

  /** Sent at once, over the way that may be held, or kept for ever, as where a listener answers that it does not know. */
  #sendEnd(each: TransactionWork): void {
    const { group, half, begunBy } = each
    if (half === null) return
    each.call = 'over'
    if (this.#chance.in(10)) return
    const isDirect = !this.#chance.in(30)
    const client = isDirect ? group.client(begunBy) : group.slowClient(begunBy)
    if (client === undefined) return
    this.#readLog()
    each.seen.push({ seen: 'end request' })
    request(each, half, isDirect, client.endTransactionAnswered(half, each.decision, { group: group.name, patience }))
  }

  /** What a listener does, which answers from the database alone. Some questions stay without an answer. */
  #beAsked({ half, message }: Check, instance: Instance): void {
    const each = this.#transactions.find(({ name }) => name === String(message.body))
    if (each === undefined)
      throw new Error(`a check-back is about a transaction ${String(message.body)} that was never begun`)
    const by = producerOf(each, instance)
    each.asked.push({ of: half.physicalOffset, producer: by })
    this.#readLog()
    if (this.#chance.in(20)) return
    const decision = this.#answer(each)
    each.seen.push({ seen: 'answer', of: half.physicalOffset, by })
    const isDirect = !this.#chance.in(30)
    const client = isDirect ? each.group.client(instance) : each.group.slowClient(instance)
    if (client === undefined) return
    const options = { group: each.group.name, isAnswerToCheck: true, patience }
    request(each, half, isDirect, client.endTransactionAnswered(half, decision, options))
  }

  #answer(each: TransactionWork): Decision {
    if (each.row === 'committed') return 'COMMIT'
    if (each.row === 'fence') return 'ROLLBACK'
    const { rowAbsentAnswer } = this.#facts
    if (rowAbsentAnswer === 'ROLLBACK behind a fence row') each.row = 'fence'
    return rowAbsentAnswer === 'UNKNOWN' ? 'UNKNOWN' : 'ROLLBACK'
  }

  #stop(group: ProducerGroup, instance: Instance): void {
    const isSending = this.#transactions.some((each) => each.group === group && each.call === 'sends the half')
    // The half may arrive after its producer has gone, which the specification does not tell apart from one that comes before.
    if (!group.live.includes(instance) || isSending) return
    this.#stops--
    this.#readLog()
    group.stop(instance)
    for (const each of this.#transactions) {
      if (each.group !== group || each.call === 'not begun') continue
      each.seen.push({ seen: 'producer stops', producer: producerOf(each, instance) })
    }
  }

  async #strike(): Promise<void> {
    if (this.#store.disk !== null && this.#chance.in(50)) await this.#cutPower()
    else await this.#kill()
    for (const group of this.#groups) group.disconnect()
    await this.#store.broker.start()
    await this.#connect()
    this.#readLog()
    // Long enough, now and then, for offsets to be written.
    if (this.#chance.in(40)) await sleep(10_500)
  }

  async #kill(): Promise<void> {
    await this.#store.kill()
    this.#readLog()
    const halfOffset = this.#halfOffset()
    for (const each of this.#begun()) each.seen.push({ seen: 'kill', halfOffset: halfOffset(each) })
  }

  async #cutPower(): Promise<void> {
    let before = this.#halfOffset()
    await this.#store.cutPower(() => {
      this.#readLog()
      before = this.#halfOffset()
    })
    const byName = this.#recordsByName()
    for (const each of this.#begun()) {
      each.seen.push({ seen: 'power cut', records: byName.get(each.name) ?? [], halfOffset: before(each) })
    }
  }

  #begun(): readonly TransactionWork[] {
    return this.#transactions.filter(({ call }) => call !== 'not begun')
  }

  /**
   * Of each transaction, the copies that the offset on file has passed, of those in the log as it stands when this is called; the
   * file is read when the function is called that this gives.
   */
  #halfOffset(): (each: TransactionWork) => number {
    const halves = readCommitLog(this.#store.broker.store).records.filter((record) => record.topic === halfTopic)
    const end = Math.max(0, ...halves.map(({ queueOffset }) => queueOffset + 1))
    return ({ name }) => {
      const offset = this.#store.offsetOnFile(halfTopic, systemGroup) ?? 0
      const passed = halves.filter((half) => String(half.body) === name && half.queueOffset < offset)
      return passed.length + Math.max(0, offset - end)
    }
  }

  /** Each transaction has seen what it has now; said only where that is something else than at its last reading. */
  #readLog(): void {
    const byName = this.#recordsByName()
    for (const { name, seen } of this.#transactions) {
      const records = byName.get(name) ?? []
      const last = seen.findLast((each) => 'records' in each)
      const known = last !== undefined && 'records' in last ? last.records : []
      if (JSON.stringify(known) !== JSON.stringify(records)) seen.push({ seen: 'log', records })
    }
  }

  #recordsByName(): ReadonlyMap<string, readonly TransactionRecord[]> {
    const byName = new Map<string, TransactionRecord[]>()
    const add = (name: string, record: TransactionRecord): void => {
      byName.set(name, [...(byName.get(name) ?? []), record])
    }
    /** Copies by their offsets in the half queue: after a power cut an offset may be given once more. */
    const copies = new Map<number, { readonly name: string; readonly at: number }>()
    for (const record of readCommitLog(this.#store.broker.store).records) {
      const name = String(record.body)
      const checks = Number(record.properties.get('TRANSACTION_CHECK_TIMES') ?? 0)
      if (record.topic === halfTopic) {
        copies.set(record.queueOffset, { name, at: record.position })
        add(name, { type: 'half', at: record.position, checks })
      } else if (record.topic === topic) add(name, { type: 'final', of: record.preparedOffset })
      else if (record.topic === discardTopic) add(name, { type: 'discarded', checks })
      else if (record.topic === opTopic) {
        const marked = (name.match(/\d+/g) ?? []).flatMap((offset) => copies.get(Number(offset)) ?? [])
        for (const each of new Set(marked.map((copy) => copy.name))) {
          add(each, { type: 'op', of: marked.filter((copy) => copy.name === each).map(({ at }) => at) })
        }
      }
    }
    return byName
  }
}

/** As a producer sends it, but with an answer, so that it is known how long the broker took. */
function request(
  { requests }: TransactionWork,
  { physicalOffset: of }: HalfCopy,
  isDirect: boolean,
  answer: Promise<void>,
): void {
  const made: EndRequest = { of, isDirect, isAnswered: false }
  requests.push(made)
  answer
    .catch((error: unknown) => {
      if (!(error instanceof NoAnswer) && !(error instanceof Refused)) throw error
    })
    .finally(() => {
      made.isAnswered = true
    })
}

/** The only requests about their copies, whose final messages are in the log as it was read last, and no marks of them. */
function unanswered({ requests, seen }: TransactionWork): readonly EndRequest[] {
  const last = seen.findLast((each) => 'records' in each)
  const records = last !== undefined && 'records' in last ? last.records : []
  return requests.filter(({ of, isDirect, isAnswered }) => {
    if (isAnswered || !isDirect || requests.filter((each) => each.of === of).length > 1) return false
    const isMarked = records.some((each) => each.type === 'op' && each.of.includes(of))
    return !isMarked && records.some((each) => each.type === 'final' && each.of === of)
  })
}

/** The producer that has begun the transaction is called A. */
function producerOf({ begunBy }: TransactionWork, instance: Instance): Producer {
  return instance === begunBy ? 'A' : 'B'
}
