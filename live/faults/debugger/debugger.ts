/**
 * The debug port of a JVM, by the Java Debug Wire Protocol: of all that it can do, breakpoints at the entries of methods, each of
 * which holds only the thread that enters. A program is started with `debugFlag(port)`; no Java code of ours is in it. When the
 * connection ends, the JVM lets everything go on.
 */
import { connect, type Socket } from 'node:net'
import { until } from '../../machine/wait.ts'
import { Gate } from './gate.ts'

const handshake = 'JDWP-Handshake'
const headerSize = 11
const answerFlag = 0x80
/** Numbers of commands: the set, and the command in it. */
const command = {
  idSizes: [1, 7],
  classesBySignature: [1, 2],
  fields: [2, 4],
  methods: [2, 5],
  instances: [2, 16],
  fieldValues: [9, 2],
  callMethod: [9, 6],
  threadName: [11, 1],
  resumeThread: [11, 3],
  frames: [11, 6],
  setEvent: [15, 1],
  clearEvent: [15, 2],
  variableValues: [16, 1],
  setVariables: [16, 2],
  frameObject: [16, 3],
  composite: [64, 100],
} as const
const breakpoint = 2
const classPrepare = 8
const suspendThatThread = 1
const ofClass = 5
const atLocation = 7
/** Methods without code: native and abstract ones. */
const withoutCode = 0x100 | 0x400

type CommandName = keyof typeof command

/** What is known of a class by its name. */
interface LoadedClass {
  /** The kind of the type. */
  readonly kind: Buffer
  readonly id: Buffer
}

interface Waiting {
  readonly answer: (data: Buffer) => void
  readonly fail: (error: Error) => void
}

/** The option of a JVM that opens its debug port. */
export function debugFlag(port: number, host = '127.0.0.1'): string {
  return `-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=${host}:${port}`
}

export class Debugger {
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()
  readonly #arrivals = new Map<number, (thread: bigint) => void>()
  /** What has to be done once a class is loaded. */
  readonly #awaited = new Map<string, (() => Promise<void>)[]>()
  #rest: Buffer = Buffer.alloc(0)
  #nextId = 1
  #isShaken = false
  #isClosed = false

