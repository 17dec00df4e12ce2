import { expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { resultsFile, resultsFileOf, validateCommand, withoutFaults } from './command.ts'

it.each([
  [[], 'usage: npm run live -- validate SUITE|FILE'],
  [['rocketmq/store', 'rocketmq/transaction'], 'usage: npm run live -- validate SUITE|FILE'],
  [['rocketmq/consumer'], 'there is no suite "rocketmq/consumer" to validate; expected rocketmq/store or'],
  [['store', '--rocketmq', '3.2.6'], 'there is no version "3.2.6" of RocketMQ to run'],
  [['store', '--runs', '0'], '--runs is "0"; expected a whole number from 1 on'],
  [['store', '--seed', '../x'], '--seed is "../x"; expected letters, digits, dots and dashes'],
  [['store', '--sede', '1'], "Unknown option '--sede'"],
  [['nothing.json'], 'there is no file "nothing.json"; expected logs that --keep has left'],
])('a mistake is told in one line: %j', async (args, message) => {
  const mistake = await validateCommand(args, () => {}).then(
    () => null,
    (error: unknown) => error,
  )
  expect(mistake).toBeInstanceOf(UsageError)
  expect(String(mistake)).toContain(message)
  expect(String(mistake)).not.toContain('\n')
})

it('results of a machine that lacks a fault are not those of one that has it', () => {
  const sources = { work: 'a', all: 'a-b' }
  expect(withoutFaults(sources, [])).toEqual(sources)
  expect(withoutFaults(sources, ['power cuts'])).toEqual({
    work: 'a without power cuts',
    all: 'a-b without power cuts',
  })
})

it('a trial with a seed of its own leaves the results that are kept with the sources alone', () => {
  expect(resultsFileOf('1')).toBe(resultsFile)
  expect(resultsFileOf('full-disk')).not.toBe(resultsFile)
})
