import { expect, it } from 'vitest'
import { fileStem } from '../../node/diagrams.ts'
import { table } from '../../reporters/text/table.ts'
import { bytesText, count, plural, secondsText } from './wording.ts'

it('writes numbers the same everywhere', () => {
  expect([count(1_745_408), plural(1, 'state'), plural(1200, 'state')]).toEqual([
    '1,745,408',
    '1 state',
    '1,200 states',
  ])
  expect([0.0049, 9.994, 12.34, 4312.6].map(secondsText)).toEqual(['0.00', '9.99', '12.3', '4,313'])
  expect([350 * 2 ** 20, 1.5 * 2 ** 30].map(bytesText)).toEqual(['350 MB', '1.5 GB'])
})

it('aligns numbers to the right and words to the left', () => {
  const rows = [
    ['action', 'generated', ''],
    ['deliver', '1,146', ''],
    ['crash', '0', 'never fired'],
  ]
  expect(table(rows)).toEqual(['action   generated', 'deliver      1,146', 'crash            0  never fired'])
})

it('makes file names that every file system takes', () => {
  expect(fileStem(['rocketmq/store', 'B01 ASYNC_FLUSH, 1 power cut', 'no "loss": ever?'])).toBe(
    'rocketmq-store--b01-async-flush-1-power-cut--no-loss-ever',
  )
  expect(fileStem(['../../etc', '消息', 'é'.repeat(100)])).toBe(`etc--x--${'e'.repeat(60)}`)
})
