import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sourceLines, thrownAt, withSourceLines } from './source-line.ts'

const file = join(mkdtempSync(join(tmpdir(), 'ackproof-lines-')), 'lock.ack.ts')
writeFileSync(file, 'one\ntwo\n  three\nfour\nfive\nsix\nseven\n')

it('shows the lines around a place, with a mark below it', () => {
  expect(`\n${sourceLines(`${file}:3:3`)}\n`).toBe(`
  1|  one
  2|  two
  3|    three
   |    ^
  4|  four
  5|  five
  6|  six
`)
})

it('shows nothing of what is not there', () => {
  expect(sourceLines(`${file}:30:1`)).toBeNull()
  expect(sourceLines(`${file}.gone:1:1`)).toBeNull()
  expect(sourceLines('nowhere')).toBeNull()
  expect(withSourceLines(new Error('x'), 'nowhere')).not.toHaveProperty('codeFrame')
})

it('makes an error point at a place, and leaves it as it is where there is none', () => {
  expect(thrownAt(new TypeError('two\nlines'), `${file}:3:3`).stack).toBe(`TypeError: two\nlines\n    at ${file}:3:3`)
  expect(thrownAt(new TypeError('x'), null).stack).toContain('source-line.test.ts')
})
