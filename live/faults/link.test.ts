import { connect, createServer, type Server, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { afterEach, describe, expect, it } from 'vitest'
import { sleep, until } from '../machine/wait.ts'
import { Link } from './link.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A server that keeps what it gets, and a link to it. */
async function receiver(): Promise<{ readonly link: Link; readonly got: () => string }> {
  let got = ''
  const server: Server = createServer((socket) => {
    socket.on('data', (bytes) => (got += bytes))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const link = await Link.open('127.0.0.1:0', `127.0.0.1:${port}`)
  ends.push(
    () => server.close(),
    () => link.close(),
  )
  return { link, got: () => got }
}

async function sender(link: Link): Promise<Socket> {
  const socket = connect(Number(link.address.split(':')[1]), '127.0.0.1')
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  ends.push(() => socket.destroy())
  return socket
}

describe('a link', () => {
  it('passes on what it gets, of any size', async () => {
    const { link, got } = await receiver()
    const text = 'x'.repeat(5 * 2 ** 20)
    const socket = await sender(link)
    socket.end(text)
    await until('all of it', () => got().length === text.length)
  })

  it('that is held keeps everything, in order, until it is open', async () => {
    const { link, got } = await receiver()
    const socket = await sender(link)
    socket.write('a')
    await until('the first', () => got() === 'a')
    link.set('held')
    socket.write('b')
    socket.write('c')
    await sleep(60)
    expect(got()).toBe('a')
    link.set('open')
    await until('the rest', () => got() === 'abc')
  })

  it('that is cut breaks connections, loses what is on its way, and takes no new ones', async () => {
    const { link, got } = await receiver()
    const socket = await sender(link)
    socket.write('a')
    await until('the first', () => got() === 'a')
    link.set('held')
    socket.write('b')
    await sleep(30)
    link.set('cut')
    await until('the end', () => socket.destroyed)
    const other = await sender(link)
    await until('the refusal', () => other.destroyed)
    link.set('open')
    const third = await sender(link)
    third.write('c')
    await until('the third', () => got() === 'ac')
  })

  it('delays what goes through it', async () => {
    const { link, got } = await receiver()
    link.delay = 120
    const socket = await sender(link)
    const began = performance.now()
    socket.write('a')
    await until('the message', () => got() === 'a', { every: 1 })
    expect(performance.now() - began).toBeGreaterThanOrEqual(115)
  })

  it('beside another that is held lets one sender overtake the other', async () => {
    const { link, got } = await receiver()
    const fastLink = await Link.open('127.0.0.1:0', link.address)
    ends.push(() => fastLink.close())
    const slowLink = await Link.open('127.0.0.1:0', link.address)
    ends.push(() => slowLink.close())
    slowLink.set('held')
    const first = await sender(slowLink)
    first.write('first')
    const second = await sender(fastLink)
    second.write('second ')
    await until('the second', () => got() === 'second ')
    slowLink.set('open')
    await until('the first', () => got() === 'second first')
  })
})
