/** A command whose disk is full says so in one line, and leaves nothing. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { whyNoBroker } from './classpath/class-path.ts'
import { defaultVersion } from './classpath/versions.ts'
import { onSmallDisk } from './testing/small-disk.ts'

const program = fileURLToPath(new URL('../dist/live/main.js', import.meta.url))

it.for(['reproduce B18'])('%s', async (command, { skip }) => {
  const why = whyNoBroker(defaultVersion)
  if (why !== null) {
    process.stderr.write(`skipped: ${why}\n`)
    return skip()
  }
  await onSmallDisk(skip, async (folder) => {
    const options = { env: { ...process.env, TMPDIR: folder } }
    const { status, stderr } = spawnSync(process.execPath, [program, ...command.split(' ')], options)
    expect(String(stderr).trimEnd()).toBe(`the disk is full: ${folder}`)
    expect(status).toBe(2)
    expect(readdirSync(folder)).toEqual([])
  })
})
