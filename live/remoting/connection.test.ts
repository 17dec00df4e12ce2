import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Client } from './client.ts'
import { Connection } from './connection.ts'
import { FrameReader } from './frame.ts'
import { NoAnswer } from './no-answer.ts'
import { Refused } from './refused.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A peer at the other end of a real socket; `answer` gives the header of what it sends back, null for nothing. */
async function peer(answer: (code: number, opaque: number, socket: Socket) => string | null): Promise<string> {
  const server = createServer((socket) => {
    const reader = new FrameReader()
    socket.on('data', (chunk) => {
      for (const { code, opaque } of reader.push(chunk)) {
        const header = answer(code, opaque, socket)
        if (header === null) continue
        const lengths = Buffer.alloc(8)
        lengths.writeInt32BE(4 + header.length, 0)
        lengths.writeInt32BE(header.length, 4)
        socket.write(Buffer.concat([lengths, Buffer.from(header)]))
      }
    })
    socket.on('error', () => {})
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `127.0.0.1:${address.port}`
}

it('gives each answer to the request that it belongs to, in whatever order they come', async () => {
  const held: string[] = []
  const address = await peer((code, opaque, socket) => {
    held.push(`{"code":0,"flag":1,"opaque":${opaque},"extFields":{"offset":"${code}"}}`)
    if (held.length < 2) return null
    const [first = '', second = ''] = held
    const lengths = (header: string): Buffer => {
      const bytes = Buffer.alloc(8)
      bytes.writeInt32BE(4 + header.length, 0)
      bytes.writeInt32BE(header.length, 4)
      return bytes
    }
    socket.write(Buffer.concat([lengths(second), Buffer.from(second)]))
    return first
  })
  const connection = await Connection.open(address)
  const answers = await Promise.all([connection.ask(30), connection.ask(31)])
  expect(answers.map(({ fields }) => fields.offset)).toEqual(['30', '31'])
  connection.close()
})

it('tells a time that ran out from a connection that was lost, and both from a refusal', async () => {
  const client = await Client.open(
    await peer((code, opaque, socket) => {
      if (code === 31) socket.destroy()
      return code === 310 ? `{"code":14,"flag":1,"opaque":${opaque},"remark":"no\\n at java"}` : null
    }),
  )
  await expect(client.send('T', 'x')).rejects.toThrow(new Refused('sending to T', { code: 14, remark: 'no' }))
  await expect(client.connection.ask(30, { patience: 20 })).rejects.toMatchObject({ reason: 'time-out' })
  await expect(client.minOffset('T')).rejects.toMatchObject({ reason: 'closed' })
  await expect(client.minOffset('T')).rejects.toThrow(NoAnswer)
  expect(client.connection.isClosed).toBe(true)
})

it('says that nobody listens', async () => {
  const address = await peer(() => null)
  await new Promise<void>((resolve) => servers[0]?.close(() => resolve()))
  await expect(Connection.open(address)).rejects.toMatchObject({ reason: 'unreachable' })
})
