/**
 * One message as it lies in the commit log, and as pull answers and check-back requests carry it.
 *
 * Layout, by RocketMQ's `MessageDecoder` and `CommitLog$DefaultAppendMessageCallback`, all numbers big-endian:
 * size 4, magic 4, checksum of the body 4, queue id 4, flag 4, queue offset 8, physical offset 8, system flag 4, born time 8,
 * born host 8 (20 with an IPv6 address), store time 8, store host 8 (20), reconsume times 4, prepared transaction offset 8,
 * body length 4 and body, topic length 1 (2 in the second version) and topic, properties length 2 and properties.
 */
import { crc32 } from 'node:zlib'

export const recordMagic = 0xdaa320a7 | 0
/** Since 5.1: topics longer than 127 bytes. */
export const secondRecordMagic = 0xdaa320ab | 0
/** Fills the end of a file that the next record did not fit into. */
export const blankMagic = 0xcbd43194 | 0

const bornHostIsV6 = 16
const storeHostIsV6 = 32
const nameEnd = '\u0001'
const propertyEnd = '\u0002'

export interface StoredRecord {
  /** Bytes that it takes. */
  readonly size: number
  readonly queueId: number
  readonly queueOffset: number
  /** Where it says that it stands in the log. */
  readonly physicalOffset: number
  /** Bits 4 and 8 tell a transaction's part: 4 half, 8 commit, 12 rollback. */
  readonly systemFlag: number
  /** Milliseconds by the clock of the producer. */
  readonly bornTime: number
  /** Milliseconds by the clock of the broker. */
  readonly storeTime: number
  readonly reconsumeTimes: number
  /** Of a final message: the physical offset of its half. */
  readonly preparedOffset: number
  readonly topic: string
  readonly properties: ReadonlyMap<string, string>
  readonly body: Buffer
  /** False where the body is not what its checksum was made of; an empty body has none. */
  readonly isBodyWhole: boolean
}

export type Decoded =
  | { readonly kind: 'record'; readonly record: StoredRecord }
  /** The rest of the file has nothing, and the log goes on in the next one. */
  | { readonly kind: 'blank' }
  /** Zeros: nothing has been written here. */
  | { readonly kind: 'unwritten' }
  | { readonly kind: 'damaged'; readonly why: string }

/** What stands at a place of a buffer. Never throws. */
export function decodeRecord(bytes: Buffer, at = 0): Decoded {
  if (bytes.length - at < 8)
    return damaged(`there are ${Math.max(0, bytes.length - at)} bytes, too few for a size and a magic`)
  const size = bytes.readInt32BE(at)
  const magic = bytes.readInt32BE(at + 4)
  if (magic === blankMagic) return { kind: 'blank' }
  if (size === 0 && magic === 0) return { kind: 'unwritten' }
  if (magic !== recordMagic && magic !== secondRecordMagic)
    return damaged(`its magic is 0x${(magic >>> 0).toString(16)}`)
  if (size < 8 || size > bytes.length - at)
    return damaged(`its size is ${size}, and ${bytes.length - at} bytes are left`)
  try {
    return readFields(new Cursor(bytes.subarray(at, at + size)), magic === secondRecordMagic)
  } catch (error) {
    if (error instanceof RangeError) return damaged(`its fields do not fit into its ${size} bytes`)
    throw error
  }
}

/** An answer of a broker has something else than records. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

/** All records of a pull answer. Throws `UnreadableAnswer` where one is damaged: an answer is whole, or it is none. */
export function decodeRecords(bytes: Buffer): readonly StoredRecord[] {
  const records: StoredRecord[] = []
  for (let at = 0; at < bytes.length; at += records.at(-1)?.size ?? 0) {
    const decoded = decodeRecord(bytes, at)
    if (decoded.kind !== 'record') {
      throw new UnreadableAnswer(
        `the ${records.length + 1}. record of an answer is none: ${decoded.kind === 'damaged' ? decoded.why : decoded.kind}`,
      )
    }
    records.push(decoded.record)
  }
  return records
}

/** Properties of a message as one text. */
export function encodeProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => {
      if ([nameEnd, propertyEnd].some((separator) => (name + value).includes(separator))) {
        throw new Error(`the property ${JSON.stringify(name)} has a separator in it`)
      }
      return `${name}${nameEnd}${value}${propertyEnd}`
    })
    .join('')
}

export function decodeProperties(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(propertyEnd).filter((pair) => pair.includes(nameEnd))
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf(nameEnd)), pair.slice(pair.indexOf(nameEnd) + 1)]))
}

function readFields(cursor: Cursor, hasLongTopic: boolean): Decoded {
  const size = cursor.length
  cursor.skip(8)
  const checksum = cursor.int32()
  const queueId = cursor.int32()
  cursor.skip(4)
  const queueOffset = cursor.int64()
  const physicalOffset = cursor.int64()
  const systemFlag = cursor.int32()
  const bornTime = cursor.int64()
  cursor.skip(systemFlag & bornHostIsV6 ? 20 : 8)
  const storeTime = cursor.int64()
  cursor.skip(systemFlag & storeHostIsV6 ? 20 : 8)
  const reconsumeTimes = cursor.int32()
  const preparedOffset = cursor.int64()
  const body = cursor.bytes(cursor.int32())
  const topic = cursor.bytes(hasLongTopic ? cursor.int16() : cursor.int8()).toString('utf8')
  const propertiesText = cursor.bytes(cursor.int16()).toString('utf8')
  // The checksum is that of the body, which comes first: who reads while a broker writes may find zeros behind it.
  if (cursor.left > 0 || (topic + propertiesText).includes('\0')) return damaged('its end is not written yet')
  const properties = decodeProperties(propertiesText)
  const isBodyWhole = body.length === 0 || (crc32(body) & 0x7fffffff) === checksum
  return {
    kind: 'record',
    record: {
      size,
      queueId,
      queueOffset,
      physicalOffset,
      systemFlag,
      bornTime,
      storeTime,
      reconsumeTimes,
      preparedOffset,
      topic,
      properties,
      body,
      isBodyWhole,
    },
  }
}

function damaged(why: string): Decoded {
  return { kind: 'damaged', why }
}

/** Reads one field after the other. Throws a RangeError beyond the end. */
class Cursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get length(): number {
    return this.#bytes.length
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  skip(count: number): void {
    this.#at += count
  }

  int8(): number {
    return this.#bytes.readInt8(this.#moved(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#moved(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#moved(4))
  }

  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#moved(8)))
  }

  /** A copy, so that a record does not keep a whole file in memory. */
  bytes(count: number): Buffer {
    if (count < 0 || this.#at + count > this.#bytes.length) throw new RangeError('beyond the end')
    const from = this.#moved(count)
    return Buffer.from(this.#bytes.subarray(from, from + count))
  }

  #moved(count: number): number {
    const from = this.#at
    this.#at += count
    return from
  }
}
