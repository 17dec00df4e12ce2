import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const page = ['show', 'classic/peterson', '--format', 'markdown']

it('is written with the verdicts of a report, or after a check: the same page', async () => {
  const folder = folderWith({})
  expect((await ackproof(['check', 'classic/peterson', '--json', 'report.json'], { folder })).code).toBe(0)
  const checked = await ackproof([...page, '--with-verdicts'], { folder })
  const read = await ackproof([...page, '--with-verdicts', '--from', 'report.json'], { folder })
  expect([checked.code, read.code, read.stderr]).toEqual([0, 0, ''])
  expect(read.stdout).toBe(checked.stdout)
  expect(read.stdout).toContain('| give way first, then flag |  | 7 properties as expected |  | 72 |')
  expect((await ackproof(page, { folder })).stdout).not.toContain('## Rows')
})

it.each([
  [['classic/peterson', '--with-verdicts'], '--with-verdicts goes with --format markdown alone'],
  [[...page.slice(1), '--from', 'report.json'], '--from names a report with verdicts; add --with-verdicts'],
  [[...page.slice(1), '--dot', 'o'], '--dot draws, and --format writes; leave out one of them'],
  [['classic/peterson', '--format', 'pdf'], 'Allowed choices are text, markdown'],
  [[...page.slice(1), '--with-verdicts', '--from', 'nope.json'], 'no such file: "nope.json"'],
  [[...page.slice(1), '--with-verdicts', '--from', 'text.json'], '"text.json" is no JSON'],
  [[...page.slice(1), '--with-verdicts', '--from', 'odd.json'], '"odd.json" is no report of a check'],
  [[...page.slice(1), '--with-verdicts', '--from', 'part.json'], 'has nothing of "'],
  [[...page.slice(1), '--with-verdicts', '--from', 'shard.json'], 'is the report of a shard; merge the shards first'],
] as const)('%j is refused in one line', async (words, message) => {
  const folder = folderWith({ 'text.json': 'x', 'odd.json': '{"version": 1, "kind": "faults"}' })
  if (message.includes('nothing of')) await ackproof(['check', 'classic/die-hard', '--json', 'part.json'], { folder })
  if (message.includes('shard')) {
    await ackproof(['check', 'classic/peterson', '--shard', '1/2', '--json', 'shard.json'], { folder })
  }
  writeFileSync(join(folder, 'report.json'), '{}')
  const { code, stderr } = await ackproof(['show', ...words], { folder })
  expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1])
  expect(stderr).toContain(message)
})
