/** Behaviours of `rocketmq/transaction` on a broker of 5.3.3, and specifications with a mistake that it does not follow. */
import { describe, expect, it } from 'vitest'
import { conform } from '../../../runs/conform/conform.ts'
import { retrace } from '../../../runs/walk/retrace.ts'
import { defaults, type TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { transaction } from '../../../spec/rocketmq/transaction/promises.ts'
import { workFolder } from '../../machine/work-folder.ts'
import { orSkip } from '../../testing/skip.ts'
import { liveTransaction } from './transaction-suite.ts'

type Steps = Parameters<typeof retrace>[1]

const sendHalf = { action: 'send half', args: { outcome: 'SEND_OK' } }
const commit = { action: 'commit local transaction', args: {} }
const endRequest = { action: 'send end request', args: {} }
const checkBack = { action: 'check back', args: { asked: 'B' } }
const answer = { action: 'answer check', args: { question: { type: 'check', half: 1, to: 'B' } } }
const persist = { action: 'persist half offset', args: {} }
const receive = (half: number) => ({
  action: 'receive end request',
  args: { request: { type: 'end transaction', half, decision: 'COMMIT' } },
})

/** The specification may have switches that the broker has not, or is run otherwise: these are the mistakes. */
async function carriedOut(
  changes: Partial<TransactionConfiguration>,
  steps: Steps,
  asRun: Partial<TransactionConfiguration> = {},
) {
  const configuration = { ...defaults, ...changes }
  const spec = transaction(configuration)
  const { trace, refusal } = retrace(spec, steps)
  expect(refusal?.text ?? null).toBeNull()
  const work = workFolder()
  try {
    const adapter = liveTransaction.open({
      configuration: { ...configuration, ...asRun },
      version: '5.3.3',
      trace,
      folder: work.path,
    })
    return await conform(spec, adapter as never, trace, { waitMs: 60_000 })
  } finally {
    work.remove()
  }
}

const patience = 120_000

describe('a broker of 5.3.3', () => {
  it(
    'commits twice where a check overtakes the decision and its round has not read the op mark, and loses a mark in a crash',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const mark = { record: 'op mark', half: 0, decision: 'COMMIT' }
        const { outcome, text, compared } = await carriedOut({ processCrash: 1 }, [
          ...[sendHalf, commit, endRequest, receive(0), { action: 'write owed records', args: { records: [mark] } }],
          ...[checkBack, answer, receive(1), persist],
          { action: 'process crash', args: { underWay: 'kept' } },
          checkBack,
        ])
        expect(outcome, text).toBe('follows')
        const shares = new Map(compared.variables.map(({ name, share }) => [name, share]))
        // Questions are not compared after steps that are ours alone.
        expect(['halfOffset', 'offsetFile', 'row'].map((name) => shares.get(name))).toEqual([1, 1, 0])
        expect(shares.get('inFlight')).toBeCloseTo(5 / 6)
      })
    },
    patience,
  )

  it(
    'does not write the op mark first',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const mistake = { opMarks: 'before the final message' } as const
        const { outcome, text } = await carriedOut(mistake, [sendHalf, commit, endRequest, receive(0)])
        expect(outcome, text).toBe('departs')
        expect(text).toMatch(
          /^departs after step 4, receive end request.*records of the log: expected .*op.*observed .*final/,
        )
      })
    },
    patience,
  )

  it(
    'does not refuse a second decision',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const steps = [sendHalf, commit, endRequest, checkBack, answer, receive(0), receive(1)]
        const { outcome, text } = await carriedOut({ duplicateDecisionGuard: true }, steps)
        expect(outcome, text).toBe('departs')
        expect(text).toMatch(/^departs after step 7, receive end request/)
      })
    },
    patience,
  )

  it(
    'has a final message wait for its fsync, and marks its half once the flusher or the time-out has ended that',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const sync = { flushDiskType: 'SYNC_FLUSH', syncFlushTimeout: 'may expire' } as const
        const end = (half: number, action: string, upTo: number) => ({ action, args: { wait: { half, upTo } } })
        const { outcome, text, steps } = await carriedOut(sync, [
          ...[sendHalf, commit, endRequest, checkBack, answer, receive(0), end(0, 'flush final message', 3)],
          ...[receive(1), end(1, 'flush wait times out', 4)],
        ])
        expect(outcome, text).toBe('follows')
        const waits = steps.map(({ observed }) => observed['the final message waits for its fsync'])
        expect(waits).toEqual([...Array(5), true, undefined, true, undefined])
      })
    },
    patience,
  )

  it.for([
    ['is left on', false],
    ['is cut off from power', true],
  ] as const)(
    'is found to wait for an fsync that the specification does not wait for, where it %s',
    { timeout: patience },
    async ([_, isCut], { skip }) => {
      await orSkip(skip, async () => {
        const marks = { records: [{ record: 'op mark', half: 0, decision: 'COMMIT' }] }
        const { outcome, text } = await carriedOut(
          { flushDiskType: 'SYNC_FLUSH', waitStoreMsgOK: false, powerCut: isCut ? 1 : 0 },
          [
            ...[sendHalf, commit, endRequest, receive(0), { action: 'write owed records', args: marks }],
            ...(isCut ? [{ action: 'power cut', args: { kept: 1, savedOffset: 0, underWay: 'kept' } }] : []),
          ],
          { waitStoreMsgOK: true },
        )
        expect(outcome, text).toBe('departs')
        expect(text).toMatch(
          /^departs after step 4, receive end request.*the final message waits for its fsync: expected false, observed true/,
        )
      })
    },
  )

  it(
    'is found not to wait for an fsync that the specification waits for',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const spec = { flushDiskType: 'SYNC_FLUSH' } as const
        const { outcome, text } = await carriedOut(spec, [sendHalf, commit, endRequest, receive(0)], {
          waitStoreMsgOK: false,
        })
        expect(outcome, text).toBe('departs')
        expect(text).toMatch(/the final message waits for its fsync: expected true, observed false/)
      })
    },
    patience,
  )

  it(
    'is not compared with a file of offsets that the power cut was made to leave',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const { outcome, text, steps } = await carriedOut({ powerCut: 1, transactionCheckMax: 3 }, [
          ...[sendHalf, checkBack, persist, checkBack, persist],
          { action: 'power cut', args: { kept: 3, savedOffset: 1, underWay: 'lost' } },
        ])
        expect(outcome, text).toBe('follows')
        const [persisted, cut] = steps.slice(-2).map(({ observed }) => observed)
        expect(persisted).toMatchObject({
          'half offset on file': 2,
          'questions at producers': ['B about h1', 'B about h2'],
        })
        expect(cut).not.toHaveProperty('half offset on file')
        expect(cut).not.toHaveProperty('questions at producers')
        expect(cut).toMatchObject({ 'first copy that rounds have yet to settle': 1 })
      })
    },
    patience,
  )

  it(
    'is found out where it does not flush what it has confirmed',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const steps = [sendHalf, { action: 'power cut', args: { kept: 1, savedOffset: 0, underWay: 'kept' } }]
        const spec = { flushDiskType: 'SYNC_FLUSH', powerCut: 1 } as const
        const { outcome, text } = await carriedOut(spec, steps, { flushDiskType: 'ASYNC_FLUSH' })
        expect(outcome, text).toBe('departs')
        expect(text).toMatch(/^departs after step 2, power cut.*commitLog.written: expected 1, observed 0/)
      })
    },
    patience,
  )
})
