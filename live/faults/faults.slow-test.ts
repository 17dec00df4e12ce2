/** Each fault strikes a real broker, and its neighbour without the fault, or with another setting, does not show the break. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePorts } from '../machine/ports.ts'
import { sleep, until } from '../machine/wait.ts'
import { workFolder } from '../machine/work-folder.ts'
import { type Broker, broker } from '../processes/broker.ts'
import type { Settings } from '../processes/settings-file.ts'
import { Client } from '../remoting/client.ts'
import { readCommitLog } from '../store/commit-log.ts'
import { orSkip } from '../testing/skip.ts'
import { versionUnderTest } from '../testing/version.ts'
import { Debugger, debugFlag } from './debugger/debugger.ts'
import { Link } from './link.ts'
import { LoopDisk } from './loop-disk.ts'
import { injectSyncFault } from './sync-faults.ts'

const never = 3_600_000
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface Running {
  readonly one: Broker
  readonly client: Client
}

async function running(
  settings: Settings,
  options: { readonly disk?: LoopDisk; readonly flags?: readonly string[] } = {},
) {
  const { disk, flags } = options
  const work = workFolder()
  ends.push(() => work.remove())
  const one = await broker({
    version: versionUnderTest,
    folder: work.path,
    ...(disk === undefined ? {} : { store: join(disk.path, 'store') }),
    ...(flags === undefined ? {} : { flags }),
    settings,
  })
  ends.push(() => one.process.kill())
  await one.start()
  return { one, client: await connected(one) }
}

async function connected(one: Broker): Promise<Client> {
  const client = await one.client()
  ends.push(() => client.close())
  return client
}

/** A broker whose store is on a disk of its own, with a topic that has reached the device. */
async function onDisk(settings: Settings): Promise<Running & { readonly disk: LoopDisk }> {
  const work = workFolder()
  ends.push(() => work.remove())
  const disk = new LoopDisk(work.path)
  ends.push(() => disk.remove())
  const found = await running(settings, { disk })
  await found.client.createTopic('T')
  disk.sync()
  return { ...found, disk }
}

const bodies = ({ store }: Broker): readonly string[] =>
  readCommitLog(store)
    .records.filter(({ topic }) => topic === 'T')
    .map(({ body }) => String(body))

async function visible(one: Broker): Promise<readonly string[]> {
  const client = await connected(one)
  // Recovery is over when the broker is ready, and consumers may still wait for the index.
  await until('the index', async () => (await client.maxOffset('T')) === bodies(one).length)
  return (await client.pullAll('T')).map(({ body }) => String(body))
}

describe('a power cut', () => {
  it.for([
    ['takes what is acknowledged under ASYNC_FLUSH and not flushed', 'ASYNC_FLUSH', []],
    ['leaves what is acknowledged under SYNC_FLUSH', 'SYNC_FLUSH', ['paid']],
  ] as const)('%s', async ([_promise, flushDiskType, left], { skip }) => {
    await orSkip(skip, async () => {
      const slow = { flushIntervalCommitLog: never, flushCommitLogThoroughInterval: never }
      const { one, client, disk } = await onDisk({ flushDiskType, ...slow })
      expect((await client.send('T', 'paid')).status).toBe('SEND_OK')
      await disk.cutPower(one.process)
      expect(bodies(one)).toEqual(left)
      await one.start()
      expect(await visible(one)).toEqual(left)
    })
  })

  it('comes too late for what was synced', async ({ skip }) => {
    await orSkip(skip, async () => {
      const { one, client, disk } = await onDisk({
        flushIntervalCommitLog: never,
        flushCommitLogThoroughInterval: never,
      })
      await client.send('T', 'paid')
      disk.syncFile(join(one.store, 'commitlog', '0'.repeat(20)))
      await disk.cutPower(one.process)
      expect(bodies(one)).toEqual(['paid'])
    })
  })
})

