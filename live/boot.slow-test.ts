/** The lowest floor: a real broker does what the client asks, and the readers find it on its disk. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyNoBroker } from './classpath/class-path.ts'
import { Missing } from './machine/missing.ts'
import { until } from './machine/wait.ts'
import { workFolder } from './machine/work-folder.ts'
import { type Broker, broker } from './processes/broker.ts'
import { DiedAtStart } from './processes/java-process.ts'
import { type NameServer, nameServer } from './processes/name-server.ts'
import { type Check, Client } from './remoting/client.ts'
import { readCommitLog } from './store/commit-log.ts'
import { offsetIn, readGroupOffsets, readTopics } from './store/configuration-files.ts'
import { readConsumeQueue } from './store/consume-queue.ts'
import { versionUnderTest } from './testing/version.ts'

const half = 'RMQ_SYS_TRANS_HALF_TOPIC'
const op = 'RMQ_SYS_TRANS_OP_HALF_TOPIC'

/** Null where the network or the machine has no brokers; the reason is printed. */
async function started(folder: string): Promise<{ readonly names: NameServer; readonly one: Broker } | null> {
  const why = whyNoBroker(versionUnderTest)
  try {
    if (why !== null) throw new Missing(why)
    const names = await nameServer({ version: versionUnderTest, folder: join(folder, 'names') })
    await names.start()
    const settings = {
      transactionTimeOut: 1_000,
      transactionCheckInterval: 1_000,
      transactionOpBatchInterval: 200,
      flushConsumerOffsetInterval: 500,
    }
    const one = await broker({
      version: versionUnderTest,
      folder: join(folder, 'broker'),
      nameServer: names.address,
      settings,
    })
    await one.start()
    return { names, one }
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    process.stderr.write(`skipped: ${error.message}\n`)
    return null
  }
}

