/** TCP ports on loopback addresses. */
import { createServer } from 'node:net'
import { UsageError } from '../../node/usage-error.ts'
import { Missing } from './missing.ts'

/** Below the ports that systems give to outgoing connections, from 32,768 on. */
const lowest = 20_000
const highest = 32_000
/** Those of this process: a server that starts slowly does not have its ports yet. */
const given = new Set<number>()

/** The first of so many free ports in a row; no other call of this process gets them. Throws `Missing` where there are none. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    const first = lowest + Math.floor(Math.random() * (highest - lowest - count))
    const ports = Array.from({ length: count }, (_, index) => first + index)
    if (ports.some((port) => given.has(port))) continue
    // Also on all addresses: the replication port of a broker, and every port of a 4.x one, listens on all of them.
    const free = await Promise.all(
      ports.map(async (port) => (await isFree(port, host)) && (await isFree(port, '0.0.0.0'))),
    )
    if (!free.every((each) => each)) continue
    for (const port of ports) given.add(port)
    return first
  }
  throw new Missing(`there are no ${count} free ports in a row on ${host}`)
}

/** Throws a UsageError where somebody has one of the ports. */
export async function expectFree(host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port, host))) {
      throw new UsageError(`port ${port} on ${host} is taken; give another, or none, and a free one is looked for`)
    }
  }
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
