import { createServer } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { expectFree, freePorts, givePortsBack, PortTaken } from './ports.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it('gives ports in a row, and each to one asker only', async () => {
  const [first, second] = await Promise.all([freePorts(3), freePorts(3)])
  expect(Math.abs(first - second)).toBeGreaterThanOrEqual(3)
  await expectFree('127.0.0.1', [first, first + 1, first + 2])
})

it('says which port is taken', async () => {
  const port = await freePorts(1)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const message = `port ${port} on 127.0.0.1 is taken; give another, or none, and a free one is looked for`
  await expect(expectFree('127.0.0.1', [port])).rejects.toThrow(new UsageError(message))
  await new Promise((resolve) => server.close(resolve))
})

it('takes ports from where the environment says alone, and says when none of them is free', async () => {
  const first = await freePorts(4)
  givePortsBack()
  vi.stubEnv('ACKPROOF_LIVE_PORTS', `${first}-${first + 3}`)
  expect(await freePorts(4)).toBe(first)
  await expect(freePorts(4)).rejects.toThrow(
    new PortTaken(
      `4 ports in a row on 127.0.0.1 are needed, and not free in ACKPROOF_LIVE_PORTS=${first}-${first + 3}; name others`,
    ),
  )
  givePortsBack()
  expect(await freePorts(4)).toBe(first)
  await expect(freePorts(5)).rejects.toThrow(PortTaken)
})

it.each(['21000', '21000-20000', '80-90', '60000-70000', 'all'])('refuses "%s" for a range of ports', async (text) => {
  vi.stubEnv('ACKPROOF_LIVE_PORTS', text)
  await expect(freePorts(1)).rejects.toThrow(
    `ACKPROOF_LIVE_PORTS is "${text}"; expected FIRST-LAST, two ports from 1024 to 65535, such as 21000-21099`,
  )
})
