/** Every side of every branch in the specifications that ship, and in the samples, runs in some scenario of its suite, or is accepted. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ackproof } from './cli/run-ackproof.ts'
import { allPages, codeBlocks, project } from './documentation/pages.ts'
import { samplesOf } from './documentation/samples.ts'
import { folderOf } from './documentation/session.ts'

const classic = readdirSync(`${project}spec/classic`)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('test.ts') && name !== 'index.ts')
  .map((name) => `spec/classic/${name}`)
  // What several suites share has none of its own.
  .filter((file) => /\bsuite\(/.test(readFileSync(`${project}${file}`, 'utf8')))

/** Larger than the others, and not looked through yet: `rocketmq/dledger`, `rocketmq/controller`. */
const rocketmq = [
  'transaction/rows.ts',
  'check-rounds/rows.ts',
  'check-listener/rows.ts',
  'reused-offsets/rows.ts',
  'transaction-broker/rows.ts',
  'store/rows.ts',
  'recovery/rows.ts',
  'replication/rows.ts',
  'contracts/queue-rows.ts',
  'contracts/publishing-rows.ts',
].map((file) => `spec/rocketmq/${file}`)

it.each([...classic, ...rocketmq])(
  'in %s',
  async (file) => {
    const { code, stdout, stderr } = await ackproof(['check', file, '--strict', '--quiet', '--workers', '2'], {
      folder: project,
    })
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.not.stringContaining('finding'),
      expect.not.stringContaining('ackproof:'),
    ])
  },
  1_800_000,
)

const pages = allPages().map((page) => ({ page: page.path, files: samplesOf(codeBlocks(page)).files }))

it.each(pages.filter(({ files }) => files.length > 0))(
  'in the samples of $page',
  async ({ files }) => {
    const names = files.map(({ name }) => name).filter((name) => name.endsWith('.ack.ts'))
    const { stdout } = await ackproof(['check', ...names, '--strict'], { folder: folderOf(files) })
    expect(stdout).toContain('scenario')
    expect(stdout.split('\n').filter((line) => line.includes('[branch-never-ran]'))).toEqual([])
  },
  300_000,
)
