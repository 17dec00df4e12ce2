/** A run on a disk that is full is no run, whatever came of it. */
import { readdirSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { fill, onSmallDisk } from '../testing/small-disk.ts'
import { carryOut, isDiskFull } from './carry-out.ts'
import { counterexamplesOf } from './counterexample.ts'
import { rowsNamed } from './row.ts'
import { type Bug, journalOn } from './testing/journal.ts'

afterEach(() => vi.unstubAllEnvs())

async function onFullDisk(bug: Bug | null) {
  const live = journalOn({
    bug: bug === null ? null : { bug },
    watch: (what, { folder }) => {
      if (what === 'open') fill(folder)
    },
  })
  const [row] = rowsNamed([live], 'J01')
  const [found] = await counterexamplesOf(row as NonNullable<typeof row>)
  if (found === undefined) throw new Error('nothing breaks')
  return await carryOut({ ...found.row, live }, found.path, { version: '5.3.3', waitMs: 300 }).catch(
    (error: unknown) => error,
  )
}

it.for([
  ['whose wait runs out', 'never answers'],
  ['whose broker does not start', 'cannot start'],
  ['whose broker dies at its start', 'finds its port taken'],
] as const)('a run %s is told by the disk, and nothing is left', async ([_, bug], { skip }) => {
  await onSmallDisk(skip, async (folder) => {
    vi.stubEnv('TMPDIR', folder)
    const told = await onFullDisk(bug)
    expect(told).toMatchObject({ message: `the disk is full: ${folder}` })
    expect(isDiskFull(told)).toBe(true)
    expect(readdirSync(folder)).toEqual([])
  })
})

it('a run that follows is a result all the same', async ({ skip }) => {
  await onSmallDisk(skip, async (folder) => {
    vi.stubEnv('TMPDIR', folder)
    expect(await onFullDisk(null)).toMatchObject({ conformance: { outcome: 'follows' } })
  })
})
