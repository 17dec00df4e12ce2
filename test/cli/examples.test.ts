/** The examples that the package ships are whole files: they compile, come out as they expect, and leave no finding. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ackproof } from './run-ackproof.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ack.ts'))

it.each(examples)('%s', async (name) => {
  const { code, stdout, stderr } = await ackproof(['check', '--strict', `examples/${name}`], { folder: root })
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('breaks as expected')
})

it('are several', () => {
  expect(examples.length).toBeGreaterThan(1)
})
