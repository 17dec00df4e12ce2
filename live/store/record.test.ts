import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { decodeProperties, decodeRecord, decodeRecords, encodeProperties } from './record.ts'
import { byte, bytes, checksumOfHello, helloRecord, short } from './testing/bytes.ts'

describe('a record', () => {
  it('is read field by field', () => {
    expect(decodeRecord(helloRecord({ queueOffset: 7n, physicalOffset: 4_096n }))).toEqual({
      kind: 'record',
      record: {
        size: 104,
        queueId: 0,
        queueOffset: 7,
        physicalOffset: 4_096,
        systemFlag: 0,
        bornTime: 1_700_000_000_000,
        storeTime: 1_700_000_000_005,
        reconsumeTimes: 0,
        preparedOffset: 0,
        topic: 'T',
        properties: new Map([['KEYS', 'k']]),
        body: Buffer.from('hello'),
        isBodyWhole: true,
      },
    })
  })

  it('may have IPv6 hosts, the flag of a commit, and a topic of more than 127 bytes', () => {
    const topic = 'long'.repeat(50)
    const host = Buffer.alloc(20, 1)
    const record = bytes(
      ...[88 + 24 + 5 + 2 + 200 + 2, 0xdaa320ab | 0, checksumOfHello, 3, 0, 1n, 2n, 16 | 32 | 8],
      ...[5n, host, 6n, host, 2, 99n, 5, 'hello', short(200), topic, short(0)],
    )
    expect(decodeRecord(record)).toMatchObject({
      kind: 'record',
      record: { queueId: 3, bornTime: 5, storeTime: 6, reconsumeTimes: 2, preparedOffset: 99, topic, systemFlag: 56 },
    })
  })

  it('whose body is not that of its checksum says so', () => {
    expect(decodeRecord(helloRecord({ checksum: 1 }))).toMatchObject({ kind: 'record', record: { isBodyWhole: false } })
  })

  it.each([
    ['zeros', Buffer.alloc(32), { kind: 'unwritten' }],
    ['the filler at the end of a file', bytes(16, 0xcbd43194 | 0, 0n), { kind: 'blank' }],
    ['another magic', bytes(16, 0x12345678, 0n), { kind: 'damaged', why: 'its magic is 0x12345678' }],
    [
      'the half of one',
      helloRecord().subarray(0, 50),
      { kind: 'damaged', why: 'its size is 104, and 50 bytes are left' },
    ],
    [
      'one whose properties are not written yet',
      Buffer.concat([helloRecord().subarray(0, 98), Buffer.alloc(6)]),
      { kind: 'damaged', why: 'its end is not written yet' },
    ],
    [
      'one of which nothing behind the body is written yet',
      Buffer.concat([helloRecord().subarray(0, 93), Buffer.alloc(11)]),
      { kind: 'damaged', why: 'its end is not written yet' },
    ],
    ['too few bytes', Buffer.alloc(3), { kind: 'damaged', why: 'there are 3 bytes, too few for a size and a magic' }],
    [
      'a body longer than the record',
      bytes(...[91, 0xdaa320a7 | 0, 0, 0, 0, 0n, 0n, 0, 0n, 0n, 0n, 0n, 0, 0n, 1_000], byte(0), short(0)),
      { kind: 'damaged', why: 'its fields do not fit into its 91 bytes' },
    ],
  ])('is told from %s', (_what, given, expected) => {
    expect(decodeRecord(given)).toEqual(expected)
  })

  test.prop([fc.nat(103), fc.integer({ min: 0, max: 255 })])(
    'never throws, whatever byte of it changes',
    (at, value) => {
      const record = helloRecord()
      record[at] = value
      expect(['record', 'blank', 'damaged']).toContain(decodeRecord(record).kind)
    },
  )
})

describe('an answer to a pull', () => {
  it('has its records one after the other', () => {
    const answer = Buffer.concat([helloRecord(), helloRecord({ queueOffset: 1n, physicalOffset: 104n })])
    expect(decodeRecords(answer).map(({ queueOffset }) => queueOffset)).toEqual([0, 1])
  })

  it('with a damaged one is refused', () => {
    const answer = Buffer.concat([helloRecord(), helloRecord().subarray(0, 60)])
    expect(() => decodeRecords(answer)).toThrow(
      'the 2. record of an answer is none: its size is 104, and 60 bytes are left',
    )
  })
})

describe('properties', () => {
  it('are separated by the characters 1 and 2', () => {
    expect(encodeProperties({ WAIT: 'true', TAGS: 'a=b' })).toBe('WAIT\u0001true\u0002TAGS\u0001a=b\u0002')
    expect(decodeProperties('WAIT\u0001true\u0002EMPTY\u0001')).toEqual(
      new Map([
        ['WAIT', 'true'],
        ['EMPTY', ''],
      ]),
    )
  })

  it('with a separator in them are refused', () => {
    expect(() => encodeProperties({ a: 'x\u0002y' })).toThrow('the property "a" has a separator in it')
  })
})
