/** The specifications of the RocketMQ pipeline. */
import { controllerSuite } from './controller/rows.ts'
import { dledgerSuite } from './dledger/rows.ts'
import { replicationSuite } from './replication/rows.ts'
import { storeSuite } from './store/rows.ts'
import { transactionSuite } from './transaction/rows.ts'

export const rocketmqSuites = [transactionSuite, storeSuite, replicationSuite, dledgerSuite, controllerSuite] as const
