import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { expectFree, freePorts } from './ports.ts'

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
