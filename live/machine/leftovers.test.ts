import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderPrefix, removeLeftovers } from './leftovers.ts'

it('takes away what a process has left that is dead, and nothing of one that is alive or of others', () => {
  const parent = mkdtempSync(join(tmpdir(), 'ackproof-leftovers-'))
  const dead = spawnSync(process.execPath, ['--version']).pid
  const [gone, ours, others] = [`${folderPrefix(dead)}a`, `${folderPrefix(process.pid)}b`, 'ackproof-tests-x'] as const
  for (const name of [gone, ours, others]) mkdirSync(join(parent, name, 'store'), { recursive: true })
  expect(removeLeftovers(parent)).toEqual([join(parent, gone)])
  expect([gone, ours, others].map((name) => existsSync(join(parent, name)))).toEqual([false, true, true])
})
