import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { DiedAtStart } from '../processes/java-process.ts'
import { type Batch, DidNotComeBack } from '../recording/live-work.ts'
import type { AnyRecording } from '../recording/recording.ts'
import { logSuiteNamed } from './log-suites.ts'
import { recordingsIn } from './recording-file.ts'
import { Results } from './results.ts'
import { SuiteRun } from './suite-run.ts'
import { recorded } from './testing/recorded.ts'

const suite = logSuiteNamed('rocketmq/transaction')
const log = recorded.find((each) => each.suite === suite.name) as AnyRecording

/** Each run is seen to do what one real broker did. `during`: what happens in the middle of the work. */
function runOf(runs: number, { during = () => {}, folder = mkdtempSync(join(tmpdir(), 'ackproof-validate-')) } = {}) {
  const said: string[] = []
  let batches = 0
  const work = async ({ runs: numbers, sources, seed, version, watch = () => {} }: Batch) => {
    batches++
    const recordings = () => numbers.map((run) => ({ ...log, run, sources, seed, version }))
    for (let done = 1; done <= 8; done++) {
      watch({ done, of: 8, recordings })
      if (done === 5) during()
    }
    return recordings() as never
  }
  const run = new SuiteRun({
    suite: { ...suite, work },
    sources: { work: 'work', all: 'all' },
    versions: [log.version],
    runs,
    seed: '1',
    results: new Results(join(folder, 'results.jsonl')),
    keep: join(folder, 'logs'),
    refuted: join(folder, 'refuted'),
    say: (line) => said.push(line.replace(/\d+\.\d+ s/, '… s').replaceAll(folder, 'FOLDER')),
  })
  return { run, said, folder, batches: () => batches }
}

const name = `rocketmq/transaction ${log.version}`
const file = `transaction-${log.version}-1-1.json`

describe('logs of a suite', () => {
  it('are told of while a broker is at work, and kept when it is done', async () => {
    const { run, said, folder } = runOf(22)
    await run.run()
    run.tell()
    expect(said).toEqual([
      `${name} ASYNC_FLUSH, runs 1 to 20: a broker is at work`,
      ...[25, 50, 75].map((percent) => `${name} ASYNC_FLUSH, runs 1 to 20: ${percent} % (… s)`),
      `${name} ASYNC_FLUSH, runs 1 to 20: 20 logs, 20 accepted, 0 refuted, 0 undecided (… s)`,
      `${name} SYNC_FLUSH, runs 21 to 22: a broker is at work`,
      ...[25, 50, 75].map((percent) => `${name} SYNC_FLUSH, runs 21 to 22: ${percent} % (… s)`),
      `${name} SYNC_FLUSH, runs 21 to 22: 2 logs, 2 accepted, 0 refuted, 0 undecided (… s)`,
      expect.stringMatching(
        /^rocketmq\/transaction: 22 logs, 22 accepted, 0 refuted, 0 undecided; largest search: \d+ states$/,
      ),
    ])
    expect(recordingsIn(join(folder, 'logs', file))).toHaveLength(20)
    expect(readdirSync(join(folder, 'logs', 'unfinished'))).toEqual([])
  })

  it('are not made again where they are known', async () => {
    const first = runOf(2)
    await first.run.run()
    const again = runOf(2, { folder: first.folder })
    await again.run.run()
    expect(again.batches()).toBe(0)
    expect(again.said).toEqual([`${name} ASYNC_FLUSH, runs 1 to 2: 2 logs, 2 accepted, 0 refuted, 0 undecided (known)`])
  })

  it('are kept where the run is ended in the middle of the work, and what is known is told', async () => {
    const { run, said, folder } = runOf(2, { during: () => run.tell() })
    await run.run()
    expect(said.slice(3, 5)).toEqual([
      `the work was not over; what was seen of it is kept in FOLDER/logs/unfinished/${file}`,
      'rocketmq/transaction: 0 logs, 0 accepted, 0 refuted, 0 undecided; largest search: 0 states',
    ])
    expect(existsSync(join(folder, 'logs', file))).toBe(true)
  })

  it('are kept where the broker does not come back, and nothing is known', async () => {
    const { run, said, folder } = runOf(2, {
      during: () => {
        throw new DidNotComeBack('broker died at its start (exit code 1): no')
      },
    })
    await run.run()
    expect(said.at(-1)).toBe(
      `${name} ASYNC_FLUSH, runs 1 to 2: nothing is known: broker died at its start (exit code 1): no; what was seen until then is kept in FOLDER/logs/unfinished/${file}`,
    )
    expect(recordingsIn(join(folder, 'logs', 'unfinished', file))).toHaveLength(2)
    expect(run.verdicts).toEqual(['undecided'])
  })

  it('are none where no broker can be started', async () => {
    const { run } = runOf(2, {
      during: () => {
        throw new DiedAtStart('no')
      },
    })
    await expect(run.run()).rejects.toThrow(DiedAtStart)
  })

  it('need a folder before any broker is started', () => {
    expect(() => runOf(2, { folder: '/proc/no' })).toThrow(UsageError)
    expect(() => runOf(2, { folder: '/proc/no' })).toThrow('cannot write "/proc/no/logs": ENOENT')
  })
})
