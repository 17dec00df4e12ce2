/** RocketMQ: its specifications, and audits of its configurations: the public entry `ackproof/rocketmq`. */

export type { AuditData, AuditVerdict } from '../audit/index.ts'
export {
  type Audit,
  type AuditedPromise,
  type AuditOptions,
  auditConfiguration,
  auditFiles,
} from '../node/audit/audit-files.ts'
export type { BrokerSettings } from '../node/audit/properties-text.ts'
export { UsageError } from '../node/usage-error.ts'
export { rocketmqSuites } from '../spec/rocketmq/index.ts'
export type { StoreConfiguration } from '../spec/rocketmq/store/configuration.ts'
export { storeSuite } from '../spec/rocketmq/store/rows.ts'
export type { HalfSendOutcome, TransactionConfiguration } from '../spec/rocketmq/transaction/configuration.ts'
export { transactionSuite } from '../spec/rocketmq/transaction/rows.ts'
