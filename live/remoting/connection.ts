/** One TCP connection to a broker, a NameServer or a controller. */
import { connect, type Socket } from 'node:net'
import { type Command, encodeRequest, type Field, FrameReader } from './frame.ts'
import { NoAnswer } from './no-answer.ts'

interface Waiting {
  readonly answer: (command: Command) => void
  readonly fail: (error: NoAnswer) => void
}

export interface Ask {
  readonly fields?: Readonly<Record<string, Field>>
  readonly body?: Buffer
  /** Milliseconds; 5,000 by default. */
  readonly patience?: number
}

export class Connection {
  readonly address: string
  readonly #socket: Socket
  readonly #reader = new FrameReader()
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(request: Command) => void>()
  #nextOpaque = 1
  #isClosed = false

  /** `address` is HOST:PORT. Throws `NoAnswer` where nobody listens, or not within `patience` milliseconds. */
  static async open(address: string, patience = 3_000): Promise<Connection> {
    const colon = address.lastIndexOf(':')
    const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true })
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => {
        socket.destroy()
        reject(new NoAnswer('unreachable', `${address} cannot be reached: ${why}`))
      }
      const timer = setTimeout(() => fail(`no connection within ${patience} ms`), patience)
      socket.once('connect', () => {
        clearTimeout(timer)
        resolve()
      })
      socket.once('error', (error) => {
        clearTimeout(timer)
        fail(error.message)
      })
    })
    return new Connection(socket, address)
  }

  private constructor(socket: Socket, address: string) {
    this.#socket = socket
    this.address = address
    socket.on('data', (chunk) => this.#receive(chunk))
    // What is wrong is told by `close`, which follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#end('the connection was closed'))
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Sends a request and waits for its answer, whatever code that has. Throws `NoAnswer`. */
  async ask(code: number, { fields = {}, body, patience = 5_000 }: Ask = {}): Promise<Command> {
    if (this.#isClosed) throw new NoAnswer('closed', `request ${code} to ${this.address}: the connection is closed`)
    const opaque = this.#nextOpaque++
    return await new Promise<Command>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(opaque)
        reject(new NoAnswer('time-out', `request ${code} to ${this.address}: no answer within ${patience} ms`))
      }, patience)
      this.#waiting.set(opaque, {
        answer: (command) => {
          clearTimeout(timer)
          resolve(command)
        },
        fail: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      this.#socket.write(encodeRequest({ code, opaque, fields, ...(body === undefined ? {} : { body }) }))
    })
  }

  /** Sends a request that nobody answers. It may be lost, as with every producer. */
  tell(code: number, fields: Readonly<Record<string, Field>>): void {
    this.#socket.write(encodeRequest({ code, opaque: this.#nextOpaque++, isOneWay: true, fields }))
  }

  /** Calls `listener` for each request that the other side sends. */
  onRequest(listener: (request: Command) => void): void {
    this.#listeners.add(listener)
  }

  close(): void {
    this.#socket.destroy()
    this.#end('the connection was closed')
  }

  #receive(chunk: Buffer): void {
    try {
      for (const command of this.#reader.push(chunk)) this.#dispatch(command)
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error))
      this.#socket.destroy()
    }
  }

  #dispatch(command: Command): void {
    if (!command.isAnswer) {
      for (const listener of this.#listeners) listener(command)
      return
    }
    // An answer that comes after its time ran out has nobody who waits for it.
    const waiting = this.#waiting.get(command.opaque)
    this.#waiting.delete(command.opaque)
    waiting?.answer(command)
  }

  #end(why: string): void {
    this.#isClosed = true
    for (const { fail } of this.#waiting.values()) fail(new NoAnswer('closed', `${this.address}: ${why}`))
    this.#waiting.clear()
  }
}