describe('a lazy disk', () => {
  it('has of an overwritten file neither the old nor the new text, where its journal alone reached the device', async ({
    skip,
  }) => {
    await orSkip(skip, async () => {
      const work = workFolder()
      ends.push(() => work.remove())
      const disk = new LoopDisk(work.path, { megabytes: 16, isLazy: true })
      ends.push(() => disk.remove())
      const [lost, kept] = [join(disk.path, 'lost'), join(disk.path, 'kept')]
      for (const file of [lost, kept]) writeFileSync(file, 'old')
      disk.sync()
      const before = disk.sectorsWritten
      writeFileSync(lost, 'new')
      expect(disk.sectorsWritten).toBe(before)
      disk.syncJournal()
      writeFileSync(kept, 'new')
      disk.takeImage()
      disk.revertToImage()
      expect([lost, kept].map((file) => readFileSync(file, 'utf8'))).toEqual(['', 'old'])
    })
  })
})

describe('an fsync', () => {
  it('that fails is taken for done before 5.4.0: acknowledged under SYNC_FLUSH, and lost in a power cut', async ({
    skip,
  }) => {
    await orSkip(skip, async () => {
      const { one, client, disk } = await onDisk({ flushDiskType: 'SYNC_FLUSH', syncFlushTimeout: 2_000 })
      expect((await client.send('T', 'kept')).status).toBe('SEND_OK')
      const fault = await injectSyncFault(one.process.pid, { kind: 'fails' })
      // From 5.4.0 on the flush is tried again, until the producer has waited long enough.
      const told = versionUnderTest === '5.4.0' ? 'FLUSH_DISK_TIMEOUT' : 'SEND_OK'
      expect((await client.send('T', 'lost', { patience: 10_000 })).status).toBe(told)
      await disk.cutPower(one.process, () => fault.stop())
      expect(bodies(one)).toEqual(['kept'])
    })
  })

  it('that is late has the producer told so', async ({ skip }) => {
    await orSkip(skip, async () => {
      const { one, client } = await running({ flushDiskType: 'SYNC_FLUSH', syncFlushTimeout: 300 })
      await client.createTopic('T')
      const fault = await injectSyncFault(one.process.pid, { kind: 'held', milliseconds: 1_500 })
      expect((await client.send('T', 'late')).status).toBe('FLUSH_DISK_TIMEOUT')
      await fault.stop()
      await until('an fsync in time', async () => (await client.send('T', 'again')).status === 'SEND_OK')
    })
  })
})

describe('a gate', () => {
  it('holds the flusher alone, until it is opened', async ({ skip }) => {
    await orSkip(skip, async () => {
      const port = await freePorts(1)
      const settings = { flushDiskType: 'SYNC_FLUSH', syncFlushTimeout: 300 }
      const { client } = await running(settings, { flags: [debugFlag(port)] })
      await client.createTopic('T')
      const debug = await Debugger.attach(port)
      ends.push(() => debug.close())
      const gate = await debug.gate('org.apache.rocketmq.store.MappedFileQueue', 'flush')
      await gate.close(/GroupCommit/)
      expect((await client.send('T', 'held')).status).toBe('FLUSH_DISK_TIMEOUT')
      expect((await gate.arrival()).name).toContain('GroupCommit')
      expect(gate.held).toHaveLength(1)
      await gate.open()
      await until('the flusher', async () => (await client.send('T', 'free')).status === 'SEND_OK')
      expect(gate.held).toEqual([])

      await expect(debug.gate('org.apache.rocketmq.store.Nothing', 'flush')).rejects.toThrow('is not loaded')
      await expect(debug.gate('org.apache.rocketmq.store.MappedFileQueue', 'flsh')).rejects.toThrow('no method flsh')
    })
  })
})

it('a held link keeps a decision on its way until it is open', async ({ skip }) => {
  await orSkip(skip, async () => {
    const { one, client } = await running({ transactionTimeOut: never })
    await client.createTopic('T')
    const link = await Link.open('127.0.0.1:0', one.address)
    ends.push(() => link.close())
    const far = await Client.open(link.address)
    ends.push(() => far.close())
    const half = await far.sendHalf('T', 'paid')
    link.set('held')
    far.endTransaction(half, 'COMMIT')
    await sleep(300)
    expect(await client.maxOffset('T')).toBe(0)
    link.set('open')
    await until('the final message', async () => (await client.maxOffset('T')) === 1)
    expect((await client.pullAll('T')).map(({ body }) => String(body))).toEqual(['paid'])
  })
})
