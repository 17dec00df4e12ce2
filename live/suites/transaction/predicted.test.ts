import { expect, it } from 'vitest'
import { defaults } from '../../../spec/rocketmq/transaction/configuration.ts'
import { predicted } from './predicted.ts'

const versionsFor = (changes: Partial<typeof defaults>) => predicted({ ...defaults, ...changes }).versions

it('expects buffered op marks from 5.1.0 on, and direct ones before', () => {
  expect(predicted(defaults)).toEqual({
    versions: ['5.1.4', '5.2.0', '5.3.0', '5.3.3', '5.4.0'],
    because: 'before 5.1.0 op marks are written by the request thread',
  })
  expect(versionsFor({ opMarks: 'direct' })).toEqual(['4.9.7'])
})

it('asks what rounds can read only under SYNC_FLUSH', () => {
  const sync = { flushDiskType: 'SYNC_FLUSH' } as const
  expect(versionsFor({ visibility: 'appended' })).toEqual(versionsFor({}))
  expect(versionsFor({ ...sync, visibility: 'appended' })).toEqual(['5.1.4', '5.2.0'])
  expect(versionsFor(sync)).toEqual(['5.3.0', '5.3.3', '5.4.0'])
  expect(versionsFor({ ...sync, opMarks: 'direct' })).toEqual([])
})

it('expects no release to have a repair', () => {
  for (const repair of [
    { opMarks: 'atomic' },
    { opMarks: 'before the final message' },
    { duplicateDecisionGuard: true },
    { offsetFile: 'behind the log' },
  ] as const) {
    const { versions, because } = predicted({ ...defaults, ...repair })
    expect(versions).toEqual([])
    expect(because).toMatch(/^(in )?no release /)
  }
})

it('knows which versions have an answer of a half send', () => {
  expect(versionsFor({ halfSend: ['SLAVE_NOT_AVAILABLE'] })).toEqual([])
  expect(versionsFor({ halfSend: ['SLAVE_NOT_AVAILABLE'], opMarks: 'direct' })).toEqual(['4.9.7'])
  expect(versionsFor({ halfSend: ['FLUSH_SLAVE_TIMEOUT'], opMarks: 'direct' })).toEqual([])
  expect(versionsFor({ halfSend: ['FLUSH_SLAVE_TIMEOUT', 'SEND_OK'] })).toEqual(versionsFor({}))
})
