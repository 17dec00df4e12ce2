/** The specifications of the RocketMQ pipeline. */
import { checkListenerSuite } from './check-listener/rows.ts'
import { checkRoundsSuite } from './check-rounds/rows.ts'
import { publishingContractSuite } from './contracts/publishing-rows.ts'
import { queueContractSuite } from './contracts/queue-rows.ts'
import { controllerSuite } from './controller/rows.ts'
import { dledgerSuite } from './dledger/rows.ts'
import { recoverySuite } from './recovery/rows.ts'
import { replicationSuite } from './replication/rows.ts'
import { reusedOffsetsSuite } from './reused-offsets/rows.ts'
import { storeSuite } from './store/rows.ts'
import { transactionSuite } from './transaction/rows.ts'
import { transactionBrokerSuite } from './transaction-broker/rows.ts'

export const rocketmqSuites = [
  transactionSuite,
  checkRoundsSuite,
  checkListenerSuite,
  reusedOffsetsSuite,
  transactionBrokerSuite,
  storeSuite,
  recoverySuite,
  replicationSuite,
  dledgerSuite,
  controllerSuite,
  queueContractSuite,
  publishingContractSuite,
] as const
