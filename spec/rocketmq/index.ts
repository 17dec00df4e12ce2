/** The specifications of the RocketMQ pipeline. */
import { dledgerSuite } from './dledger/rows.ts'
import { replicationSuite } from './replication/rows.ts'
import { storeSuite } from './store/rows.ts'
import { transactionSuite } from './transaction/rows.ts'

export const rocketmqSuites = [transactionSuite, storeSuite, replicationSuite, dledgerSuite] as const
