/**
 * A TCP hop between two programs on one machine: what goes through it can be held, delayed or cut. TCP keeps the order within a
 * connection, and so does a link; two links of one target, one held and one open, put what two programs send into another order.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { belongs } from '../machine/belongings.ts'

export type LinkState = 'open' | 'held' | 'cut'

/** More than this is left with the sender. */
const mostHeld = 2 ** 20

export class Link {
  readonly address: string
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  readonly #release: () => void
  #state: LinkState = 'open'
  #delay = 0

  /** Both are HOST:PORT; port 0 takes a free one, and `address` says which. */
  static async open(listen: string, target: string): Promise<Link> {
    const server = createServer({ allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(endpoint(listen), resolve)
    })
    const bound = server.address()
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0
    return new Link(server, `${endpoint(listen).host}:${port}`, target)
  }

  private constructor(server: Server, address: string, target: string) {
    this.#server = server
    this.address = address
    this.#release = belongs(() => {
      for (const pair of this.#pairs) pair.destroy()
      server.close()
    })
    server.on('connection', (socket) => {
      if (this.#state === 'cut') {
        socket.destroy()
        return
      }
      const pair = new Pair(socket, connect({ ...endpoint(target), noDelay: true, allowHalfOpen: true }), this)
      this.#pairs.add(pair)
      pair.onEnd(() => this.#pairs.delete(pair))
    })
  }

  get state(): LinkState {
    return this.#state
  }

  /** Milliseconds that everything is on its way, in each direction. */
  get delay(): number {
    return this.#delay
  }

  /** Holds for what comes from now on. */
  set delay(milliseconds: number) {
    this.#delay = milliseconds
  }

  /**
   * `held`: what is sent stays on its way, and arrives once the link is open again. `cut`: connections break, what was on its way
   * is lost, and new connections are refused.
   */
  set(state: LinkState): void {
    this.#state = state
    for (const pair of this.#pairs) {
      if (state === 'cut') pair.destroy()
      else if (state === 'open') pair.pump()
    }
  }

  async close(): Promise<void> {
    this.#release()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** One connection through the link. */
class Pair {
  readonly #near: Socket
  readonly #far: Socket
  readonly #ways: readonly [Way, Way]

  constructor(near: Socket, far: Socket, link: Link) {
    this.#near = near
    this.#far = far
    near.setNoDelay(true)
    this.#ways = [new Way(near, far, link), new Way(far, near, link)]
    for (const socket of [near, far]) {
      socket.on('error', () => this.destroy())
      socket.on('close', (hadError) => {
        if (hadError) this.destroy()
      })
    }
  }

  onEnd(listener: () => void): void {
    let closed = 0
    for (const socket of [this.#near, this.#far]) {
      socket.on('close', () => {
        if (++closed === 2) listener()
      })
    }
  }

  pump(): void {
    for (const way of this.#ways) way.pump()
  }

  destroy(): void {
    this.#near.destroy()
    this.#far.destroy()
  }
}

interface Cargo {
  /** Null is the end of the stream. */
  readonly bytes: Buffer | null
  readonly due: number
}

/** One direction of a connection. */
class Way {
  readonly #from: Socket
  readonly #to: Socket
  readonly #link: Link
  readonly #queue: Cargo[] = []
  #held = 0

  constructor(from: Socket, to: Socket, link: Link) {
    this.#from = from
    this.#to = to
    this.#link = link
    from.on('data', (bytes) => this.#take(bytes))
    from.on('end', () => this.#take(null))
    to.on('drain', () => this.pump())
  }

  #take(bytes: Buffer | null): void {
    this.#queue.push({ bytes, due: performance.now() + this.#link.delay })
    this.#held += bytes?.length ?? 0
    if (this.#held > mostHeld) this.#from.pause()
    this.pump()
  }

  /** Passes on, in order, all that is due. */
  pump(): void {
    while (this.#link.state === 'open' && !this.#to.writableNeedDrain) {
      const [first] = this.#queue
      if (first === undefined) break
      const wait = first.due - performance.now()
      if (wait > 0) {
        setTimeout(() => this.pump(), wait)
        return
      }
      this.#queue.shift()
      if (first.bytes === null) this.#to.end()
      else this.#to.write(first.bytes)
      this.#held -= first.bytes?.length ?? 0
    }
    if (this.#held <= mostHeld) this.#from.resume()
  }
}

function endpoint(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) }
}
