import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommitLog } from './commit-log.ts'
import { offsetIn, readGroupOffsets, readTopics } from './configuration-files.ts'
import { readConsumeQueue } from './consume-queue.ts'
import { readDledgerLog } from './dledger-log.ts'
import { bytes, helloRecord, writeLogFile, writeText } from './testing/bytes.ts'

const newStore = (): string => mkdtempSync(join(tmpdir(), 'ackproof-store-'))
const blank = (size: number): Buffer => bytes(size, 0xcbd43194 | 0)

describe('the commit log', () => {
  it('goes on in the next file after a blank, and ends where nothing was written', () => {
    const store = newStore()
    const folder = join(store, 'commitlog')
    writeLogFile(folder, 0, 256, helloRecord(), helloRecord({ queueOffset: 1n, physicalOffset: 104n }), blank(48))
    writeLogFile(folder, 256, 256, helloRecord({ queueOffset: 2n, physicalOffset: 256n }))
    const { records, end, why } = readCommitLog(store)
    expect(records.map(({ position, physicalOffset }) => [position, physicalOffset])).toEqual([
      [0, 0],
      [104, 104],
      [256, 256],
    ])
    expect([end, why]).toEqual([360, 'nothing was written there'])
  })

  it.each([
    ['a record that was cut off', [helloRecord(), helloRecord().subarray(0, 4)], 104, 'its magic is 0x0'],
    ['a body with another checksum', [helloRecord({ checksum: 5 })], 0, 'its body does not have its checksum'],
    ['rubbish', [helloRecord(), bytes(104, 77)], 104, 'its magic is 0x4d'],
  ])('ends at %s, and says why', (_what, parts, end, why) => {
    const store = newStore()
    writeLogFile(join(store, 'commitlog'), 0, 256, ...parts)
    expect(readCommitLog(store)).toMatchObject({ end, why })
  })

  it('ends where a file is missing', () => {
    const store = newStore()
    writeLogFile(join(store, 'commitlog'), 256, 256, helloRecord({ physicalOffset: 256n }), blank(152))
    writeLogFile(join(store, 'commitlog'), 768, 256, helloRecord({ physicalOffset: 768n }))
    expect(readCommitLog(store)).toMatchObject({ records: { length: 1 }, end: 360, why: 'the file at 512 is missing' })
  })

  it('of a broker that never ran is empty', () => {
    expect(readCommitLog(newStore())).toEqual({ records: [], end: 0, why: 'the files end' })
  })
})

describe('a consume queue', () => {
  it('has entries of 20 bytes, without its filler, up to the first that is not written', () => {
    const store = newStore()
    const filler = bytes(0n, 0x7fffffff, 0n)
    writeLogFile(join(store, 'consumequeue', 'T', '3'), 40, 60, filler, bytes(0n, 104, -1n), bytes(104n, 104, 5n))
    writeLogFile(join(store, 'consumequeue', 'T', '3'), 100, 60, bytes(208n, 90, 0n))
    expect(readConsumeQueue(store, 'T', 3)).toEqual([
      { queueOffset: 3, physicalOffset: 0, size: 104, tagHash: -1n },
      { queueOffset: 4, physicalOffset: 104, size: 104, tagHash: 5n },
      { queueOffset: 5, physicalOffset: 208, size: 90, tagHash: 0n },
    ])
    expect(readConsumeQueue(store, 'T', 0)).toEqual([])
  })
})

describe('the log of DLedger', () => {
  const entry = (index: bigint, term: bigint, position: bigint, body: Buffer): Buffer =>
    bytes(1, 48 + body.length, index, term, position, 0, 0, 0, body.length, body)

  it('has entries with index and term around the records, in several files', () => {
    const store = newStore()
    const folder = join(store, 'dledger-n0', 'data')
    writeLogFile(folder, 0, 256, entry(0n, 1n, 0n, helloRecord()), bytes(-1, 104))
    writeLogFile(
      folder,
      256,
      256,
      entry(1n, 3n, 256n, helloRecord({ queueOffset: 1n })),
      entry(2n, 3n, 408n, Buffer.from('x')),
    )
    const entries = readDledgerLog(store, 'n0')
    expect(entries.map(({ index, term, position, size }) => [index, term, position, size])).toEqual([
      [0, 1, 0, 152],
      [1, 3, 256, 152],
      [2, 3, 408, 49],
    ])
    expect(entries.map(({ record }) => record?.queueOffset)).toEqual([0, 1, undefined])
  })

  it('ends at an entry whose sizes contradict each other', () => {
    const store = newStore()
    writeLogFile(join(store, 'dledger-n0', 'data'), 0, 256, bytes(1, 100, 0n, 1n, 0n, 0, 0, 0, 3, 'abc'))
    expect(readDledgerLog(store, 'n0')).toEqual([])
  })
})

describe('the offset file', () => {
  const file = 'config/consumerOffset.json'

  it('is read with its keys that lack quotes', () => {
    const store = newStore()
    writeText(join(store, file), '{"dataVersion":{"counter":1},"offsetTable":{"T@G":{0:2,1:0}}}')
    const state = readGroupOffsets(store)
    if (state.kind !== 'read') throw new Error(state.kind)
    expect([offsetIn(state.value, 'T', 'G'), offsetIn(state.value, 'T', 'G', 1)]).toEqual([2, 0])
    expect(offsetIn(state.value, 'T', 'other')).toBeNull()
    expect(readGroupOffsets(store, 'backup')).toEqual({ kind: 'absent' })
  })

  it.each([
    ['no bytes', '', { kind: 'empty' }],
    ['zeros', '\0\0\0\0', { kind: 'empty' }],
    ['a text that stops', '{"offsetTable":{"T@', { kind: 'damaged' }],
    ['an offset that is none', '{"offsetTable":{"T@G":{0:"x"}}}', { kind: 'damaged', why: 'offset of queue 0 is "x"' }],
  ])('with %s is told from one that is whole', (_what, content, expected) => {
    const store = newStore()
    writeText(join(store, file), content)
    expect(readGroupOffsets(store)).toMatchObject(expected)
  })
})

it('reads the topics of a broker', () => {
  const store = newStore()
  writeText(
    join(store, 'config/topics.json'),
    '{"topicConfigTable":{"T":{"order":false,"perm":6,"readQueueNums":2,"topicName":"T","writeQueueNums":1}}}',
  )
  expect(readTopics(store)).toEqual({
    kind: 'read',
    value: new Map([['T', { readQueues: 2, writeQueues: 1, permission: 6 }]]),
  })
})
