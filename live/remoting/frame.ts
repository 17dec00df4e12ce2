/**
 * A command of the remoting protocol as bytes, by RocketMQ's `RemotingCommand`: length of all that follows 4, kind of header 1
 * (0 is JSON) with the header's length 3, header, body.
 */
import { isObject, objectIn, parseTolerantJson } from '../json/tolerant-json.ts'

const answerBit = 1
const oneWayBit = 2
const longestFrame = 64 * 2 ** 20

export interface Command {
  /** What is asked, or how it went. */
  readonly code: number
  /** The same in a request and in its answer. */
  readonly opaque: number
  readonly isAnswer: boolean
  readonly isOneWay: boolean
  /** Words that go with an error. */
  readonly remark: string | null
  readonly fields: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type Field = string | number | boolean

export interface Request {
  readonly code: number
  readonly opaque: number
  readonly isOneWay?: boolean
  readonly fields?: Readonly<Record<string, Field>>
  readonly body?: Buffer
}

export function encodeRequest({
  code,
  opaque,
  isOneWay = false,
  fields = {},
  body = Buffer.alloc(0),
}: Request): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      code,
      language: 'OTHER',
      version: 401,
      opaque,
      flag: isOneWay ? oneWayBit : 0,
      extFields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
      serializeTypeCurrentRPC: 'JSON',
    }),
  )
  const lengths = Buffer.alloc(8)
  lengths.writeInt32BE(4 + header.length + body.length, 0)
  lengths.writeInt32BE(header.length, 4)
  return Buffer.concat([lengths, header, body])
}

/** Puts the chunks of a stream together, and gives each command as soon as it is whole. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  /** The commands that end in this chunk. Throws where the bytes are no frame: the connection is of no more use then. */
  push(chunk: Buffer): readonly Command[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const commands: Command[] = []
    while (this.#rest.length >= 4) {
      const length = this.#rest.readInt32BE(0)
      if (length < 4 || length > longestFrame) throw new Error(`a frame of ${length} bytes is no remoting command`)
      if (this.#rest.length < 4 + length) break
      commands.push(decodeCommand(this.#rest.subarray(4, 4 + length)))
      this.#rest = this.#rest.subarray(4 + length)
    }
    return commands
  }
}

/** Of a frame without its first length. */
function decodeCommand(frame: Buffer): Command {
  const headerKind = frame.readUInt8(0)
  const headerLength = frame.readUIntBE(1, 3)
  if (headerKind !== 0) throw new Error(`a header of kind ${headerKind} came, where JSON (0) was asked for`)
  if (4 + headerLength > frame.length) throw new Error(`a header of ${headerLength} bytes does not fit into its frame`)
  const header = parseTolerantJson(frame.toString('utf8', 4, 4 + headerLength))
  if (!isObject(header) || !Number.isInteger(header.code) || !Number.isInteger(header.opaque)) {
    throw new Error('a header came without "code" or "opaque"')
  }
  const flag = Number(header.flag ?? 0)
  const fields = Object.entries(objectIn(header, 'extFields')).map(([name, value]) => [name, String(value)] as const)
  return {
    code: Number(header.code),
    opaque: Number(header.opaque),
    isAnswer: (flag & answerBit) !== 0,
    isOneWay: (flag & oneWayBit) !== 0,
    remark: typeof header.remark === 'string' ? header.remark : null,
    fields: Object.fromEntries(fields),
    body: Buffer.from(frame.subarray(4 + headerLength)),
  }
}
