import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { recordingsIn } from './recording-file.ts'
import { Results, type RunResult } from './results.ts'
import { recorded } from './testing/recorded.ts'

const newFile = (text: string | null = null): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'ackproof-validated-')), 'runs.jsonl')
  if (text !== null) writeFileSync(file, text)
  return file
}

const result: RunResult = {
  sources: 'one',
  suite: 'rocketmq/store',
  version: '5.3.3',
  seed: '1',
  run: 1,
  verdict: 'accepted',
  events: 12,
  looked: 60,
  at: null,
  text: 'accepted: 12 events, explained by 9 steps',
}

describe('results of runs', () => {
  it('are in the file at once, and known to the next command', () => {
    const file = newFile()
    new Results(file).add(result)
    expect(new Results(file).find(result)).toEqual(result)
  })

  it.each([
    ['sources', { sources: 'other' }],
    ['version', { version: '4.9.7' }],
    ['seed', { seed: '2' }],
    ['number', { run: 2 }],
    ['suite', { suite: 'rocketmq/transaction' }],
  ] as const)('are not those of another run: %s', (_, other) => {
    const file = newFile()
    new Results(file).add(result)
    expect(new Results(file).find({ ...result, ...other })).toBeUndefined()
  })

  it('take the place of what the same run came to with other sources', () => {
    const file = newFile()
    const results = new Results(file)
    results.add(result)
    results.add({ ...result, run: 2 })
    results.add({ ...result, sources: 'other' })
    expect(new Results(file).all.map(({ sources, run }) => [sources, run])).toEqual([
      ['other', 1],
      ['one', 2],
    ])
    results.compact()
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2)
    expect(new Results(file).all).toEqual(results.all)
  })

  it('go on behind a line that a killed run has not finished', () => {
    const file = newFile()
    new Results(file).add(result)
    appendFileSync(file, '{"sources":"one","sui')
    const results = new Results(file)
    results.add({ ...result, run: 2 })
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2)
    expect([1, 2].map((run) => new Results(file).find({ ...result, run })?.run)).toEqual([1, 2])
  })

  it('are refused where the file is another one', () => {
    const file = newFile('{"some": "thing"}\n{"else": 1}\n')
    expect(() => new Results(file)).toThrow(new UsageError(`${file}, line 1 is no result of a run`))
  })
})

describe('recordings in a file', () => {
  it.each([
    ['no JSON', '[', 'cannot be read as JSON'],
    ['no list', '{}', 'expected a list of recorded logs'],
    ['nothing', '[]', 'expected a list of recorded logs'],
    [
      'something else',
      '[{"suite": "rocketmq/store"}]',
      'its item 1 is no recorded log, with suite, version, facts and seen',
    ],
    [
      'another suite',
      '[{"suite": "rocketmq/consumer", "version": "5.3.3", "facts": {}, "seen": []}]',
      'there is no suite "rocketmq/consumer" to validate; expected rocketmq/store or rocketmq/transaction',
    ],
    [
      'no facts',
      '[{"suite": "rocketmq/store", "version": "5.3.3", "facts": {}, "seen": [{"seen": "log", "records": []}]}]',
      'its item 1 is no log of rocketmq/store: its facts lack flushDiskType, hasFailingFsyncs',
    ],
    [
      'no events',
      '[{"suite": "rocketmq/store", "version": "5.3.3", "facts": {"flushDiskType": "SYNC_FLUSH", "hasFailingFsyncs": false}, "seen": []}]',
      'its item 1 is empty: nothing was seen',
    ],
    [
      'events of another suite',
      '[{"suite": "rocketmq/store", "version": "5.3.3", "facts": {"flushDiskType": "SYNC_FLUSH", "hasFailingFsyncs": false}, "seen": [{"seen": "end request"}]}]',
      'its item 1 is no log of rocketmq/store: seen[0] is "end request"; expected log, answer, message',
    ],
  ])('are refused where it has %s', (_, text, message) => {
    expect(() => recordingsIn(newFile(text))).toThrow(UsageError)
    expect(() => recordingsIn(newFile(text))).toThrow(message)
  })

  it.each([
    ['store', 'transaction'],
    ['transaction', 'store'],
  ])('are refused where a log of %s goes by the name of %s', (own, other) => {
    const [log] = recorded.filter(({ suite }) => suite === `rocketmq/${own}`)
    const file = newFile(JSON.stringify([{ ...log, suite: `rocketmq/${other}` }]))
    expect(() => recordingsIn(file)).toThrow(`its item 1 is no log of rocketmq/${other}: its facts lack `)
  })

  it('are refused where there is no file', () => {
    expect(() => recordingsIn('/nowhere.json')).toThrow('there is no file "/nowhere.json"')
  })
})
