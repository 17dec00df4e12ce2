import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ackproof, emptyFolder, folderWith } from './run-ackproof.ts'

it('draws the phases and the flow of messages of a suite, and says what it left out', async () => {
  const folder = emptyFolder()
  const { code, stdout } = await ackproof(['show', 'rocketmq/store', '--dot', 'pictures', '--up-to-states', '800'], {
    folder,
  })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^rocketmq\/store: 2 pictures, as \.dot and \.svg, in pictures.*\n {2}rocketmq-store--phase--sends\n/,
  )
  expect(stdout).toMatch(/\n\d+ scenarios left out, more than 800 states: rocketmq\/store "/)
  const dot = readFileSync(join(folder, 'pictures', 'rocketmq-store--phase--broker.dot'), 'utf8')
  expect(dot).toContain('restart broker')
  expect(readFileSync(join(folder, 'pictures', 'rocketmq-store--phase--broker.svg'), 'utf8')).toContain('power cut')
})

it('draws the places that are named, over an older picture of them, and over nothing else', async () => {
  const folder = emptyFolder()
  const words = ['show', 'classic/two-phase-commit', '--dot', '.', '--up-to-states', '300', '--phase', 'coordinator']
  const { code, stdout } = await ackproof(words, { folder })
  expect([code, stdout.split('\n')[1]]).toEqual([0, '  classic-two-phase-commit--phase--coordinator'])
  expect(existsSync(join(folder, 'classic-two-phase-commit--phase--vote.dot'))).toBe(false)
  expect((await ackproof(words, { folder })).code).toBe(0)
  writeFileSync(join(folder, 'classic-two-phase-commit--phase--coordinator.dot'), 'mine')
  const refused = await ackproof(words, { folder })
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is there, and is no picture of ours')])
  expect(readFileSync(join(folder, 'classic-two-phase-commit--phase--coordinator.dot'), 'utf8')).toBe('mine')
})

const broken = `
import { specify } from 'ackproof'
export default specify('broken', { word: 'a' }).action('go').changes(() => ({ wrod: 'b' })).always('fine', () => true)
`

it.each([
  [['classic/die-hard', '--phase', 'x'], 2, '--phase is about pictures; add --dot FOLDER'],
  [
    ['classic/peterson', '--dot', 'o', '--phase', 'plac'],
    2,
    'there is no place "plac" that holds words; there are: place',
  ],
  [['classic/die-hard', '--dot', 'o', '--phase', 'x'], 2, 'no place of this specification holds words that change'],
  [['classic/peterson', '--dot', 'a.ack.ts'], 2, '"a.ack.ts"'],
  [['classic/peterson', '--dot', 'o', '--up-to-states', '0'], 2, 'Expected a whole number from 1'],
  [['a.ack.ts', '--dot', 'o'], 4, 'it changes "wrod", which is no variable'],
] as const)('show %j ends with %i', async (words, code, message) => {
  const ended = await ackproof(['show', ...words], { folder: folderWith({ 'a.ack.ts': broken }) })
  expect([ended.code, ended.stderr.trimEnd().split('\n').length]).toEqual([code, 1])
  expect(ended.stderr).toContain(message)
})

it('says where there is nothing to draw', async () => {
  const { code, stdout } = await ackproof(['show', 'classic/die-hard', '--dot', 'o'])
  expect([code, stdout]).toEqual([
    0,
    'classic/die-hard: nothing to draw: no place holds words that change, and there is no pool of messages\n',
  ])
})
