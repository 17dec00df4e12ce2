/**
 * A producer, a consumer and an administrator in one, over one connection to one broker. It chooses nothing by itself: no route,
 * no retry, no rebalance. A test says to which broker and queue each request goes, so that it is known what the broker was asked.
 */
import { randomBytes } from 'node:crypto'
import { objectIn, parseTolerantJson } from '../json/tolerant-json.ts'
import { type GroupOffsets, groupOffsetsIn } from '../store/configuration-files.ts'
import { decodeRecord, decodeRecords, encodeProperties, type StoredRecord } from '../store/record.ts'
import { type Decision, decisionFlag, preparedFlag, requestCode, responseCode } from './codes.ts'
import { type Ask, Connection } from './connection.ts'
import type { Command } from './frame.ts'
import { Refused } from './refused.ts'

export type SendStatus = 'SEND_OK' | 'FLUSH_DISK_TIMEOUT' | 'FLUSH_SLAVE_TIMEOUT' | 'SLAVE_NOT_AVAILABLE'

export interface Sent {
  readonly status: SendStatus
  /** What the producer calls the message, property `UNIQ_KEY`. */
  readonly uniqueKey: string
  readonly queue: number
  readonly queueOffset: number
  readonly physicalOffset: number
}

/** A copy of a half message, as an end request names it. */
export type HalfCopy = Pick<Sent, 'uniqueKey' | 'queueOffset' | 'physicalOffset'>

export interface SendOptions {
  readonly queue?: number
  readonly group?: string
  readonly properties?: Readonly<Record<string, string>>
  readonly patience?: number
}

export interface Check {
  readonly half: HalfCopy
  readonly message: StoredRecord
}

export type PullStatus = 'FOUND' | 'NO_NEW_MSG' | 'NO_MATCHED_MSG' | 'OFFSET_ILLEGAL'

export interface Pulled {
  readonly status: PullStatus
  readonly messages: readonly StoredRecord[]
  readonly next: number
  readonly min: number
  readonly max: number
}

export interface Queue {
  readonly queue?: number
  readonly group?: string
}

const sendStatuses: ReadonlyMap<number, SendStatus> = new Map([
  [responseCode.success, 'SEND_OK'],
  [responseCode.flushDiskTimeout, 'FLUSH_DISK_TIMEOUT'],
  [responseCode.slaveNotAvailable, 'SLAVE_NOT_AVAILABLE'],
  [responseCode.flushSlaveTimeout, 'FLUSH_SLAVE_TIMEOUT'],
])

const pullStatuses: ReadonlyMap<number, PullStatus> = new Map([
  [responseCode.success, 'FOUND'],
  [responseCode.pullNotFound, 'NO_NEW_MSG'],
  [responseCode.pullRetryImmediately, 'NO_MATCHED_MSG'],
  [responseCode.pullOffsetMoved, 'OFFSET_ILLEGAL'],
])

/** Bits of a pull: wait for a message, and take the subscription that the request carries. */
const pullMayWait = 2
const pullCarriesSubscription = 4
const readAndWrite = 6
const producerGroup = 'producers'
const consumerGroup = 'consumers'

export class Client {
  /** By what the broker tells clients apart. */
  readonly id = `127.0.0.1@${randomBytes(6).toString('hex')}`
  readonly connection: Connection

  static async open(address: string, patience?: number): Promise<Client> {
    return new Client(await Connection.open(address, patience))
  }

  constructor(connection: Connection) {
    this.connection = connection
  }

  close(): void {
    this.connection.close()
  }

  /** Throws `Refused` for every answer that is no status of a send, and `NoAnswer`. */
  async send(topic: string, body: string, options: SendOptions = {}): Promise<Sent> {
    return await this.#send(topic, body, options, 0)
  }

  /** Sends the half message of a transaction. */
  async sendHalf(topic: string, body: string, options: SendOptions = {}): Promise<Sent> {
    const { group = producerGroup, properties = {} } = options
    const all = { TRAN_MSG: 'true', PGROUP: group, ...properties }
    return await this.#send(topic, body, { ...options, properties: all }, preparedFlag)
  }

