/** The debug port spoken by hand, by the packets of the Java Debug Wire Protocol; `faults.slow-test.ts` has a JVM. */
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../machine/wait.ts'
import { byte, bytes } from '../../store/testing/bytes.ts'
import { Debugger } from './debugger.ts'
import { HeldThread } from './held-thread.ts'

const ends: (() => unknown)[] = []
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

const text = (value: string): Buffer => bytes(value.length, value)
const answer = (id: number, data: Buffer, error = 0): Buffer =>
  bytes(11 + data.length, id, byte(0x80), Buffer.from([0, error]), data)
/** A thread at a breakpoint: the policy, one event of kind 2, its request, the thread, and a location of 25 bytes. */
function arrival(request: number, thread: bigint): Buffer {
  const data = bytes(byte(1), 1, byte(2), request, thread, Buffer.alloc(25))
  return bytes(11 + data.length, 0, byte(0), byte(64), byte(100), data)
}

interface Machine {
  readonly port: number
  readonly log: string[]
  send(packet: Buffer): void
  /** A thread has loaded the class `a.Late`, which is like the other one. */
  load(request: number, thread: bigint): void
}

/** A thread that has loaded a class: kind 8, its request, the thread, the class with its kind, signature and state. */
function loaded(request: number, thread: bigint, signature: string): Buffer {
  const data = bytes(byte(1), 1, byte(8), request, thread, byte(1), 500n, text(signature), 3)
  return bytes(11 + data.length, 0, byte(0), byte(64), byte(100), data)
}

/**
 * A machine with the class `a.B`, whose methods are `run` (twice), and `stop`, which is native, and whose field is `next`.
 * Threads are called `T1`, `T2`, … A call of `run` gives the object 9 and the number 41; of object 6 it throws.
 */
