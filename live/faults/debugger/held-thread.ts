/** A thread that a gate holds: the arguments of the method that it has entered, and what it may be made to do while it stands there. */
import { type Debugger, type Member, threadId } from './debugger.ts'

/** Tags of values. */
const longTag = 'J'
const objectTag = 'L'
/** Only the thread that calls goes on during the call. */
const aloneInCall = 1

export class HeldThread {
  readonly #port: Debugger
  readonly #thread: Buffer

  constructor(port: Debugger, thread: bigint) {
    this.#port = port
    this.#thread = threadId(thread)
  }

  /** An argument of type long. `slot`: 0 is the object itself, and each long or double before it takes two. */
  async longArgument(slot: number): Promise<number> {
    return Number((await this.#argument(slot, longTag)).readBigInt64BE(1))
  }

  /** An argument that is an object. */
  async objectArgument(slot: number): Promise<Buffer> {
    return objectIn(await this.#argument(slot, objectTag))
  }

  async #argument(slot: number, tag: string): Promise<Buffer> {
    const question = Buffer.alloc(9)
    question.writeInt32BE(1, 0)
    question.writeInt32BE(slot, 4)
    question.write(tag, 8)
    const answer = await this.#port.ask('variableValues', Buffer.concat([this.#thread, await this.#frame(), question]))
    return answer.subarray(4)
  }

  /** The method goes on as if it had been called with this value. */
  async setLongArgument(slot: number, value: number): Promise<void> {
    const change = Buffer.alloc(17)
    change.writeInt32BE(1, 0)
    change.writeInt32BE(slot, 4)
    change.write(longTag, 8)
    change.writeBigInt64BE(BigInt(value), 9)
    await this.#port.ask('setVariables', Buffer.concat([this.#thread, await this.#frame(), change]))
  }

  /** The object whose method it has entered. */
  async object(): Promise<Buffer> {
    return objectIn(await this.#port.ask('frameObject', Buffer.concat([this.#thread, await this.#frame()])))
  }

  /** Has the thread call a method without arguments that gives an object, or nothing. Throws where that throws. */
  async call(object: Buffer, className: string, method: string, signature: string): Promise<Buffer> {
    return objectIn(await this.#call(object, className, method, signature))
  }

  /** The same of a method that gives a long. */
  async callForLong(object: Buffer, className: string, method: string): Promise<number> {
    return Number((await this.#call(object, className, method, null)).readBigInt64BE(1))
  }

  async #call(object: Buffer, className: string, method: string, signature: string | null): Promise<Buffer> {
    const { id: type } = await this.#port.classNamed(className)
    const { id } = named(await this.#port.methodsOf(type), method, signature, className)
    const rest = Buffer.alloc(8)
    rest.writeInt32BE(aloneInCall, 4)
    const answer = await this.#port.ask('callMethod', Buffer.concat([object, this.#thread, type, id, rest]))
    if (answer.subarray(-8).some((byte) => byte !== 0)) throw new Error(`${className}#${method} threw an exception`)
    return answer
  }

  /** The one on top. It is another one after each call. */
  async #frame(): Promise<Buffer> {
    const firstOne = Buffer.alloc(8)
    firstOne.writeInt32BE(1, 4)
    const answer = await this.#port.ask('frames', Buffer.concat([this.#thread, firstOne]))
    return answer.subarray(4, 12)
  }
}

function named(members: readonly Member[], name: string, signature: string | null, className: string): Member {
  const member = members.find((each) => each.name === name && (signature === null || each.signature === signature))
  if (member === undefined) throw new Error(`the class ${className} has no ${name}`)
  return member
}

/** Of a value with its tag; nothing where it is none. */
function objectIn(tagged: Buffer): Buffer {
  return tagged.subarray(1, 9)
}
