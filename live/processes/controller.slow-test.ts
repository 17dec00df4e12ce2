/** Brokers whose logs are replicated start as well: under a controller, and as a DLedger group of one. */
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { hasController } from '../classpath/versions.ts'
import { freePorts } from '../machine/ports.ts'
import { until } from '../machine/wait.ts'
import { workFolder } from '../machine/work-folder.ts'
import type { Client } from '../remoting/client.ts'
import { Refused } from '../remoting/refused.ts'
import { readDledgerLog } from '../store/dledger-log.ts'
import { orSkip } from '../testing/skip.ts'
import { versionUnderTest } from '../testing/version.ts'
import { type Broker, broker } from './broker.ts'
import { controller } from './controller.ts'
import type { Settings } from './settings-file.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function folder(): string {
  const work = workFolder()
  ends.push(() => work.remove())
  return work.path
}

async function started(folder: string, settings: Settings): Promise<{ readonly one: Broker; readonly client: Client }> {
  const one = await broker({ version: versionUnderTest, folder: join(folder, 'broker'), settings })
  ends.push(() => one.process.kill())
  await one.start()
  const client = await one.client()
  ends.push(() => client.close())
  return { one, client }
}

/** A broker takes messages once it has been elected; until then it refuses. */
async function sentOnceElected(client: Client, body: string): Promise<string> {
  return await until('the election', async () => {
    try {
      await client.createTopic('T')
      return (await client.send('T', body)).status
    } catch (error) {
      if (error instanceof Refused) return null
      throw error
    }
  })
}

it('a controller makes the only broker the master', async ({ skip }) => {
  if (!hasController(versionUnderTest)) return skip()
  await orSkip(skip, async () => {
    const path = folder()
    const elects = await controller({ version: versionUnderTest, folder: join(path, 'controller') })
    ends.push(() => elects.process.kill())
    await elects.start()
    const { client } = await started(path, { brokerId: -1, enableControllerMode: true, controllerAddr: elects.address })
    expect(await sentOnceElected(client, 'hello')).toBe('SEND_OK')
    await until('the message', async () => (await client.maxOffset('T')) > 0)
  })
})

it('a version without one says which have one', async () => {
  const asked = controller({ version: '4.9.7', folder: folder() })
  await expect(asked).rejects.toThrow(
    new UsageError('no controller of RocketMQ 4.9.7 can be run; expected one of 5.1.4, 5.2.0, 5.3.3, 5.4.0'),
  )
})

it('a DLedger node writes its messages as entries with index and term', async ({ skip }) => {
  await orSkip(skip, async () => {
    const { one, client } = await started(folder(), {
      enableDLegerCommitLog: true,
      dLegerGroup: 'broker',
      dLegerPeers: `n0-127.0.0.1:${await freePorts(1)}`,
      dLegerSelfId: 'n0',
    })
    expect(await sentOnceElected(client, 'first')).toBe('SEND_OK')
    const second = await client.send('T', 'second')
    const entries = readDledgerLog(one.store, 'n0')
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_, index) => index))
    const messages = entries.flatMap(({ record }) => (record === null ? [] : [record]))
    expect(messages.map(({ body }) => String(body))).toEqual(['first', 'second'])
    expect(messages.at(-1)).toMatchObject({ topic: 'T', isBodyWhole: true, physicalOffset: second.physicalOffset })
    expect(new Set(entries.map(({ term }) => term)).size).toBe(1)
  })
})