describe('a real broker', () => {
  const work = workFolder()
  let servers: Awaited<ReturnType<typeof started>> = null
  let client: Client
  const checks: Check[] = []

  beforeAll(async () => {
    servers = await started(work.path)
    if (servers === null) return
    client = await servers.one.client()
    client.onCheck((check) => {
      checks.push(check)
      client.endTransaction(check.half, 'COMMIT', { isAnswerToCheck: true })
    })
  }, 120_000)
  afterAll(async () => {
    client?.close()
    await servers?.one.process.kill()
    await servers?.names.process.kill()
    work.remove()
  })
  const bodies = (broker: Broker, topic: string) =>
    readCommitLog(broker.store)
      .records.filter((record) => record.topic === topic)
      .map(({ body }) => String(body))

  it('stores, commits, asks back, and shows what the client then reads', async ({ skip }) => {
    if (servers === null) return skip()
    const { one, names } = servers
    await client.createTopic('T', 2)
    await client.heartbeat({ producers: ['producers'], consumers: [{ group: 'consumers', topic: 'T' }] })
    expect(await client.send('T', 'plain', { queue: 1 })).toMatchObject({ status: 'SEND_OK', queue: 1, queueOffset: 0 })
    const decided = await client.sendHalf('T', 'decided')
    expect(decided.status).toBe('SEND_OK')
    await client.endTransactionAnswered(decided, 'COMMIT')
    const rolledBack = await client.sendHalf('T', 'rolled back')
    await client.endTransactionAnswered(rolledBack, 'ROLLBACK')
    const undecided = await client.sendHalf('T', 'undecided')
    await until('both finals', async () => (await client.maxOffset('T')) >= 2)

    expect((await client.pullAll('T', 0, { queue: 1 })).map(({ body }) => String(body))).toEqual(['plain'])
    const finals = await client.pullAll('T')
    expect(finals.map(({ body }) => String(body))).toEqual(['decided', 'undecided'])
    expect(finals[0]?.preparedOffset).toBe(decided.physicalOffset)
    expect(checks.map(({ half }) => half.uniqueKey)).toContain(undecided.uniqueKey)
    expect(checks[0]?.message.topic).toBe('T')

    expect(await client.groupOffset('T', { group: 'new' })).toSatisfy((offset) => offset === null || offset === 0)
    await client.commitOffset('T', 2)
    expect(await client.groupOffset('T')).toBe(2)
    expect(await client.lockQueues('T', [0, 1], one.name)).toEqual([0, 1])
    await client.changeSettings({ transactionCheckMax: 7 })
    const other = await one.client()
    expect(await other.lockQueues('T', [0, 1], one.name)).toEqual([])
    await client.unlockQueues('T', [1], one.name)
    expect(await other.lockQueues('T', [0, 1], one.name)).toEqual([1])
    other.close()

    expect(await client.minOffset('T')).toBe(0)
    const [final] = finals
    if (final !== undefined) await client.sendBack(final)
    await until('the copy that was sent back', () => bodies(one, 'SCHEDULE_TOPIC_XXXX').includes('decided'))
    expect(await client.runtimeInfo()).toHaveProperty('brokerVersionDesc')
    await until('the op marks', () => bodies(one, op).join().match(/\d+/g)?.length === 3)
    expect(bodies(one, half).slice(0, 3)).toEqual(['decided', 'rolled back', 'undecided'])
    expect(bodies(one, 'T')).toEqual(['plain', 'decided', 'undecided'])
    const log = readCommitLog(one.store)
    expect(log.why).toBe('nothing was written there')
    expect(log.records.every(({ position, physicalOffset }) => position === physicalOffset)).toBe(true)
    const placesOfFinals = log.records.filter(({ topic, queueId }) => topic === 'T' && queueId === 0)
    expect(readConsumeQueue(one.store, 'T', 0).map(({ physicalOffset, size }) => [physicalOffset, size])).toEqual(
      placesOfFinals.map(({ position, size }) => [position, size]),
    )
    await until('the offset on file', () => {
      const file = readGroupOffsets(one.store)
      return file.kind === 'read' && offsetIn(file.value, 'T', 'consumers') === 2
    })
    const topics = readTopics(one.store)
    expect(topics.kind === 'read' && topics.value.get('T')).toEqual({ readQueues: 2, writeQueues: 2, permission: 6 })
    const asked = await Client.open(names.address)
    const route = await until('the route', () => asked.route('T'))
    asked.close()
    expect(route).toMatchObject({ brokerDatas: [{ brokerName: 'broker', brokerAddrs: { '0': one.address } }] })
  })

  it('has all that was written after a kill -9 and a new start, and ends when it is asked to', async ({ skip }) => {
    if (servers === null) return skip()
    const { one } = servers
    await client.send('T', 'last')
    await one.process.kill()
    expect(one.process.isRunning).toBe(false)
    expect(bodies(one, 'T')).toEqual(['plain', 'decided', 'undecided', 'last'])
    await one.start()
    const again = await one.client()
    await until('the last message', async () => (await again.maxOffset('T')) === 3)
    expect((await again.pullAll('T', 2)).map(({ body }) => String(body))).toEqual(['last'])
    again.close()
    await one.process.stop()
    expect(existsSync(join(one.store, 'abort'))).toBe(false)
  })

  it('forgets a topic that is deleted', async ({ skip }) => {
    if (servers === null) return skip()
    const folder = join(work.path, 'timer')
    // Without its timer a broker of 5.x cannot delete a topic.
    const settings = { timerWheelEnable: true, mappedFileSizeTimerLog: 2 ** 20 }
    const other = await broker({ version: versionUnderTest, folder, settings })
    try {
      await other.start()
      const asking = await other.client()
      await asking.createTopic('short-lived')
      const isKnown = () => {
        const topics = readTopics(other.store)
        return topics.kind === 'read' && topics.value.has('short-lived')
      }
      await until('the topic', isKnown)
      await asking.deleteTopic('short-lived')
      await until('its end', () => !isKnown())
      asking.close()
    } finally {
      await other.process.kill()
    }
  })

  it('that dies at its start says why in one line', async ({ skip }) => {
    if (servers === null) return skip()
    const bad = await broker({
      version: versionUnderTest,
      folder: join(work.path, 'bad'),
      store: '/dev/null/store',
    })
    const death = await bad.start().then(
      () => null,
      (error: unknown) => error,
    )
    expect(death).toBeInstanceOf(DiedAtStart)
    expect(String(death)).toMatch(/^DiedAtStart: broker died at its start \(.+\): \S[^\n]*$/)
  })
})