async function machine(onSet: (request: number) => Buffer = () => Buffer.alloc(0)): Promise<Machine> {
  const log: string[] = []
  let peer: Socket | undefined
  let requests = 70
  let isLateLoaded = false
  const answerTo = (set: number, number: number, data: Buffer): Buffer => {
    if (set === 1 && number === 7) return bytes(8, 8, 8, 8, 8)
    if (set === 1) {
      const isThere = data.toString().includes('La/B;') || (isLateLoaded && data.toString().includes('La/Late;'))
      return isThere ? bytes(1, byte(1), 500n, 7) : bytes(0)
    }
    if (set === 2 && number === 16) return bytes(1, 'L', 6n)
    if (set === 2 && number === 4) return bytes(2, 21n, text('next'), text('La/B;'), 1, 22n, text('size'), text('J'), 1)
    if (set === 2) {
      const method = (id: bigint, name: string, modifiers: number): Buffer =>
        bytes(id, text(name), text('()V'), modifiers)
      return bytes(3, method(1n, 'run', 1), method(2n, 'run', 1), method(3n, 'stop', 0x101))
    }
    if (set === 9 && number === 2 && data.equals(bytes(6n, 1, 22n))) return bytes(1, 'J', 300n)
    if (set === 9 && number === 2) return data.equals(bytes(8n, 1, 21n)) ? bytes(1, 'L', 9n) : bytes(0)
    if (set === 9) {
      const isWhole = data.subarray(8).equals(bytes(1n, 500n, 1n, 0, 1))
      log.push(`call of ${data.readBigInt64BE(0)}${isWhole ? '' : ', wrongly'}`)
      return bytes(
        ...(data.readBigInt64BE(0) === 8n ? ['L', 9n] : ['J', 41n]),
        'L',
        data.readBigInt64BE(0) === 6n ? 3n : 0n,
      )
    }
    if (set === 11 && number === 6) return bytes(1, 70n, Buffer.alloc(25))
    if (set === 16 && number === 1) return bytes(1, data.subarray(24, 25), data.readInt32BE(20) === 2 ? 40n : 8n)
    if (set === 16 && number === 3) return bytes('L', 8n)
    if (set === 16) log.push(`slot ${data.readInt32BE(20)} = ${data.readBigInt64BE(25)}`)
    if (set === 11 && number === 1) return text(`T${data.readBigInt64BE(0)}`)
    if (set === 11) log.push(`resume ${data.readBigInt64BE(0)}`)
    if (set === 15 && number === 1) return bytes(++requests)
    if (set === 15) log.push(`clear ${data.readInt32BE(1)}`)
    return Buffer.alloc(0)
  }
  const server = createServer((socket) => {
    peer = socket
    let rest = Buffer.alloc(0)
    let isShaken = false
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      if (!isShaken) {
        isShaken = true
        rest = rest.subarray(14)
        socket.write('JDWP-Handshake')
      }
      while (rest.length >= 11) {
        const packet = rest.subarray(0, rest.readInt32BE(0))
        rest = rest.subarray(packet.length)
        const [set = 0, number = 0] = packet.subarray(9, 11)
        const data = answerTo(set, number, packet.subarray(11))
        const isSet = set === 15 && number === 1
        // In one chunk with the answer, as a busy machine sends it.
        socket.write(Buffer.concat([answer(packet.readInt32BE(4), data), isSet ? onSet(requests) : Buffer.alloc(0)]))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const load = (request: number, thread: bigint): void => {
    isLateLoaded = true
    peer?.write(loaded(request, thread, 'La/Late;'))
  }
  return { port, log, load, send: (packet) => peer?.write(packet) }
}

async function attached({ port }: Machine): Promise<Debugger> {
  const debug = await Debugger.attach(port)
  ends.push(() => debug.close())
  return debug
}

describe('a gate', () => {
  it('holds a thread that arrives in the same chunk as the answer that closes it', async () => {
    const there = await machine((request) => (request === 71 ? arrival(71, 1n) : Buffer.alloc(0)))
    const gate = await (await attached(there)).gate('a.B', 'run')
    await gate.close()
    expect(await gate.arrival()).toEqual({ thread: 1n, name: 'T1' })
    expect(there.log).toEqual([])
    await gate.open()
    expect(there.log).toEqual(['clear 71', 'clear 72', 'resume 1'])
  })

  it('lets others than those it is for go on, and those through who have waited longest', async () => {
    const there = await machine()
    const gate = await (await attached(there)).gate('a.B', 'run')
    await gate.close(/T[13]/)
    for (const thread of [1n, 2n, 3n]) there.send(arrival(72, thread))
    await until('both', () => gate.held.length === 2 && there.log.length === 1)
    expect(there.log).toEqual(['resume 2'])
    await gate.pass(1)
    expect([gate.held.map(({ name }) => name), there.log]).toEqual([['T3'], ['resume 2', 'resume 1']])
    await gate.passOne(1n)
    await gate.passOne(3n)
    expect([gate.held, there.log]).toEqual([[], ['resume 2', 'resume 1', 'resume 3']])
  })

  it('at a class that is not loaded yet is there before the thread goes on that loads it', async () => {
    const there = await machine()
    const debug = await attached(there)
    const gates = [await debug.gateOnceLoaded('a.Late', 'run'), await debug.gateOnceLoaded('a.Late', 'run')]
    for (const gate of gates) await gate.close()
    there.load(71, 5n)
    await until('the thread to go on', () => there.log.length === 1)
    // Two places for each of the gates, and one thread that stood still once.
    expect(there.log).toEqual(['resume 5'])
    there.send(arrival(75, 6n))
    expect(await gates[1]?.arrival()).toEqual({ thread: 6n, name: 'T6' })
    expect(gates[0]?.held).toEqual([])
  })

  it('that is open holds nobody who was on the way to it', async () => {
    const there = await machine()
    const gate = await (await attached(there)).gate('a.B', 'run')
    await gate.close()
    await gate.open()
    there.send(arrival(71, 5n))
    await until('the thread', () => there.log.includes('resume 5'))
    expect(gate.held).toEqual([])
  })

  it('needs a class that is loaded, and a method with code', async () => {
    const debug = await attached(await machine())
    await expect(debug.gate('a.C', 'run')).rejects.toThrow('the class a.C is not loaded, or there is none')
    await expect(debug.gate('a.B', 'stop')).rejects.toThrow('the class a.B has no method stop with code')
  })
})

describe('a thread that is held', () => {
  it('tells its object and its arguments, and goes on with another argument', async () => {
    const there = await machine()
    const held = new HeldThread(await attached(there), 1n)
    expect(await held.longArgument(2)).toBe(40)
    await held.setLongArgument(2, 43)
    expect(there.log).toEqual(['slot 2 = 43'])
    expect(await held.objectArgument(1)).toEqual(bytes(8n))
    expect(await held.object()).toEqual(bytes(8n))
  })

  it('calls a method, alone, and says that it threw', async () => {
    const there = await machine()
    const held = new HeldThread(await attached(there), 1n)
    expect(await held.call(bytes(8n), 'a.B', 'run', '()V')).toEqual(bytes(9n))
    expect(await held.callForLong(bytes(7n), 'a.B', 'run')).toBe(41)
    await expect(held.callForLong(bytes(7n), 'a.B', 'walk')).rejects.toThrow('the class a.B has no walk')
    await expect(held.call(bytes(6n), 'a.B', 'run', '()V')).rejects.toThrow('a.B#run threw an exception')
    expect(there.log).toEqual(['call of 8', 'call of 7', 'call of 6'])
  })
})

it('says that the machine is gone', async () => {
  const there = await machine()
  const debug = await attached(there)
  debug.close()
  await expect(debug.gate('a.B', 'run')).rejects.toThrow('the debug port was closed')
})

it('finds the only object of a class, and a number in it', async () => {
  const debug = await attached(await machine())
  const object = await debug.onlyInstance('a.B')
  expect(object).toEqual(bytes(6n))
  expect(await debug.longFieldOf(object, 'a.B', 'size')).toBe(300)
  await expect(debug.longFieldOf(object, 'a.B', 'next')).rejects.toThrow('has no number next')
})
