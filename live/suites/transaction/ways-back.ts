/** What was observed of transactions, as values of the specification's variables: so that promises can be asked of it. */
import type { WaysBack } from '../../../runs/conform/promise-seen.ts'
import { bag, type State, sameValue, set } from '../../../spec/language/index.ts'
import type { Producer } from '../../../spec/rocketmq/transaction/producer.ts'
import type { LogRecord, OpMark } from '../../../spec/rocketmq/transaction/records.ts'
import { marksIn } from '../../../spec/rocketmq/transaction/records.ts'
import { type TransactionState, transactionState } from './state.ts'
import { pastSettled, type Told, toldBySpec } from './transaction-log.ts'

export const waysBack: WaysBack = {
  'records of the log': (told, state) => {
    const whole = transactionState(state)
    return { commitLog: { ...whole.commitLog, records: recordsOf(told as readonly Told[], whole) } }
  },
  'first copy that rounds have yet to settle': (first, state) => {
    const { halfOffset, commitLog } = transactionState(state)
    return pastSettled(halfOffset, toldBySpec(commitLog.records)) === first ? {} : { halfOffset: first }
  },
  'half offset on file': (value, state) => ({ offsetFile: { ...transactionState(state).offsetFile, value } }),
  'questions at producers': (questions, state) => {
    const others = transactionState(state).inFlight.filter(({ type }) => type !== 'check')
    return { inFlight: bag([...others, ...(questions as readonly string[]).flatMap(questionTold)]) } as State
  },
}

/** What nobody can see of a record is as the specification has it at that place, where the rest agrees. */
function recordsOf(told: readonly Told[], state: TransactionState): readonly LogRecord[] {
  const expected = state.commitLog.records
  const toldExpected = toldBySpec(expected)
  return told.map((each, at) => {
    const same = sameValue(toldExpected[at], each) ? expected[at] : undefined
    return same ?? recordOf(each, told, state)
  })
}

/** A final message of no half, and the discard of an unknown copy, are of the first one: there is one transaction. */
function recordOf(told: Told, all: readonly Told[], state: TransactionState): LogRecord {
  switch (told.type) {
    case 'half':
      return told
    case 'final':
      return { type: 'final', half: told.half ?? 0 }
    case 'op':
      return { type: 'op', marks: set(told.halves.map((half) => ({ half, decision: decisionOn(half, all, state) }))) }
    case 'discarded':
      return { type: 'discarded', half: copyWith(told.checks, all) }
  }
}

/** As it was decided in the specification; otherwise as the log lets it seem: a COMMIT has a final message. */
function decisionOn(half: number, all: readonly Told[], { commitLog, owed }: TransactionState): OpMark['decision'] {
  const marks = [...marksIn(commitLog.records), ...owed.flatMap((each) => (each.record === 'op mark' ? [each] : []))]
  const known = marks.find((mark) => mark.half === half)
  return known?.decision ?? (all.some((each) => each.type === 'final' && each.half === half) ? 'COMMIT' : 'ROLLBACK')
}

function copyWith(checks: number | null, all: readonly Told[]): number {
  return all.flatMap((each) => (each.type === 'half' && each.checks === checks ? [each.half] : []))[0] ?? 0
}

/** `B about h1`, as it is observed. */
function questionTold(
  question: string,
): readonly { readonly type: 'check'; readonly half: number; readonly to: Producer }[] {
  const [, to, half] = /^([AB]) about h(\d+)$/.exec(question) ?? []
  return to === undefined || half === undefined ? [] : [{ type: 'check', half: Number(half), to: to as Producer }]
}
