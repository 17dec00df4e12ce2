/** States and steps of `rocketmq/transaction`, typed: an adapter of any suite gets them as plain records. */
import type { StepAtHand } from '../../../runs/conform/adapter.ts'
import type { Bag, SetOf, State, Trace } from '../../../spec/language/index.ts'
import type { LogFile, WholeFile } from '../../../spec/parts/disk.ts'
import type { FlushWait, OwedRecord } from '../../../spec/rocketmq/transaction/broker.ts'
import type { Message } from '../../../spec/rocketmq/transaction/messages.ts'
import type { Call, Producer, Row } from '../../../spec/rocketmq/transaction/producer.ts'
import type { LogRecord } from '../../../spec/rocketmq/transaction/records.ts'

export interface TransactionState {
  readonly call: Call
  readonly row: Row
  readonly isUp: Readonly<Record<Producer, boolean>>
  readonly inFlight: Bag<Message>
  readonly commitLog: LogFile<LogRecord>
  readonly flushWaits: SetOf<FlushWait>
  readonly owed: SetOf<OwedRecord>
  readonly halfOffset: number
  readonly offsetFile: WholeFile<number>
}

export type TransactionStep = StepAtHand<TransactionState>

export function transactionState(state: State): TransactionState {
  return state as unknown as TransactionState
}

/** States of a whole behaviour, the initial one first. */
export function statesOf(trace: Trace): readonly TransactionState[] {
  return trace.steps.map(({ state }) => transactionState(state))
}
