/** TCP ports on loopback addresses. */
import { createServer } from 'node:net'
import { UsageError } from '../../node/usage-error.ts'
import { Missing } from './missing.ts'

interface Range {
  readonly lowest: number
  readonly highest: number
}

/** Below the ports that systems give to outgoing connections, from 32,768 on. */
const usual: Range = { lowest: 20_000, highest: 32_000 }
const variable = 'ACKPROOF_LIVE_PORTS'

/** `ACKPROOF_LIVE_PORTS=21000-21099` has ports taken from there alone. Null where it says nothing. Throws UsageError. */
function namedRange(text = process.env[variable]): Range | null {
  if (text === undefined || text === '') return null
  const [lowest = 0, highest = 0] = (/^(\d+)-(\d+)$/.exec(text) ?? []).slice(1).map(Number)
  if (lowest >= 1_024 && highest <= 65_535 && lowest <= highest) return { lowest, highest }
  throw new UsageError(
    `${variable} is "${text}"; expected FIRST-LAST, two ports from 1024 to 65535, such as 21000-21099`,
  )
}

/** Those of this process: a server that starts slowly does not have its ports yet. */
const given = new Set<number>()

/**
 * The first of so many free ports in a row; no other call of this process gets them until `givePortsBack`. Where there are none, throws `PortTaken` if the
 * environment names the ports, and else `Missing`.
 */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number> {
  const named = namedRange()
  const { lowest, highest } = named ?? usual
  const starts = highest - lowest + 2 - count
  for (let tries = 0; tries < 500 && starts > 0; tries++) {
    const first = lowest + Math.floor(Math.random() * starts)
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
  if (named !== null) {
    const range = `${named.lowest}-${named.highest}`
    throw new PortTaken(
      `${count} ports in a row on ${host} are needed, and not free in ${variable}=${range}; name others`,
    )
  }
  throw new Missing(`there are no ${count} free ports in a row on ${host}`)
}

/** All that were given may be given again: whoever asked for them is gone. A long run would come to the end of them. */
export function givePortsBack(): void {
  given.clear()
}

/** Somebody else has a port that was asked for. */
export class PortTaken extends UsageError {}

/** Throws `PortTaken` where somebody has one of the ports. */
export async function expectFree(host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port, host))) {
      throw new PortTaken(`port ${port} on ${host} is taken; give another, or none, and a free one is looked for`)
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