  /** Throws where nobody listens, and where the JVM is of a kind that has other sizes of ids. */
  static async attach(port: number, host = '127.0.0.1'): Promise<Debugger> {
    const socket = connect({ host, port, noDelay: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const attached = new Debugger(socket)
    socket.write(handshake)
    await until('the handshake of the debug port', () => attached.#isShaken || attached.#isClosed, { patience: 5_000 })
    // Five sizes: of fields, methods, objects, types and frames.
    const sizes = await attached.ask('idSizes')
    if ([0, 4, 8, 12, 16].some((at) => sizes.readInt32BE(at) !== 8))
      throw new Error('the ids of this JVM do not have 8 bytes')
    return attached
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#isClosed = true
      for (const { fail } of this.#waiting.values()) fail(new Error('the debug port was closed'))
      this.#waiting.clear()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  /** A gate at every method of that name in a class, which has to be loaded. It is open. Throws where there is none. */
  async gate(className: string, methodName: string): Promise<Gate> {
    return new Gate(`${className}#${methodName}`, await this.#placesIn(className, methodName), this)
  }

  /** The same at a class that may not be loaded yet: whoever loads it waits until the gate is there. */
  async gateOnceLoaded(className: string, methodName: string): Promise<Gate> {
    const gate = new Gate(`${className}#${methodName}`, [], this)
    const add = async (): Promise<void> => gate.add(await this.#placesIn(className, methodName))
    await this.#whenPrepared(className, add)
    if (await this.#isLoaded(className)) await add()
    return gate
  }

  async #placesIn(className: string, methodName: string): Promise<readonly Buffer[]> {
    const { kind, id: type } = await this.classNamed(className)
    const places = (await this.methodsOf(type))
      .filter(({ name, modifiers }) => name === methodName && (modifiers & withoutCode) === 0)
      // The kind of the type, the type, the method, and the first of its instructions.
      .map(({ id }) => Buffer.concat([kind, type, id, Buffer.alloc(8)]))
    if (places.length === 0) throw new Error(`the class ${className} has no method ${methodName} with code`)
    return places
  }

  /** One request for a class: the thread that loads it stands still once, whoever waits for the class. */
  async #whenPrepared(className: string, add: () => Promise<void>): Promise<void> {
    const waiting = this.#awaited.get(className)
    if (waiting !== undefined) {
      waiting.push(add)
      return
    }
    const all = [add]
    this.#awaited.set(className, all)
    const prepared = async (thread: bigint): Promise<void> => {
      for (const each of all) await each().catch(() => {})
      await this.resume(thread)
    }
    const modifiers = Buffer.from([classPrepare, suspendThatThread, 0, 0, 0, 1, ofClass])
    await this.ask('setEvent', Buffer.concat([modifiers, text(className)]), (data) => {
      this.#arrivals.set(data.readInt32BE(0), (thread) => void prepared(thread))
    })
  }

  async #isLoaded(className: string): Promise<boolean> {
    return (await this.ask('classesBySignature', text(signatureOf(className)))).readInt32BE(0) > 0
  }

  /** The one object of exactly this class. Throws where there is none, or another one. */
  async onlyInstance(className: string): Promise<Buffer> {
    const { id } = await this.classNamed(className)
    const most = Buffer.alloc(4)
    most.writeInt32BE(2)
    const answer = await this.ask('instances', Buffer.concat([id, most]))
    const count = answer.readInt32BE(0)
    if (count !== 1) throw new Error(`there is not one object of the class ${className}: ${count}`)
    return answer.subarray(5, 13)
  }

  /** Throws where the class is not loaded. */
  async classNamed(name: string): Promise<LoadedClass> {
    const classes = await this.ask('classesBySignature', text(signatureOf(name)))
    if (classes.readInt32BE(0) === 0) throw new Error(`the class ${name} is not loaded, or there is none`)
    return { kind: classes.subarray(4, 5), id: classes.subarray(5, 13) }
  }

  async methodsOf(type: Buffer): Promise<readonly Member[]> {
    return membersIn(await this.ask('methods', type))
  }

  async fieldsOf(type: Buffer): Promise<readonly Member[]> {
    return membersIn(await this.ask('fields', type))
  }

  /** A field of type long that an object has from a class. */
  async longFieldOf(object: Buffer, className: string, field: string): Promise<number> {
    const { id: type } = await this.classNamed(className)
    const found = (await this.fieldsOf(type)).find(({ name, signature }) => name === field && signature === 'J')
    if (found === undefined) throw new Error(`the class ${className} has no number ${field}`)
    const one = Buffer.alloc(4)
    one.writeInt32BE(1)
    const answer = await this.ask('fieldValues', Buffer.concat([object, one, found.id]))
    return Number(answer.readBigInt64BE(5))
  }

  /** Calls `arrive` for each thread that reaches the place, which stands there from then on. Gives the number to clear it by. */
  async holdAt(place: Buffer, arrive: (thread: bigint) => void): Promise<number> {
    const modifiers = Buffer.from([breakpoint, suspendThatThread, 0, 0, 0, 1, atLocation])
    // Before another packet is looked at: the first thread may be there in the same chunk as this answer.
    const answer = await this.ask('setEvent', Buffer.concat([modifiers, place]), (data) => {
      this.#arrivals.set(data.readInt32BE(0), arrive)
    })
    return answer.readInt32BE(0)
  }

  async clear(request: number): Promise<void> {
    const data = Buffer.alloc(5)
    data.writeInt8(breakpoint, 0)
    data.writeInt32BE(request, 1)
    await this.ask('clearEvent', data)
    this.#arrivals.delete(request)
  }

  async nameOf(thread: bigint): Promise<string> {
    return (await this.ask('threadName', threadId(thread))).toString('utf8', 4)
  }

  /** Nothing happens where the JVM has ended. */
  async resume(thread: bigint): Promise<void> {
    if (!this.#isClosed) await this.ask('resumeThread', threadId(thread)).catch(() => {})
  }

  /** For what looks closer at threads that are held. Throws where the JVM refuses, or has ended. */
  async ask(
    name: CommandName,
    data: Buffer = Buffer.alloc(0),
    onAnswer: (data: Buffer) => void = () => {},
  ): Promise<Buffer> {
    if (this.#isClosed) throw new Error('the debug port was closed')
    const id = this.#nextId++
    const [set, number] = command[name]
    const header = Buffer.alloc(headerSize)
    header.writeInt32BE(headerSize + data.length, 0)
    header.writeInt32BE(id, 4)
    header.writeUInt8(set, 9)
    header.writeUInt8(number, 10)
    return await new Promise((resolve, reject) => {
      const answer = (found: Buffer): void => {
        onAnswer(found)
        resolve(found)
      }
      this.#waiting.set(id, { answer, fail: (error) => reject(new Error(`${name}: ${error.message}`)) })
      this.#socket.write(Buffer.concat([header, data]))
    })
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk])
    if (!this.#isShaken) {
      if (this.#rest.length < handshake.length) return
      this.#rest = this.#rest.subarray(handshake.length)
      this.#isShaken = true
    }
    while (this.#rest.length >= headerSize && this.#rest.length >= this.#rest.readInt32BE(0)) {
      const packet = this.#rest.subarray(0, this.#rest.readInt32BE(0))
      this.#rest = this.#rest.subarray(packet.length)
      this.#take(packet)
    }
  }

  #take(packet: Buffer): void {
    const data = packet.subarray(headerSize)
    if ((packet.readUInt8(8) & answerFlag) === 0) {
      if (packet.readUInt8(9) === command.composite[0]) this.#takeEvents(data)
      return
    }
    const id = packet.readInt32BE(4)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    const error = packet.readInt16BE(9)
    if (error === 0) waiting?.answer(Buffer.from(data))
    else waiting?.fail(new Error(`error ${error} of the debug port`))
  }

  /** Each: its kind 1, the request 4, the thread 8, and where it is 25, or which class: 9, its signature, its state 4. */
  #takeEvents(data: Buffer): void {
    for (let left = data.readInt32BE(1), at = 5, size = 0; left > 0; left--, at += size) {
      const kind = data.readUInt8(at)
      // Nothing else was asked for but the death of the JVM, which comes alone and unasked.
      if (kind !== breakpoint && kind !== classPrepare) return
      size = kind === breakpoint ? 38 : 30 + data.readInt32BE(at + 22)
      const thread = data.readBigInt64BE(at + 5)
      const arrive = this.#arrivals.get(data.readInt32BE(at + 1))
      if (arrive === undefined) void this.resume(thread)
      else arrive(thread)
    }
  }
}

/** A method or a field. */
export interface Member {
  readonly id: Buffer
  readonly name: string
  /** By the rules of class files: `()V`. */
  readonly signature: string
  readonly modifiers: number
}

/** Each: id 8, name and signature as texts, modifiers 4. */
function membersIn(answer: Buffer): readonly Member[] {
  const members: Member[] = []
  let at = 4
  const nextText = (): string => {
    const from = at + 4
    at = from + answer.readInt32BE(at)
    return answer.toString('utf8', from, at)
  }
  for (let left = answer.readInt32BE(0); left > 0; left--) {
    const id = answer.subarray(at, at + 8)
    at += 8
    const name = nextText()
    const signature = nextText()
    members.push({ id, name, signature, modifiers: answer.readInt32BE(at) })
    at += 4
  }
  return members
}

/** As class files name a class. */
function signatureOf(className: string): string {
  return `L${className.replaceAll('.', '/')};`
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export function threadId(thread: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(thread)
  return bytes
}