  async #send(topic: string, body: string, options: SendOptions, systemFlag: number): Promise<Sent> {
    const { queue = 0, group = producerGroup, properties = {}, patience = 5_000 } = options
    const uniqueKey = randomBytes(16).toString('hex').toUpperCase()
    const answer = await this.connection.ask(requestCode.send, {
      // One letter for each field, by `SendMessageRequestHeaderV2`.
      fields: {
        a: group,
        b: topic,
        c: 'TBW102',
        d: 4,
        e: queue,
        f: systemFlag,
        g: Date.now(),
        h: 0,
        i: encodeProperties({ UNIQ_KEY: uniqueKey, WAIT: 'true', ...properties }),
        j: 0,
        k: false,
        l: 0,
        m: false,
      },
      body: Buffer.from(body),
      patience,
    })
    const status = sendStatuses.get(answer.code)
    if (status === undefined) throw new Refused(`sending to ${topic}`, answer)
    return {
      status,
      uniqueKey,
      queue: numberIn(answer, 'queueId'),
      queueOffset: numberIn(answer, 'queueOffset'),
      physicalOffset: physicalOffsetOf(answer),
    }
  }

  /** As producers do it: nobody answers, and the request may be lost. */
  endTransaction(half: HalfCopy, decision: Decision, { group = producerGroup, isAnswerToCheck = false } = {}): void {
    this.connection.tell(requestCode.endTransaction, endFields(half, decision, group, isAnswerToCheck))
  }

  /** The same as a request with an answer, for those who want to know when it is done. Throws `Refused`, `NoAnswer`. */
  async endTransactionAnswered(
    half: HalfCopy,
    decision: Decision,
    { group = producerGroup, isAnswerToCheck = false, patience = 10_000 } = {},
  ): Promise<void> {
    const fields = endFields(half, decision, group, isAnswerToCheck)
    await this.#ask('ending a transaction', requestCode.endTransaction, { fields, patience })
  }

  /** Calls `listener` for each check-back; the answer, if there is to be one, is an `endTransaction` of that half. */
  onCheck(listener: (check: Check) => void): void {
    this.connection.onRequest((request) => {
      if (request.code !== requestCode.checkTransaction) return
      const decoded = decodeRecord(request.body)
      if (decoded.kind !== 'record') throw new Error('a check-back came without its message')
      listener({
        message: decoded.record,
        half: {
          uniqueKey: request.fields.msgId ?? decoded.record.properties.get('UNIQ_KEY') ?? '',
          queueOffset: numberIn(request, 'tranStateTableOffset'),
          physicalOffset: numberIn(request, 'commitLogOffset'),
        },
      })
    })
  }

  /** Makes this client an instance of producer groups, and of consumer groups with the topics that each reads. */
  async heartbeat({
    producers = [],
    consumers = [],
  }: {
    readonly producers?: readonly string[]
    readonly consumers?: readonly { readonly group: string; readonly topic: string }[]
  }): Promise<void> {
    const body = {
      clientID: this.id,
      producerDataSet: producers.map((groupName) => ({ groupName })),
      consumerDataSet: consumers.map(({ group, topic }) => ({
        groupName: group,
        consumeType: 'CONSUME_PASSIVELY',
        messageModel: 'CLUSTERING',
        consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
        unitMode: false,
        subscriptionDataSet: [
          {
            topic,
            subString: '*',
            tagsSet: [],
            codeSet: [],
            subVersion: 1,
            classFilterMode: false,
            expressionType: 'TAG',
          },
        ],
      })),
    }
    await this.#ask('a heartbeat', requestCode.heartbeat, { body: jsonBody(body) })
  }

  /** Takes this client out of a producer group, at once; its connection stays. */
  async leaveProducers(group: string): Promise<void> {
    const fields = { clientID: this.id, producerGroup: group }
    await this.#ask('leaving a producer group', requestCode.unregister, { fields })
  }

  /** `wait`: so many milliseconds the broker may hold the request while there is nothing. */
  async pull(
    topic: string,
    offset: number,
    {
      queue = 0,
      group = consumerGroup,
      max = 32,
      wait = 0,
    }: Queue & { readonly max?: number; readonly wait?: number } = {},
  ): Promise<Pulled> {
    const answer = await this.connection.ask(requestCode.pull, {
      fields: {
        consumerGroup: group,
        topic,
        queueId: queue,
        queueOffset: offset,
        maxMsgNums: max,
        sysFlag: pullCarriesSubscription | (wait > 0 ? pullMayWait : 0),
        commitOffset: 0,
        suspendTimeoutMillis: wait,
        subscription: '*',
        subVersion: 1,
        expressionType: 'TAG',
      },
      patience: wait + 5_000,
    })
    const status = pullStatuses.get(answer.code)
    if (status === undefined) throw new Refused(`pulling from ${topic}`, answer)
    return {
      status,
      messages: status === 'FOUND' ? decodeRecords(answer.body) : [],
      next: numberIn(answer, 'nextBeginOffset'),
      min: numberIn(answer, 'minOffset'),
      max: numberIn(answer, 'maxOffset'),
    }
  }

  /** All that a consumer sees from `offset` on, now. */
  async pullAll(topic: string, offset = 0, queue: Queue = {}): Promise<readonly StoredRecord[]> {
    const messages: StoredRecord[] = []
    for (let next = offset; ; ) {
      const pulled = await this.pull(topic, next, queue)
      if (pulled.status !== 'FOUND') return messages
      messages.push(...pulled.messages)
      next = pulled.next
    }
  }

  async commitOffset(topic: string, offset: number, { queue = 0, group = consumerGroup }: Queue = {}): Promise<void> {
    const fields = { consumerGroup: group, topic, queueId: queue, commitOffset: offset }
    await this.#ask(`committing an offset of ${topic}`, requestCode.updateOffset, { fields })
  }

  /** The offset that the broker has of a group in memory; null where it has none. */
  async groupOffset(topic: string, { queue = 0, group = consumerGroup }: Queue = {}): Promise<number | null> {
    const fields = { consumerGroup: group, topic, queueId: queue }
    const answer = await this.connection.ask(requestCode.queryOffset, { fields })
    if (answer.code === responseCode.queryNotFound) return null
    if (answer.code !== responseCode.success) throw new Refused(`asking for an offset of ${topic}`, answer)
    return numberIn(answer, 'offset')
  }

  /** What the broker has in memory of all groups: offsets by `TOPIC@GROUP`, and then by queue. */
  async allOffsets(): Promise<GroupOffsets> {
    const answer = await this.#ask('asking for all offsets', requestCode.allOffsets, {})
    return groupOffsetsIn(bodyObject(answer))
  }

  /** One more than the last offset that a consumer may see. */
  async maxOffset(topic: string, queue = 0): Promise<number> {
    return await this.#offset(requestCode.maxOffset, topic, queue)
  }

  async minOffset(topic: string, queue = 0): Promise<number> {
    return await this.#offset(requestCode.minOffset, topic, queue)
  }

  async #offset(code: number, topic: string, queue: number): Promise<number> {
    const fields = { topic, queueId: queue }
    return numberIn(await this.#ask(`asking for an offset of ${topic}`, code, { fields }), 'offset')
  }

  /** The copy that a consumer sends back when it could not work on a message. */
  async sendBack(
    message: StoredRecord,
    { group = consumerGroup, delayLevel = 3, patience = 5_000 } = {},
  ): Promise<void> {
    const fields = {
      offset: message.physicalOffset,
      group,
      delayLevel,
      originMsgId: message.properties.get('UNIQ_KEY') ?? '',
      originTopic: message.topic,
      unitMode: false,
      maxReconsumeTimes: 16,
    }
    await this.#ask('sending a message back', requestCode.sendBack, { fields, patience })
  }

  /** Asks for the locks of an orderly consumer. Gives the queues that it has got. */
  async lockQueues(
    topic: string,
    queues: readonly number[],
    broker: string,
    group = consumerGroup,
  ): Promise<readonly number[]> {
    const body = jsonBody({ ...this.#lockRequest(topic, queues, broker, group) })
    const answer = await this.#ask(`locking queues of ${topic}`, requestCode.lockQueues, { body })
    const locked = bodyObject(answer).lockOKMQSet
    return Array.isArray(locked)
      ? locked.map((each: { readonly queueId: number }) => each.queueId).sort((a, b) => a - b)
      : []
  }

  async unlockQueues(topic: string, queues: readonly number[], broker: string, group = consumerGroup): Promise<void> {
    const body = jsonBody(this.#lockRequest(topic, queues, broker, group))
    await this.#ask(`unlocking queues of ${topic}`, requestCode.unlockQueues, { body })
  }

  #lockRequest(topic: string, queues: readonly number[], broker: string, group: string): object {
    const mqSet = queues.map((queueId) => ({ topic, brokerName: broker, queueId }))
    return { consumerGroup: group, clientId: this.id, mqSet }
  }

  /** Makes a topic, or changes the number of its queues. */
  async createTopic(topic: string, queues = 1): Promise<void> {
    await this.#ask(`creating ${topic}`, requestCode.createTopic, {
      fields: {
        topic,
        defaultTopic: 'TBW102',
        readQueueNums: queues,
        writeQueueNums: queues,
        perm: readAndWrite,
        topicFilterType: 'SINGLE_TAG',
        topicSysFlag: 0,
        order: false,
      },
    })
  }

  async deleteTopic(topic: string): Promise<void> {
    await this.#ask(`deleting ${topic}`, requestCode.deleteTopicInBroker, { fields: { topic } })
  }

  /** Changes settings of the broker while it runs, by the names that they have in its file. */
  async changeSettings(settings: Readonly<Record<string, Settable>>): Promise<void> {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    await this.#ask('changing settings', requestCode.updateBrokerSettings, { body: Buffer.from(lines.join('')) })
  }

  async runtimeInfo(): Promise<Readonly<Record<string, unknown>>> {
    return objectIn(
      bodyObject(await this.#ask('asking for runtime figures', requestCode.brokerRuntimeInfo, {})),
      'table',
    )
  }

  /** Of a NameServer: which brokers have the topic, as it answers; null where it knows none. */
  async route(topic: string): Promise<Readonly<Record<string, unknown>> | null> {
    const answer = await this.connection.ask(requestCode.route, { fields: { topic } })
    if (answer.code === responseCode.topicNotExist) return null
    if (answer.code !== responseCode.success) throw new Refused(`asking for the route of ${topic}`, answer)
    return bodyObject(answer)
  }

  async #ask(what: string, code: number, ask: Ask): Promise<Command> {
    const answer = await this.connection.ask(code, ask)
    if (answer.code !== responseCode.success) throw new Refused(what, answer)
    return answer
  }
}

