/**
 * Bytes of a store, put together by hand from the layout of RocketMQ's `MessageDecoder`, `ConsumeQueue` and DLedger's
 * `DLedgerEntryCoder`: tests compare the readers with these, not with an encoder of our own.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Big-endian: a bigint takes eight bytes, a number four. */
export function bytes(...parts: readonly (number | bigint | string | Buffer)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (Buffer.isBuffer(part)) return part
      if (typeof part === 'string') return Buffer.from(part)
      const number = Buffer.alloc(typeof part === 'bigint' ? 8 : 4)
      if (typeof part === 'bigint') number.writeBigInt64BE(part)
      else number.writeInt32BE(part)
      return number
    }),
  )
}

export function byte(value: number): Buffer {
  return Buffer.from([value])
}

export function short(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

/** CRC-32 of "hello" is 0x3610a686. */
export const checksumOfHello = 0x3610a686

/** A record of 104 bytes in topic `T`, with the body "hello" and the property KEYS=k. */
export function helloRecord({ queueOffset = 0n, physicalOffset = 0n, checksum = checksumOfHello } = {}): Buffer {
  return bytes(
    ...[104, 0xdaa320a7 | 0, checksum, 0, 0, queueOffset, physicalOffset, 0],
    ...[1_700_000_000_000n, 0x7f000001, 40_000, 1_700_000_000_005n, 0x7f000001, 10_911],
    ...[0, 0n, 5, 'hello', byte(1), 'T', short(7), 'KEYS\u0001k\u0002'],
  )
}

/** Writes a file of a log, filled with zeros. */
export function writeLogFile(folder: string, start: number, size: number, ...parts: readonly Buffer[]): void {
  const file = Buffer.alloc(size)
  Buffer.concat([...parts]).copy(file)
  writeText(join(folder, String(start).padStart(20, '0')), file)
}

export function writeText(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
