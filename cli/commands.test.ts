import { describe, expect, it } from 'vitest'
import { UsageError } from '../node/usage-error.ts'
import { parseArguments } from './commands.ts'

const parse = (...words: string[]) => parseArguments(words, '1.2.3', () => {})

describe('the command line', () => {
  it('names a command, its arguments and its options', () => {
    expect(
      parse('check', 'a', 'b', '--max-depth', '7', '--scenario', 'x', '--scenario', 'y', '--no-color'),
    ).toMatchObject({
      kind: 'command',
      row: { name: 'check' },
      argument: ['a', 'b'],
      options: { maxDepth: 7, scenario: ['x', 'y'], color: false },
    })
    expect(parse('show', 'classic/die-hard')).toMatchObject({ row: { name: 'show' }, argument: 'classic/die-hard' })
    expect(parse('audit', '--rocketmq', '5.1.2', 'x.conf')).toMatchObject({
      options: { rocketmq: { minor: 1, patch: 2 } },
    })
  })

  it('answers --help and --version itself', () => {
    const printed: string[] = []
    expect(parseArguments(['--version'], '1.2.3', (text) => printed.push(text))).toEqual({ kind: 'answered' })
    for (const words of [['help'], ['help', 'check'], ['-h']]) {
      expect(parseArguments(words, '1.2.3', () => {})).toEqual({ kind: 'answered' })
    }
    expect(parseArguments(['check', '--help'], '1.2.3', (text) => printed.push(text))).toEqual({ kind: 'answered' })
    expect(printed.join('')).toMatch(/^1\.2\.3\n.*--memory-limit <MB>.*Exit codes:/s)
  })

  it.each([
    [[], 'no command; expected one of check, mutate, merge, list, show, new, audit'],
    [['chekc'], "unknown command 'chekc' (Did you mean check?)"],
    [['check', '--jsn', 'x'], "unknown option '--jsn' (Did you mean --json?)"],
    [['help', 'chekc'], 'unknown command "chekc"'],
    [['list', 'x'], "too many arguments for 'list'"],
    [['show'], "missing required argument 'SPEC'"],
    [['check', '--json'], 'argument missing'],
    [['check', '--json', ''], 'Expected some text'],
    [['check', '--scenario', ' '], 'Expected some text'],
    [['check', '--max-states', '0'], "'0' is invalid. Expected a whole number from 1"],
    [['check', '--max-states', '-5'], "'-5' is invalid"],
    [['check', '--max-states', '1e99'], "'1e99' is invalid"],
    [['check', '--max-states', '99999999999999999999'], 'is invalid'],
    [['check', '--max-depth', '1.5'], "'1.5' is invalid"],
    [['check', '--max-depth', 'many'], "'many' is invalid"],
    [['check', '--max-depth', ''], "'' is invalid"],
    [['check', '--time-limit', '0'], 'Expected seconds'],
    [['check', '--time-limit', 'Infinity'], 'Expected seconds'],
    [['check', '--time-limit', '1e99'], 'Expected seconds'],
    [['check', '--memory-limit', '0'], 'Expected megabytes'],
    [['audit', '--rocketmq', '3', 'x.conf'], 'Expected a version of RocketMQ from 4.9 to 5.4'],
  ])('rejects %j in one line', (words, message) => {
    let thrown: unknown = null
    try {
      parse(...words)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(UsageError)
    expect((thrown as UsageError).message).toContain(message)
    expect((thrown as UsageError).message).not.toContain('\n')
  })
})
