/** Parts that specifications of protocols are made of: the public entry `ackproof/parts`. */

export { explanationText } from './consistency/explanation-text.ts'
export {
  type Call,
  type CompletedCall,
  callsOf,
  emptyHistory,
  type History,
  invoked,
  isWaiting,
  type PendingCall,
  returned,
  withoutRealTime,
} from './consistency/history.ts'
export {
  type BlockedCall,
  type Explanation,
  explainLinearizability,
  explainSequentialConsistency,
  isLinearizable,
  isSequentiallyConsistent,
  type PlacedCall,
} from './consistency/order.ts'
export {
  type Completion,
  fifoQueue,
  type QueueOperation,
  type RegisterOperation,
  register,
  type SequentialObject,
} from './consistency/sequential-object.ts'
export {
  afterPowerCut,
  afterProcessCrash,
  append,
  appendToBuffer,
  emptyLog,
  failedFsync,
  fileAfterPowerCut,
  fileSurvivors,
  fsync,
  fsyncedUpTo,
  fsyncFile,
  type LogFile,
  overwrite,
  powerCutSurvivors,
  readable,
  recovered,
  type WholeFile,
  wholeFile,
  writeOut,
} from './disk.ts'
export { budget, budgetPhrase, type FaultBudget, mayHappen, spend } from './faults.ts'
export { closeConnection, deliver, lose, nothingInFlight, send } from './oneway.ts'