type Settable = string | number | boolean

function endFields(half: HalfCopy, decision: Decision, group: string, isAnswerToCheck: boolean) {
  return {
    producerGroup: group,
    tranStateTableOffset: half.queueOffset,
    commitLogOffset: half.physicalOffset,
    commitOrRollback: decisionFlag[decision],
    fromTransactionCheck: isAnswerToCheck,
    msgId: half.uniqueKey,
    transactionId: half.uniqueKey,
  }
}

function numberIn(command: Command, field: string): number {
  const value = Number(command.fields[field] ?? Number.NaN)
  if (!Number.isSafeInteger(value))
    throw new Error(`an answer has no number "${field}": ${JSON.stringify(command.fields)}`)
  return value
}

/** The second half of a broker's message id, 16 digits at the end. */
function physicalOffsetOf(answer: Command): number {
  const digits = /[\dA-F]{16}$/i.exec(answer.fields.msgId ?? '')?.[0]
  if (digits === undefined) throw new Error(`an answer to a send has no message id: ${JSON.stringify(answer.fields)}`)
  return Number(BigInt(`0x${digits}`))
}

function jsonBody(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function bodyObject(answer: Command): Readonly<Record<string, unknown>> {
  return objectIn({ body: parseTolerantJson(answer.body.toString('utf8')) }, 'body')
}
