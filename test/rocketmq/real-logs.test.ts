/** Commit logs as real brokers wrote them for one transaction, held against the specification; and logs that no broker writes. */
import { describe, expect, it } from 'vitest'
import { type Validation, validate } from '../../runs/validate/validate.ts'
import type { TransactionConfiguration } from '../../spec/rocketmq/transaction/configuration.ts'
import { transactionSuite } from '../../spec/rocketmq/transaction/rows.ts'

interface Mark {
  readonly half: number
}

type LogRecord =
  | { readonly type: 'half'; readonly half: number; readonly checks: number }
  | { readonly type: 'final' | 'discarded'; readonly half: number }
  | { readonly type: 'op'; readonly marks: readonly Mark[] }

type Seen = Readonly<Record<string, unknown>>

/** `h1#1` is the second copy of the half, with its number of checks; marks of an op record are sorted. */
function words(state: Seen): readonly string[] {
  const { records } = state.commitLog as { readonly records: readonly LogRecord[] }
  return records.map((record) => {
    if (record.type === 'half') return `h${record.half}#${record.checks}`
    if (record.type !== 'op') return `${record.type} h${record.half}`
    const marked = record.marks.map(({ half }) => `h${half}`)
    return `op ${marked.sort().join('+')}`
  })
}

/** Every step that adds a record to the log leaves an event; all others are searched. */
function validateLog(log: string, configuration: Partial<TransactionConfiguration> = {}): Validation {
  const definition = transactionSuite.build({
    halfSend: ['SEND_OK'],
    flushDiskType: 'ASYNC_FLUSH',
    visibility: 'flushed',
    opMarks: 'buffered',
    duplicateDecisionGuard: false,
    transactionCheckMax: 15,
    checkRounds: 'may overtake a decision',
    localTransaction: 'ends before the last check',
    rowAbsentAnswer: 'UNKNOWN',
    ...configuration,
  })
  const records = log.split(', ')
  const action = definition.actions.map(({ name }) => name)
  const events = records.map((_, at) => ({ action, observed: { words: records.slice(0, at + 1) } }))
  const hidden = (before: Seen, _step: unknown, after: Seen) => words(before).length === words(after).length
  return validate(definition, events, { hidden, projection: { words }, mostStates: 20_000 })
}

describe('the log of a real broker is a behaviour of the specification', () => {
  it.each<[string, string, Partial<TransactionConfiguration>]>([
    ['two final messages', 'h0#0, h1#1, final h1, final h0', {}],
    ['a check after a crash took the op mark from memory', 'h0#0, final h0, h1#1, final h1', { processCrash: 1 }],
    [
      'a final message for each check',
      'h0#0, final h0, h1#1, final h1, h2#2, final h2, h3#3, final h3, h4#4, final h4, op h0+h1+h2+h3+h4',
      {},
    ],
    ['a decision in time', 'h0#0, final h0, op h0', {}],
    [
      'a round that has read the op topic before the op mark of h1 was written',
      'h0#0, h1#1, final h0, op h0, final h1, op h1, h2#2, final h2, discarded h2, op h2',
      { transactionCheckMax: 2 },
    ],
    [
      'a crash of 4.x between the final message and its mark',
      'h0#0, final h0, h1#1, final h1, op h1',
      { opMarks: 'direct', processCrash: 1 },
    ],
  ])('%s', (_, log, configuration) => {
    expect(validateLog(log, configuration).text).toMatch(/^accepted/)
  })
})

describe('a log that no broker writes is refuted at the record that cannot be', () => {
  it.each<[string, string, Partial<TransactionConfiguration>, number]>([
    ['a mark before the final message', 'h0#0, op h0, final h0', { rowAbsentAnswer: 'COMMIT' }, 2],
    ['a check that is skipped', 'h0#0, h1#2', {}, 1],
    ['a final message without its half', 'final h0', {}, 0],
    ['the same copy twice', 'h0#0, h0#0', {}, 1],
  ])('%s', (_, log, configuration, at) => {
    expect(validateLog(log, configuration)).toMatchObject({ verdict: 'refuted', at })
  })

  it('also where the specification has a rule that real brokers do not have', () => {
    const log = 'h0#0, h1#1, final h1, final h0'
    const refuted = validateLog(log, { duplicateDecisionGuard: true })
    expect(refuted).toMatchObject({ verdict: 'refuted', at: 3 })
    expect(validateLog('h0#0, final h0, op h0', { opMarks: 'atomic' })).toMatchObject({ verdict: 'refuted', at: 2 })
  })

  it('with the record that would have been', () => {
    expect(validateLog('h0#0, h1#2')).toMatchObject({
      nearMisses: [
        {
          step: { action: 'check back' },
          differences: [{ path: 'words', expected: ['h0#0', 'h1#1'], observed: ['h0#0', 'h1#2'] }],
        },
        {},
        {},
        {},
        {},
      ],
    })
  })
})
