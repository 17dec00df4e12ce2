import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { UsageError } from '../node/usage-error.ts'
import { reportingFailure } from './report-file.ts'
import { reportsOf } from './reports.ts'

const path = join(mkdtempSync(join(tmpdir(), 'ackproof-test-')), 'report.json')

it.each([
  [new UsageError('wrong words', { location: 'a.ts:1:2' }), 2, { message: 'wrong words', location: 'a.ts:1:2' }],
  [new TypeError('a bug'), 70, { message: 'a bug', location: null }],
])('%s is reported before it goes on', async (thrown, exitCode, error) => {
  const failing = reportingFailure({ reports: reportsOf(null, path, {}), kind: 'mutation', inputs: [] }, () =>
    Promise.reject(thrown),
  )
  await expect(failing).rejects.toBe(thrown)
  const report = JSON.parse(readFileSync(path, 'utf8'))
  expect(report).toMatchObject({ version: 1, ok: false, exitCode, error, suites: [], unmet: [] })
})
