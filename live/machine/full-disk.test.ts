import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { fill, onSmallDisk } from '../testing/small-disk.ts'
import { DiskFull, fullDisk, orDiskFull } from './full-disk.ts'

it('a disk is full when there is no room left, whether the folder lies on it or around it', async ({ skip }) => {
  await onSmallDisk(skip, async (folder) => {
    const error = new Error('no story')
    const inside = join(folder, 'run')
    mkdirSync(inside)
    expect([fullDisk(dirname(folder)), fullDisk(inside)]).toEqual([null, null])
    expect(orDiskFull(error, inside)).toBe(error)
    fill(folder)
    expect([fullDisk(dirname(folder)), fullDisk(inside)]).toEqual([folder, folder])
    const told = orDiskFull(error, inside)
    expect(told).toBeInstanceOf(DiskFull)
    expect(told).toMatchObject({ message: `the disk is full: ${folder}`, code: 'ENOSPC' })
    expect(orDiskFull(told, dirname(dirname(folder)))).toBe(told)
  })
})
