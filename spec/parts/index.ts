/** Parts that specifications of protocols are made of: the public entry `ackproof/parts`. */

export {
  arriving,
  closeConnection,
  delay,
  delayable,
  delaySentence,
  deliver,
  duplicate,
  duplicateSentence,
  type FifoChannel,
  fifoChannel,
  lose,
  lossSentence,
  type MessageOf,
  overtake,
  overtakers,
  overtakeSentence,
  send,
  type TargetOf,
  targets,
  type UnorderedChannel,
  underWay,
  unorderedChannel,
} from './channel.ts'
export { type Clocks, clocksOf, reading, skew, skewSentence, tick } from './clock.ts'
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
  ackedIsDurable,
  atMostOnce,
  exactlyOnce,
  fifoPerKey,
  missing,
  noPhantom,
  outOfOrder,
  phantoms,
  repeated,
} from './delivery.ts'
export {
  afterDiskLoss,
  afterPowerCut,
  afterProcessCrash,
  append,
  appendToBuffer,
  emptyLog,
  failedFsync,
  fileAfterDiskLoss,
  fileAfterPowerCut,
  fileSurvivors,
  fsync,
  fsyncedUpTo,
  fsyncFile,
  type LogFile,
  overwrite,
  powerCutSentence,
  powerCutSurvivors,
  readable,
  recovered,
  type WholeFile,
  wholeFile,
  writeOut,
} from './disk.ts'
export { budget, budgetPhrase, type FaultBudget, mayHappen, spend, spendsOnly } from './faults.ts'
export {
  forgetOldest,
  type IdempotencyTable,
  idempotencyTable,
  isRemembered,
  remember,
  rememberedResult,
} from './idempotency.ts'
export {
  admits,
  type Fence,
  grant,
  isExpired,
  type Lease,
  mayGrant,
  noLease,
  raised,
  release,
  renew,
} from './lease.ts'
export { emptyOutbox, enlist, markPublished, type Outbox, oldest } from './outbox.ts'
export {
  type Cuts,
  canReach,
  canTalk,
  cutLink,
  type Link,
  mendLink,
  partition,
  partitionSentence,
  partitionsOf,
  wholeNetwork,
} from './partition.ts'
export { isPaused, noPauses, type Pauses, pause, resume } from './pause.ts'
export {
  answered,
  attempt,
  isOver,
  mayAttempt,
  mayTimeOut,
  type Retry,
  timedOut,
  timeOutSentence,
  untried,
} from './retry.ts'
